package orion.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `orion keys`: how far an exchange of the cluster's keys is.
@Command(
        name = "keys",
        description = "Tell how far an exchange of the cluster's keys is.",
        synopsisSubcommandLabel = "[rotate]",
        subcommands = KeysRotateCommand.class)
final class KeysCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Override
    public Integer call() throws CommandFailure {
        format.write(Call.of(spec).client().require("keys", List.of()));
        return ExitCode.DONE;
    }
}
