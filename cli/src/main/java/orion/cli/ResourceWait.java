package orion.cli;

import java.util.Optional;
import orion.node.api.StatusData;
import orion.node.api.StatusData.ResourceData;

/// Waits until a resource is where it was sent, or needs a person.
final class ResourceWait {
    /// What was asked for.
    sealed interface Goal {
        /// It is to run, on this node or on any.
        record Running(Optional<String> node) implements Goal {}

        /// It is to be stopped.
        record Stopped() implements Goal {}

        /// Whether a resource in this state is where it was sent.
        default boolean reachedBy(ResourceData now) {
            return switch (this) {
                case Running(Optional<String> node) ->
                    now.state().equals("Running")
                            && (node.isEmpty() || node.get().equals(now.node()));
                case Stopped() -> now.state().equals("Offline");
            };
        }

        /// Whether it is there and is to stay there.
        default boolean heldBy(ResourceData now) {
            return reachedBy(now) && now.wanted() == this instanceof Running;
        }
    }

    private final ControlClient client;
    private final String resource;
    private final Goal goal;
    private final Optional<ResourceData> before;
    private boolean changed;

    /// @param before how the resource was before the request, so that an old failure is not taken for a new one
    ResourceWait(ControlClient client, String resource, Goal goal, Optional<ResourceData> before) {
        this.client = client;
        this.resource = resource;
        this.goal = goal;
        this.before = before;
    }

    /// Waits at most so long.
    String within(int seconds, Screen screen) throws CommandFailure {
        return new Patience(screen, seconds).until(this::look);
    }

    private Optional<String> look(Patience.Progress progress) throws CommandFailure {
        StatusData status = client.status();
        ResourceData now = StatusText.require(status, resource);
        String words = "%s is %s%s".formatted(resource, now.state(), now.node().isEmpty() ? "" : " on " + now.node());
        progress.seen(now.explanation().isEmpty() ? words : words + " (" + now.explanation() + ")");
        changed |= !before.equals(Optional.of(now));
        if (now.state().equals("Comatose") && changed) {
            // The reason names the node where it failed.
            throw new CommandFailure("%s is Comatose: %s; repair it, then 'orion offline %s' and 'orion online %s'"
                    .formatted(resource, now.reason(), resource, resource));
        }
        return goal.reachedBy(now) ? Optional.of(words) : Optional.empty();
    }
}
