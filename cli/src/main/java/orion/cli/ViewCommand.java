package orion.cli;

import java.util.concurrent.Callable;
import orion.node.api.StatusData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `orion view`: the cluster, this node, the epoch, the master, the members.
@Command(name = "view", description = "Show the cluster, this node, the epoch, the master and the members.")
final class ViewCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        StatusData status = call.client().statusEvenOutside();
        if (format.json()) {
            format.write(status);
            return ExitCode.DONE;
        }
        StatusText text = new StatusText(call.screen(), status);
        text.view();
        text.warnings();
        return ExitCode.DONE;
    }
}
