package orion.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `orion access`: who may ask the cluster from elsewhere.
@Command(
        name = "access",
        description = "List, add or remove the tokens with which programs ask the cluster from elsewhere.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {AccessListCommand.class, AccessAddCommand.class, AccessRemoveCommand.class})
final class AccessCommand implements Runnable {
    private @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
