package orion.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `orion bench`: measures what needs no other machine.
@Command(
        name = "bench",
        description = "Measure how fast the planner is on this machine.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = BenchPlannerCommand.class)
final class BenchCommand implements Runnable {
    private @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
