package orion.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `orion maintenance`: lets the cluster only look on while somebody works on it.
@Command(
        name = "maintenance",
        description =
                "Begin or end maintenance: the cluster looks on, and starts, moves and restarts nothing by itself.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {MaintenanceOnCommand.class, MaintenanceOffCommand.class})
final class MaintenanceCommand implements Runnable {
    private @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
