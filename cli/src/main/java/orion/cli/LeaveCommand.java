package orion.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `orion leave`: takes this node out in order; its resources move first. The daemon goes on running, outside.
@Command(name = "leave", description = "Take this node out of the cluster in order; its resources move first.")
final class LeaveCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();
    private @Mixin WaitOptions wait = new WaitOptions();

    @Override
    public Integer call() throws CommandFailure {
        return new Order(Call.of(spec), format, wait)
                .out("leave", "'orion resources' on another node tells where its resources run");
    }
}
