package orion.core.configuration;

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

    /// What it is about, in the words of the configuration in which it is asked for: `resource web`, `node n1`.
    default String object(ClusterConfiguration configuration) {
        return switch (this) {
            case PutResource put -> resource(put.definition().name());
            case DeleteResource delete -> resource(delete.resource());
            case AddNode add -> "node " + add.node().name();
            case RemoveNode remove -> "node " + configuration.nameOf(remove.node());
            case SetCapacity set -> "node " + configuration.nameOf(set.node());
        };
    }

    /// The object that a resource is.
    static String resource(String name) {
        return "resource " + name;
    }
}
