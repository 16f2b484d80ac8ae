package orion.cli;

import java.util.List;
import java.util.Optional;
import orion.node.api.ControlReply;
import orion.node.api.StatusData;
import orion.node.api.StatusData.ResourceData;

/// Sends an order about one resource and waits for the outcome: what `online`, `offline` and `migrate` have in
/// common.
final class ResourceOrder {
    private final Call call;
    private final FormatOptions format;
    private final WaitOptions wait;

    ResourceOrder(Call call, FormatOptions format, WaitOptions wait) {
        this.call = call;
        this.format = format;
        this.wait = wait;
    }

    /// Gives the order.
    ///
    /// @param words of the request; the first is the resource
    Integer give(String verb, List<String> words, ResourceWait.Goal goal) throws CommandFailure {
        int seconds = wait.seconds();
        ControlClient client = call.client();
        String resource = words.getFirst();
        StatusData status = client.status();
        ResourceData before = StatusText.require(status, resource);
        if (goal instanceof ResourceWait.Goal.Running running && running.node().isPresent()) {
            requireNode(status, running.node().get());
        }
        ControlReply reply = client.require(verb, words);
        String outcome = reply.text();
        if (seconds > 0) {
            outcome = new ResourceWait(client, resource, goal, Optional.of(before)).within(seconds, call.screen());
        }
        if (format.json()) {
            format.write(StatusText.require(client.status(), resource));
        } else {
            call.screen().line(Screen.plain(outcome));
        }
        return ExitCode.DONE;
    }

    private static void requireNode(StatusData status, String node) throws CommandFailure {
        if (status.nodes().stream().noneMatch(known -> known.name().equals(node))) {
            throw new CommandFailure("there is no node '" + node + "' in cluster " + status.cluster()
                    + "; 'orion status' lists those there are");
        }
    }
}
