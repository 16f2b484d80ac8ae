package orion.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import orion.node.api.StatusData.ResourceData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion alert RESOURCE yes|no`: answers what a resource asks because its start, failover or failback is manual. The
/// question that stands now is sent along, so that an answer never meets another one.
@Command(name = "alert", description = "Answer what a resource asks: may it start, fail over, move back?")
final class AlertCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();
    private @Mixin WaitOptions wait = new WaitOptions();

    @Parameters(
            index = "0",
            paramLabel = "RESOURCE",
            completionCandidates = NamesToComplete.Resources.class,
            description = "its name")
    private String resource = "";

    @Parameters(
            index = "1",
            paramLabel = "yes|no",
            completionCandidates = YesOrNo.class,
            description = "yes: it is done; no: it is not")
    private String reply = "";

    @Override
    public Integer call() throws CommandFailure {
        boolean yes = reply.equals("yes");
        if (!yes && !reply.equals("no")) {
            throw new ParameterException(spec.commandLine(), "the answer must be yes or no, not '" + reply + "'");
        }
        Call call = Call.of(spec);
        ResourceData now = StatusText.require(call.client().status(), resource);
        if (now.alert().isEmpty()) {
            throw new CommandFailure("%s asks nothing at present: it is %s%s; 'orion resources' shows what does"
                    .formatted(resource, now.state(), now.node().isEmpty() ? "" : " on " + now.node()));
        }
        return new Order(call, format, wait)
                .aboutResource("alert", List.of(resource, now.alert(), reply), goal(now, yes));
    }

    private static ResourceWait.Goal goal(ResourceData now, boolean yes) {
        if (now.alert().equals("failback")) {
            return new ResourceWait.Goal.Running(Optional.of(yes ? now.nodes().getFirst() : now.node()));
        }
        return yes ? new ResourceWait.Goal.Running(Optional.empty()) : new ResourceWait.Goal.Stopped();
    }
}
