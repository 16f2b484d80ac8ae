package orion.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `orion join`: brings a node that has left back into the cluster.
@Command(name = "join", description = "Bring this node back into the cluster.")
final class JoinCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();
    private @Mixin WaitOptions wait = new WaitOptions();

    @Override
    public Integer call() throws CommandFailure {
        return new Order(Call.of(spec), format, wait).join();
    }
}
