package orion.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `orion sbd`: the white board, looked at and cared for from outside.
@Command(
        name = "sbd",
        description = "Create, find, view, initialise or fill white boards, and leave messages there.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            SbdCreateCommand.class,
            SbdFindCommand.class,
            SbdViewCommand.class,
            SbdInitCommand.class,
            SbdFillCommand.class,
            SbdMessageCommand.class
        })
final class SbdCommand implements Runnable {
    private @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
