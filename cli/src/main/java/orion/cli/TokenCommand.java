package orion.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `orion token`: the word with which the next server enrolls.
@Command(name = "token", description = "Print the word with which the next server enrolls; good once.")
final class TokenCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Override
    public Integer call() throws CommandFailure {
        format.write(Call.of(spec).client().require("token", List.of()));
        return ExitCode.DONE;
    }
}
