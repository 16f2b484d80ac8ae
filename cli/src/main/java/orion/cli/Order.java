package orion.cli;

import java.util.List;
import java.util.Optional;
import orion.node.api.ControlReply;
import orion.node.api.StatusData;
import orion.node.api.StatusData.ResourceData;

/// Sends an order to the cluster and waits for the outcome.
final class Order {
    private final Call call;
    private final FormatOptions format;
    private final WaitOptions wait;

    Order(Call call, FormatOptions format, WaitOptions wait) {
        this.call = call;
        this.format = format;
        this.wait = wait;
    }

    /// Lets the node that is asked in.
    Integer join() throws CommandFailure {
        return aboutNode("join", true, "");
    }

    /// Takes the node that is asked out of the cluster, alone or with all others.
    ///
    /// @param then what became of the resources, as the end of a sentence
    Integer out(String verb, String then) throws CommandFailure {
        return aboutNode(verb, false, "this node is no longer a member of the cluster; " + then);
    }

    /// @param member whether the node is to be a member in the end
    private Integer aboutNode(String verb, boolean member, String gone) throws CommandFailure {
        int seconds = wait.seconds();
        ControlClient client = call.client();
        boolean before = client.ask("status", List.of()).done();
        ControlReply reply = client.require(verb, List.of());
        // Where nothing is to be done, the cluster has said so; and from elsewhere nobody answers any more who is out.
        boolean left = !member && (!before || client.isElsewhere());
        format.write(
                seconds == 0 || left
                        ? reply
                        : ControlReply.done(new NodeWait(client, member, gone).within(seconds, call.screen())));
        return ExitCode.DONE;
    }

    /// About one resource: `online`, `offline`, `migrate` and `alert`.
    ///
    /// @param words of the request; the first is the resource
    Integer aboutResource(String verb, List<String> words, ResourceWait.Goal goal) throws CommandFailure {
        int seconds = wait.seconds();
        ControlClient client = call.client();
        String resource = words.getFirst();
        StatusData status = client.status();
        ResourceData before = StatusText.require(status, resource);
        if (goal instanceof ResourceWait.Goal.Running running && running.node().isPresent()) {
            StatusText.requireNode(status, running.node().get());
        }
        ControlReply reply = client.require(verb, words);
        String outcome = reply.text();
        // Where nothing is to be done, the cluster has said so.
        if (seconds > 0 && !goal.heldBy(before)) {
            outcome = new ResourceWait(client, resource, goal, Optional.of(before)).within(seconds, call.screen());
        }
        if (format.json()) {
            format.write(StatusText.require(client.status(), resource));
        } else {
            call.screen().line(Screen.plain(outcome));
        }
        return ExitCode.DONE;
    }
}
