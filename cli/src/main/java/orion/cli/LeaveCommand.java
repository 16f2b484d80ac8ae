package orion.cli;

import java.util.List;
import java.util.concurrent.Callable;
import orion.node.api.ControlReply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `orion leave`: takes this node out in order; its resources move first. The daemon goes on running, outside.
@Command(name = "leave", description = "Take this node out of the cluster in order; its resources move first.")
final class LeaveCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin WaitOptions wait = new WaitOptions();

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        int seconds = wait.seconds();
        ControlClient client = call.client();
        ControlReply reply = client.require("leave", List.of());
        String outcome = seconds > 0 ? new NodeWait(client, false).within(seconds, call.screen()) : reply.text();
        call.screen().line(Screen.plain(outcome));
        return ExitCode.DONE;
    }
}
