package orion.node.alert;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
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
import orion.core.resource.ClusterState;
import orion.core.resource.ResourceState;
import orion.core.resource.StateId;

/// A cluster of three nodes, n1 to n3, with one resource, web.
final class Harbour {
    static final NodeId N1 = new NodeId(1);
    static final NodeId N2 = new NodeId(2);

    private Harbour() {}

    static Member member(int number) {
        return new Member(new NodeId(number), 1);
    }

    static Generation generation(long number, Integer... members) {
        SortedSet<NodeId> in = new TreeSet<>();
        SortedMap<NodeId, Long> admitted = new TreeMap<>();
        for (int node = 1; node <= 3; node++) {
            admitted.put(new NodeId(node), 1L);
        }
        List.of(members).forEach(node -> in.add(new NodeId(node)));
        return new Generation(number, 1, 1, N1, in, new TreeSet<>(), admitted);
    }

    /// Agreed on in this generation.
    static ClusterState state(long generation, ResourceState web) {
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
        return ClusterState.initial(new ClusterConfiguration("harbour", 1, Timing.STANDARD, 2, 60, 1, nodes, resources))
                .withId(new StateId(generation, 1))
                .with(web);
    }

    static ResourceState web() {
        return ResourceState.created("web", true);
    }

    static ResourceState running(int node) {
        return web().loading(member(node), "started").running(1_700_000_000);
    }

    static Optional<NodeId> master(int number) {
        return Optional.of(new NodeId(number));
    }
}
