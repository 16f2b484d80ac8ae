package orion.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion fence NODE`: has the power of a host cut by its fencing devices, so that what it held may start elsewhere.
@Command(name = "fence", description = "Cut the power of a node's host by its fencing devices.")
final class FenceCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin ConfirmOptions confirm = new ConfirmOptions();
    private @Mixin FormatOptions format = new FormatOptions();

    @Parameters(index = "0", paramLabel = "NODE", description = "the node whose power is to be cut")
    private String node = "";

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        ControlClient client = call.client();
        client.status();
        confirm.require(
                call,
                "The power of " + node + " is cut without warning, and what it holds starts elsewhere",
                "nothing was fenced");
        format.write(client.require("fence", List.of(node)));
        return ExitCode.DONE;
    }
}
