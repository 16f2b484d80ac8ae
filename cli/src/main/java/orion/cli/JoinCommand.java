package orion.cli;

import java.util.List;
import java.util.concurrent.Callable;
import orion.node.api.ControlReply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `orion join`: brings a node that has left back into the cluster.
@Command(name = "join", description = "Bring this node back into the cluster.")
final class JoinCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin WaitOptions wait = new WaitOptions();

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        int seconds = wait.seconds();
        ControlClient client = call.client();
        ControlReply reply = client.require("join", List.of());
        String outcome = seconds > 0 ? new NodeWait(client, true).within(seconds, call.screen()) : reply.text();
        call.screen().line(Screen.plain(outcome));
        return ExitCode.DONE;
    }
}
