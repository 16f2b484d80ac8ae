package orion.core.configuration;

import java.util.Optional;
import orion.core.model.NodeId;

/// One thing that an edit changes of the cluster objects.
public sealed interface Change {
    /// Create a resource, or give it another definition.
    record PutResource(ResourceDefinition definition) implements Change {}

    /// Forget a resource that is offline.
    record DeleteResource(String resource) implements Change {}

    /// Let a new node belong to the cluster.
    record AddNode(NodeDefinition node) implements Change {}

    /// Forget a node that is out and holds nothing, so that its name and its addresses are free again.
    record RemoveNode(NodeId node) implements Change {}

    /// Say how much there is on a node for resources.
    record SetCapacity(NodeId node, Amounts capacity) implements Change {}

    /// Let a program ask the cluster from elsewhere. A token that there is never becomes another one: who has the
    /// secret of the first would be shut out unawares.
    record PutToken(ApiToken token) implements Change {}

    /// Believe a token no longer.
    record RemoveToken(String token) implements Change {}

    /// Keep an edit that is on trial.
    record Confirm(long edit) implements Change {}

    /// Undo an edit that is on trial, without waiting for its time to be over.
    record Undo(long edit) implements Change {}

    /// What it is about, in the words of the configuration in which it is asked for: `resource web`, `node n1`.
    default String object(ClusterConfiguration configuration) {
        return switch (this) {
            case PutResource put -> resource(put.definition().name());
            case DeleteResource delete -> resource(delete.resource());
            case AddNode add -> "node " + add.node().name();
            case RemoveNode remove -> "node " + configuration.nameOf(remove.node());
            case SetCapacity set -> "node " + configuration.nameOf(set.node());
            case PutToken(ApiToken token) -> token(token.name());
            case RemoveToken(String token) -> token(token);
            case Confirm(long edit) -> edit(edit);
            case Undo(long edit) -> edit(edit);
        };
    }

    /// The name of the resource that it is about, where it is about one.
    default Optional<String> namedResource() {
        return switch (this) {
            case PutResource(ResourceDefinition definition) -> Optional.of(definition.name());
            case DeleteResource(String resource) -> Optional.of(resource);
            case AddNode _, RemoveNode _, SetCapacity _, PutToken _, RemoveToken _, Confirm _, Undo _ ->
                Optional.empty();
        };
    }

    /// The object that an edit is: that of its confirmation.
    static String edit(long number) {
        return "edit " + number;
    }

    /// The object that a token is.
    static String token(String name) {
        return "token " + name;
    }

    /// The object that a resource is.
    static String resource(String name) {
        return "resource " + name;
    }
}
