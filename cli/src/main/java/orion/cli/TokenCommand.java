package orion.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import orion.node.api.ControlReply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `orion token`: the word with which the next server enrolls.
@Command(name = "token", description = "Print the word with which the next server enrolls; good once.")
final class TokenCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Override
    public Integer call() throws CommandFailure, IOException {
        ControlReply reply = Call.of(spec).client().require("token", List.of());
        if (format.json()) {
            format.write(TokenReport.of(reply.text()));
        } else {
            format.write(reply);
        }
        return ExitCode.DONE;
    }
}
