package orion.node.daemon;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Endpoint;
import orion.core.configuration.NodeDefinition;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.core.resource.ClusterState;
import orion.core.resource.Phase;
import orion.core.resource.ResourceState;
import orion.core.resource.StateId;
import orion.core.resource.Tally;

/// The agreed state of a cluster of three nodes whose one resource, web, runs on n2.
final class HarbourCluster {
    static final NodeId N1 = new NodeId(1);
    static final NodeId N2 = new NodeId(2);
    static final NodeId N3 = new NodeId(3);

    private HarbourCluster() {}

    static ClusterState state() {
        SortedMap<NodeId, NodeDefinition> nodes = new TreeMap<>();
        for (int number = 1; number <= 3; number++) {
            NodeId id = new NodeId(number);
            nodes.put(id, new NodeDefinition(id, "n" + number, List.of(new Endpoint("10.0.0." + number, 7023))));
        }
        SortedMap<String, ResourceDefinition> resources = new TreeMap<>();
        resources.put(
                "web",
                new ResourceDefinition(
                        "web",
                        List.of(new PartDefinition.Unit("web.service")),
                        List.of("n2", "n1"),
                        60,
                        60,
                        ResourcePolicy.USUAL));
        ResourceState running = new ResourceState(
                "web",
                Phase.RUNNING,
                Optional.of(new Member(N2, 1)),
                4,
                true,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                new Tally(3, 1_700_000_000, 0, 0, 0, false, 250),
                "started on n2 because it is the most preferred node");
        return ClusterState.initial(new ClusterConfiguration("harbour", 1, Timing.STANDARD, 2, 60, 1, nodes, resources))
                .withQuorumReached()
                .with(running);
    }

    static ClusterState state(long generation, long version) {
        return state().withId(new StateId(generation, version));
    }
}
