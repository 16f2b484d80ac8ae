package orion.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `orion down`: stops all resources and takes all nodes out. A person is asked first.
@Command(name = "down", description = "Stop all resources and take all nodes out of the cluster.")
final class DownCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin ConfirmOptions confirm = new ConfirmOptions();
    private @Mixin FormatOptions format = new FormatOptions();
    private @Mixin WaitOptions wait = new WaitOptions();

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        String cluster = call.client().status().cluster();
        confirm.require(
                call, "All resources of cluster " + cluster + " will stop, on all nodes", "nothing was stopped");
        return new Order(call, format, wait)
                .out(
                        "down",
                        "all resources are stopped, and nothing more is to be done before 'orion join' on each node");
    }
}
