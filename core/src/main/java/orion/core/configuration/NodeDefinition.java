package orion.core.configuration;

import java.util.List;
import orion.core.model.NodeId;

/// A node as it is configured.
///
/// @param id    its permanent number
/// @param name  the name people use
/// @param links where it receives datagrams, one entry per network, in the same order of networks on every
///              node; the first one ranks it in the choice of the master
/// @param capacity what there is on it for resources; of what is not named there is enough
public record NodeDefinition(NodeId id, String name, List<Endpoint> links, Amounts capacity) {
    /// A node on which there is enough of everything.
    public NodeDefinition(NodeId id, String name, List<Endpoint> links) {
        this(id, name, links, Amounts.NONE);
    }

    public NodeDefinition {
        DefinitionRules.name("node name", name);
        links = List.copyOf(links);
        if (links.isEmpty() || links.size() > 4) {
            throw new IllegalArgumentException("node " + name + " needs 1 to 4 addresses, not " + links.size());
        }
    }

    public NodeDefinition withCapacity(Amounts other) {
        return new NodeDefinition(id, name, links, other);
    }
}
