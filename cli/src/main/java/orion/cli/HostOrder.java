package orion.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What is asked about the host of another node and cannot be taken back: `fence` and `confirm-off`.
abstract class HostOrder implements Callable<Integer> {
    private final String verb;
    private final String nothing;
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin ConfirmOptions confirm = new ConfirmOptions();
    private @Mixin FormatOptions format = new FormatOptions();

    @Parameters(
            index = "0",
            paramLabel = "NODE",
            completionCandidates = NamesToComplete.Nodes.class,
            description = "the node of that host")
    private String node = "";

    /// @param nothing what to say where it is not meant, such as "nothing was fenced"
    HostOrder(String verb, String nothing) {
        this.verb = verb;
        this.nothing = nothing;
    }

    /// What will happen, as a sentence without its stop.
    abstract String consequence(String name);

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        ControlClient client = call.client();
        // Nobody is asked to be sure about a node that does not exist.
        StatusText.requireNode(client.status(), node);
        confirm.require(call, consequence(node), nothing);
        format.write(client.require(verb, List.of(node)));
        return ExitCode.DONE;
    }
}
