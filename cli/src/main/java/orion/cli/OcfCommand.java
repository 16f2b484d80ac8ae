package orion.cli;

import java.nio.file.Path;
import orion.node.ocf.OcfAgent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `orion ocf`: what resource agents this node has, and what each can be told.
@Command(
        name = "ocf",
        description = "List the resource agents (OCF) of this node, or show what one can be told.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {OcfListCommand.class, OcfShowCommand.class})
final class OcfCommand implements Runnable {
    private @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /// Where the agents of this node are.
    static Path root(Surroundings surroundings) {
        return surroundings.variable(OcfAgent.ROOT_VARIABLE).map(Path::of).orElse(OcfAgent.USUAL_ROOT);
    }
}
