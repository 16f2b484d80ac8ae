package orion.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `orion maintenance on`: begins maintenance, or gives it another time.
@Command(
        name = "on",
        description = "Begin maintenance; what is asked for by hand is done all the same, and lost nodes are fenced.")
final class MaintenanceOnCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();
    private @Mixin MaintenanceScope scope = new MaintenanceScope();

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description = "ends by itself after so long: 90s, 30m, 2h or 1d; lasts until 'off' when left out")
    private @Nullable String duration;

    @Override
    public Integer call() throws CommandFailure {
        List<String> words = new ArrayList<>(List.of("on"));
        words.addAll(scope.words());
        if (duration != null) {
            words.add(Long.toString(TimeWord.seconds(spec, "--for", duration)));
        }
        format.write(Call.of(spec).client().require("maintenance", words));
        return ExitCode.DONE;
    }
}
