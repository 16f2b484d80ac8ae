package orion.cli;

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
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        ControlReply reply = call.client().require("token", List.of());
        if (format.json()) {
            format.write(reply);
        } else {
            call.screen().line(Screen.plain(reply.text()));
        }
        return ExitCode.DONE;
    }
}
