package orion.core.configuration;

import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import orion.core.model.NodeId;
import orion.core.model.NodeMap;
import orion.core.model.Timing;

/// The one copy of the cluster objects, the same on every node.
///
/// @param clusterName          what people call the cluster
/// @param version              the number of the edit that made it so; never falls, and one more with every edit
/// @param timing               heartbeat and tolerance
/// @param quorumMembership     nodes that must be up before resources load, after a cold start
/// @param quorumTimeoutSeconds how long that number is waited for at most
/// @param boards               disks of the white board: 1, 3 or 5, of which a majority counts
/// @param nodes                by number
/// @param resources            by name
/// @param tokens               of programs that ask from elsewhere, by name
public record ClusterConfiguration(
        String clusterName,
        long version,
        Timing timing,
        int quorumMembership,
        int quorumTimeoutSeconds,
        int boards,
        SortedMap<NodeId, NodeDefinition> nodes,
        SortedMap<String, ResourceDefinition> resources,
        SortedMap<String, ApiToken> tokens) {
    public static final int MOST_TOKENS = 64;

    public ClusterConfiguration {
        DefinitionRules.name("cluster name", clusterName);
        if (version < 1) {
            throw new IllegalArgumentException("edit " + version + " is not possible: they are counted from 1");
        }
        if (quorumMembership < 1 || quorumMembership > NodeId.LARGEST) {
            throw new IllegalArgumentException(
                    "quorum membership " + quorumMembership + " is not between 1 and " + NodeId.LARGEST);
        }
        if (quorumTimeoutSeconds < 0 || quorumTimeoutSeconds > 86_400) {
            throw new IllegalArgumentException(
                    "quorum time-out " + quorumTimeoutSeconds + " s is not between 0 and 86400 s");
        }
        if (boards < 1 || boards > 5 || boards % 2 == 0) {
            throw new IllegalArgumentException("a white board of " + boards + " disks is not possible: there must be 1,"
                    + " 3 or 5, so that a majority is always clear");
        }
        nodes = Collections.unmodifiableSortedMap(new NodeMap<>(nodes));
        resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
        if (tokens.size() > MOST_TOKENS) {
            throw new IllegalArgumentException(
                    tokens.size() + " tokens are not possible: there can be " + MOST_TOKENS + " at most");
        }
        tokens = Collections.unmodifiableSortedMap(new TreeMap<>(tokens));
    }

    /// One without tokens, as every cluster is when it is made.
    public ClusterConfiguration(
            String clusterName,
            long version,
            Timing timing,
            int quorumMembership,
            int quorumTimeoutSeconds,
            int boards,
            SortedMap<NodeId, NodeDefinition> nodes,
            SortedMap<String, ResourceDefinition> resources) {
        this(
                clusterName,
                version,
                timing,
                quorumMembership,
                quorumTimeoutSeconds,
                boards,
                nodes,
                resources,
                new TreeMap<>());
    }

    /// Orders nodes by the numeric value of their first address: the highest becomes master.
    public Comparator<NodeId> byAddress() {
        return Comparator.<NodeId, Endpoint>comparing(node -> node(node).links().getFirst())
                .thenComparing(Comparator.naturalOrder());
    }

    /// The one with the highest address among those configured, if any.
    public Optional<NodeId> highest(SortedSet<NodeId> among) {
        return among.stream().filter(nodes::containsKey).max(byAddress());
    }

    /// A node that must be configured.
    ///
    /// @throws IllegalArgumentException where there is no such node
    public NodeDefinition node(NodeId id) {
        NodeDefinition definition = nodes.get(id);
        if (definition == null) {
            throw new IllegalArgumentException(id + " is not configured in cluster " + clusterName);
        }
        return definition;
    }

    /// A resource that must be configured.
    ///
    /// @throws IllegalArgumentException where there is no such resource
    public ResourceDefinition resource(String name) {
        ResourceDefinition definition = resources.get(name);
        if (definition == null) {
            throw new IllegalArgumentException("resource " + name + " is not configured in cluster " + clusterName);
        }
        return definition;
    }

    public Optional<NodeDefinition> nodeNamed(String name) {
        return nodes.values().stream().filter(node -> node.name().equals(name)).findFirst();
    }

    /// The name of a node, or its number where it is not configured.
    public String nameOf(NodeId node) {
        NodeDefinition definition = nodes.get(node);
        return definition == null ? node.toString() : definition.name();
    }

    public ClusterConfiguration withNode(NodeDefinition node) {
        SortedMap<NodeId, NodeDefinition> all = new NodeMap<>(nodes);
        all.put(node.id(), node);
        return edited(all, resources);
    }

    /// Without a node, and without its name among the nodes of resources: definitions that name a node there is not
    /// could not be given again.
    public ClusterConfiguration withoutNode(NodeId node) {
        SortedMap<NodeId, NodeDefinition> all = new NodeMap<>(nodes);
        SortedMap<String, ResourceDefinition> changed = new TreeMap<>(resources);
        NodeDefinition gone = all.remove(node);
        if (gone != null) {
            changed.replaceAll((name, definition) -> definition.notPreferring(gone.name()));
        }
        return edited(all, changed);
    }

    /// With those nodes of another configuration that this one has not.
    public ClusterConfiguration withNodesOf(ClusterConfiguration other) {
        if (nodes.keySet().containsAll(other.nodes.keySet())) {
            return this;
        }
        SortedMap<NodeId, NodeDefinition> all = new NodeMap<>(other.nodes);
        all.putAll(nodes);
        return edited(all, resources);
    }

    public ClusterConfiguration withResource(ResourceDefinition resource) {
        SortedMap<String, ResourceDefinition> all = new TreeMap<>(resources);
        all.put(resource.name(), resource);
        return edited(nodes, all);
    }

    public ClusterConfiguration withoutResource(String name) {
        SortedMap<String, ResourceDefinition> all = new TreeMap<>(resources);
        all.remove(name);
        return edited(nodes, all);
    }

    public ClusterConfiguration withToken(ApiToken token) {
        SortedMap<String, ApiToken> all = new TreeMap<>(tokens);
        all.put(token.name(), token);
        return made(version, nodes, resources, all);
    }

    public ClusterConfiguration withoutToken(String name) {
        SortedMap<String, ApiToken> all = new TreeMap<>(tokens);
        all.remove(name);
        return made(version, nodes, resources, all);
    }

    /// The same as another edit made it: what changes it does not count by itself, because an edit may change many
    /// things.
    public ClusterConfiguration withVersion(long number) {
        return made(number, nodes, resources, tokens);
    }

    private ClusterConfiguration edited(
            SortedMap<NodeId, NodeDefinition> newNodes, SortedMap<String, ResourceDefinition> newResources) {
        return made(version, newNodes, newResources, tokens);
    }

    private ClusterConfiguration made(
            long number,
            SortedMap<NodeId, NodeDefinition> newNodes,
            SortedMap<String, ResourceDefinition> newResources,
            SortedMap<String, ApiToken> newTokens) {
        return new ClusterConfiguration(
                clusterName,
                number,
                timing,
                quorumMembership,
                quorumTimeoutSeconds,
                boards,
                newNodes,
                newResources,
                newTokens);
    }
}
