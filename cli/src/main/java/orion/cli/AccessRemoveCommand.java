package orion.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion access remove NAME`: from now on nobody is let in with that token.
@Command(name = "remove", description = "Remove a token: whoever has its secret is refused from now on.")
final class AccessRemoveCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            completionCandidates = NamesToComplete.Tokens.class,
            description = "its name")
    private String name = "";

    @Override
    public Integer call() throws CommandFailure {
        format.write(Call.of(spec).client().require("access-remove", List.of(name)));
        return ExitCode.DONE;
    }
}
