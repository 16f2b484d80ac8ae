package orion.core.resource;

import java.util.Optional;
import orion.core.configuration.ClusterConfiguration;
import orion.core.model.NodeId;

/// A step that a person can take so that a resource runs where it does not run.
public sealed interface Remedy {
    /// The node becomes a member.
    record Join(NodeId node) implements Remedy {}

    /// The node, which is on its way out, leaves and becomes a member again.
    record Rejoin(NodeId node) implements Remedy {}

    /// The node leaves, in order.
    record Go(NodeId node) implements Remedy {}

    /// Somebody asks the cluster for this.
    record Ask(Request request) implements Remedy {}

    /// The step taken, and what follows from it awaited; empty where it is refused.
    default Optional<Rehearsal> taken(Rehearsal before) {
        Optional<Rehearsal> after = switch (this) {
            case Join(NodeId node) -> Optional.of(before.joinedBy(node));
            case Rejoin(NodeId node) ->
                Optional.of(before.without(node).settled().joinedBy(node));
            case Go(NodeId node) ->
                before.asked(new Request.Leave(node)).map(left -> left.settled().without(node));
            case Ask(Request request) -> before.asked(request);
        };
        return after.map(Rehearsal::settled);
    }

    /// What to do, for people.
    default String words(ClusterConfiguration configuration) {
        return switch (this) {
            case Join(NodeId node) -> configuration.nameOf(node) + " joins";
            case Rejoin(NodeId node) -> configuration.nameOf(node) + " has left and joins again";
            case Go(NodeId node) -> configuration.nameOf(node) + " leaves";
            case Ask(Request request) -> "'orion " + command(request, configuration) + "'";
        };
    }

    private static String command(Request request, ClusterConfiguration configuration) {
        return switch (request) {
            case Request.Online(String resource, Optional<NodeId> node) ->
                "online " + resource
                        + node.map(target -> " " + configuration.nameOf(target)).orElse("");
            case Request.Offline(String resource) -> "offline " + resource;
            case Request.Migrate(String resource, NodeId node) ->
                "migrate " + resource + " " + configuration.nameOf(node);
            case Request.EndMaintenance(Maintenance.Scope scope) -> "maintenance off" + scope.option(configuration);
            case Request.Answer _,
                    Request.Edit _,
                    Request.Leave _,
                    Request.Down _,
                    Request.BeginMaintenance _,
                    Request.ActionDone _,
                    Request.Failed _ -> throw new IllegalArgumentException("no remedy asks for " + request);
        };
    }
}
