package orion.cli;

import java.util.List;
import java.util.concurrent.Callable;
import orion.node.api.ControlReply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion node remove NODE`: forgets a node whose server is lost or goes for good. Its name and its addresses are free
/// then, for a server that takes its place.
@Command(name = "remove", description = "Forget a node that is out of the cluster and does not come back.")
final class NodeRemoveCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Parameters(
            index = "0",
            paramLabel = "NODE",
            completionCandidates = NamesToComplete.Nodes.class,
            description = "its name")
    private String node = "";

    @Override
    public Integer call() throws CommandFailure {
        ControlReply removed = Call.of(spec).client().require("remove-node", List.of(node));
        format.write(ControlReply.done(removed.text() + "; 'orion token' lets a server in that takes its place"));
        return ExitCode.DONE;
    }
}
