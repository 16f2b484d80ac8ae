package orion.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion confirm [N]`: keeps an edit made with `--confirm-within`, or has it undone at once.
@Command(name = "confirm", description = "Keep the edit that is undone by itself unless it is confirmed.")
final class ConfirmCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "N",
            description = "the number of the edit; the one of your own that waits, where it is left out")
    private @Nullable String number;

    @Option(names = "--undo", description = "do not keep it: undo it now")
    private boolean undo;

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        List<String> words = new ArrayList<>(List.of(number == null ? "newest" : EditNumber.checked(spec, number)));
        if (undo) {
            words.add("undo");
        }
        new EditReport(call, format).made(call.client().require("confirm", words));
        return ExitCode.DONE;
    }
}
