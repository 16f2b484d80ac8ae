package orion.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `orion template`: what kinds of resources are ready to be filled in.
@Command(
        name = "template",
        description = "List the templates of resources, or show one.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TemplateListCommand.class, TemplateShowCommand.class})
final class TemplateCommand implements Runnable {
    private @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
