package orion.core.resource;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.configuration.Amounts;
import orion.core.configuration.Author;
import orion.core.configuration.Change;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Endpoint;
import orion.core.configuration.NodeDefinition;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Timing;

/// A cluster named harbour of four nodes, n1 to n4, with addresses in the order of their numbers, and its
/// resources in whatever phase a test wants them.
final class ExampleCluster {
    static final NodeId N1 = new NodeId(1);
    static final NodeId N2 = new NodeId(2);
    static final NodeId N3 = new NodeId(3);
    static final NodeId N4 = new NodeId(4);

    private ExampleCluster() {}

    /// An edit that somebody asks for.
    static Request.Edit edit(Change... changes) {
        return new Request.Edit(
                List.of(changes), new Author("anna", "n1", ""), 1_700_000_000L, OptionalLong.empty(), false);
    }

    /// After an edit that is to be confirmed within that time.
    static ClusterState onTrial(long millis, Request.Edit edit, ClusterState state) {
        return new RequestRules(state, generationOf(N1, N2, N3), new TreeSet<>())
                .judge(edit.confirmedWithin(millis))
                .state();
    }

    static Request.Edit put(ResourceDefinition definition) {
        return edit(new Change.PutResource(definition));
    }

    static Request.Edit delete(String resource) {
        return edit(new Change.DeleteResource(resource));
    }

    static Request.Edit add(NodeDefinition node) {
        return edit(new Change.AddNode(node));
    }

    static Request.Edit remove(NodeId node) {
        return edit(new Change.RemoveNode(node));
    }

    static Request.Edit capacity(NodeId node, Amounts amounts) {
        return edit(new Change.SetCapacity(node, amounts));
    }

    /// The node's first life.
    static Member life(NodeId node) {
        return new Member(node, 1);
    }

    static SortedSet<NodeId> nodes(NodeId... nodes) {
        return new TreeSet<>(Arrays.asList(nodes));
    }

    /// A generation of the first lives of these nodes.
    static Generation generationOf(NodeId... members) {
        SortedMap<NodeId, Long> admitted = new TreeMap<>();
        for (NodeId node : nodes(N1, N2, N3, N4)) {
            admitted.put(node, 1L);
        }
        return new Generation(7, 1, 1, N1, nodes(members), new TreeSet<>(), admitted);
    }

    static NodeDefinition node(int number, String name, String... hosts) {
        List<Endpoint> links =
                Arrays.stream(hosts).map(host -> new Endpoint(host, 7023)).toList();
        return new NodeDefinition(new NodeId(number), name, links);
    }

    static ResourceDefinition resource(String name, String... preferredNodes) {
        return resource(name, false, preferredNodes);
    }

    static ResourceDefinition followingTheMaster(String name) {
        return resource(name, true);
    }

    private static ResourceDefinition resource(String name, boolean followsMaster, String... preferredNodes) {
        return new ResourceDefinition(
                name,
                List.of(new PartDefinition.Unit(name + ".service")),
                List.of(preferredNodes),
                60,
                60,
                followsMaster ? ResourcePolicy.USUAL.followingMaster() : ResourcePolicy.USUAL);
    }

    /// The state where quorum is reached and every resource has just been created.
    static ClusterState state(ResourceDefinition... resources) {
        return beforeQuorum(2, resources).withQuorumReached();
    }

    static ClusterState beforeQuorum(int quorumMembership, ResourceDefinition... resources) {
        SortedMap<NodeId, NodeDefinition> nodes = new TreeMap<>();
        for (int number = 1; number <= 4; number++) {
            nodes.put(new NodeId(number), node(number, "n" + number, "10.0.0." + number));
        }
        SortedMap<String, ResourceDefinition> definitions = new TreeMap<>();
        for (ResourceDefinition resource : resources) {
            definitions.put(resource.name(), resource);
        }
        return ClusterState.initial(
                new ClusterConfiguration("harbour", 1, Timing.STANDARD, quorumMembership, 60, 1, nodes, definitions));
    }

    /// The resource in this phase; where it is at a node, at this one.
    static ResourceState in(Phase phase, String name, NodeId node) {
        ResourceState loading = ResourceState.created(name, true).loading(life(node), "started");
        return switch (phase) {
            case OFFLINE -> ResourceState.created(name, false);
            case QUORUM_WAIT, UNASSIGNED, ALERT ->
                ResourceState.created(name, true).inactive(phase, "waits");
            case LOADING -> loading;
            case RUNNING -> loading.running(0);
            case STOPPED -> loading.running(0).stopped(1, "stopped by itself on n1: exit status 9");
            case UNLOADING ->
                loading.running(0).wanting(false, Optional.empty()).unloading("taken offline");
            case COMATOSE -> loading.comatose(false, "could not be loaded on n1: the disk is full");
        };
    }
}
