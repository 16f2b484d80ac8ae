package orion.cli.demo;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import orion.cli.Call;
import orion.cli.CommandFailure;
import orion.cli.ControlClient;
import orion.node.api.ControlReply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion demo restart NODE --dir D`: starts a killed node of a running demonstration again, from another
/// shell.
@Command(name = "restart", description = "Start a node of the demonstration in DIR again that was killed.")
final class DemoRestartCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private @Spec CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "NODE", description = "node1, node2, ...")
    private String node = "";

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        ControlClient client = ControlClient.of(call.directory(), DemoDesk.SOCKET, PATIENCE);
        ControlReply reply;
        try {
            reply = client.require("restart", List.of(node));
        } catch (CommandFailure failure) {
            if (failure.exitCode() == 3) {
                throw new CommandFailure(
                        failure.exitCode(),
                        "no demonstration runs in " + call.directory() + "; name its directory with --dir");
            }
            throw failure;
        }
        call.screen().line(reply.text());
        return 0;
    }
}
