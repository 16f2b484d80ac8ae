package orion.cli;

import java.util.concurrent.Callable;
import orion.node.api.StatusData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `orion status`: everything this node knows about the cluster.
@Command(name = "status", description = "Show everything: warnings, nodes, board, resources.")
final class StatusCommand implements Callable<Integer> {
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
        if (text.outside()) {
            return ExitCode.DONE;
        }
        text.health();
        text.warnings();
        call.screen().line("");
        text.nodes();
        call.screen().line("");
        if (status.resources().isEmpty()) {
            call.screen().line("No resources; 'orion apply -f FILE' makes some.");
        } else {
            text.resources(status.resources());
        }
        return ExitCode.DONE;
    }
}
