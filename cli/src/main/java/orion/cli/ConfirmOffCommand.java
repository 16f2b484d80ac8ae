package orion.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion confirm-off NODE`: a person vouches that a host is without power, so that what it held may start elsewhere.
@Command(
        name = "confirm-off",
        description = "Vouch that a node's host is without power. If it is not, data will be destroyed.")
final class ConfirmOffCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin ConfirmOptions confirm = new ConfirmOptions();
    private @Mixin FormatOptions format = new FormatOptions();

    @Parameters(index = "0", paramLabel = "NODE", description = "the node that is off")
    private String node = "";

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        ControlClient client = call.client();
        client.status();
        confirm.require(
                call,
                "What " + node
                        + " held will start elsewhere, and if its host is not without power, data will be destroyed",
                "nothing was confirmed");
        format.write(client.require("confirm-off", List.of(node)));
        return ExitCode.DONE;
    }
}
