package orion.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `orion maintenance off`: ends maintenance.
@Command(name = "off", description = "End maintenance; the cluster acts again, on what it finds.")
final class MaintenanceOffCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();
    private @Mixin MaintenanceScope scope = new MaintenanceScope();

    @Override
    public Integer call() throws CommandFailure {
        List<String> words = new ArrayList<>(List.of("off"));
        words.addAll(scope.words());
        format.write(Call.of(spec).client().require("maintenance", words));
        return ExitCode.DONE;
    }
}
