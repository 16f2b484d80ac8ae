package orion.cli;

import java.util.List;
import java.util.Optional;
import orion.node.api.ControlReply;
import orion.node.api.StatusData;

/// Waits until the node that is asked is in the cluster, or out of it.
final class NodeWait {
    private final ControlClient client;
    private final boolean wanted;
    private final String gone;

    /// @param wanted whether it is to be a member
    /// @param gone   what is told when it is none any more
    NodeWait(ControlClient client, boolean wanted, String gone) {
        this.client = client;
        this.wanted = wanted;
        this.gone = gone;
    }

    /// Waits at most so long.
    String within(int seconds, Screen screen) throws CommandFailure {
        return new Patience(screen, seconds).until(this::look);
    }

    private Optional<String> look(Patience.Progress progress) throws CommandFailure {
        ControlReply reply = client.ask("status", List.of());
        if (!reply.done() || reply.status().isEmpty()) {
            // A node that has left says so.
            progress.seen(reply.text());
            return wanted ? Optional.empty() : Optional.of(gone);
        }
        StatusData status = reply.status().get();
        progress.seen("%s %s".formatted(status.node(), status.standing()));
        if (wanted && status.member()) {
            return Optional.of("%s is a member of cluster %s, generation %d, master %s"
                    .formatted(status.node(), status.cluster(), status.epoch(), status.master()));
        }
        return Optional.empty();
    }
}
