package orion.sim.pacemaker;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import orion.core.configuration.Amounts;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Endpoint;
import orion.core.configuration.NodeDefinition;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.PlacementPolicy;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.configuration.ResourcePolicy.Mode;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.core.resource.ClusterState;
import orion.core.resource.Moment;
import orion.core.resource.Phase;
import orion.core.resource.Rehearsal;
import orion.core.resource.ResourceState;

/// Our planner's answer to a situation.
final class Ours {
    private Ours() {}

    /// Where each service runs in the end; no entry where it does not.
    static SortedMap<String, Integer> answer(Situation situation) {
        ClusterState state = ClusterState.initial(configuration(situation)).withQuorumReached();
        for (Service service : situation.services()) {
            state = state.with(resource(service));
        }
        NodeId node = new NodeId(situation.node());
        Rehearsal now = new Rehearsal(state, new Moment(generation(situation), true, new TreeMap<>()));
        ClusterState then = (situation.lost() ? now.without(node) : now.joinedBy(node))
                .settled()
                .state();
        SortedMap<String, Integer> places = new TreeMap<>();
        then.resources().values().stream()
                .filter(resource -> resource.phase() == Phase.RUNNING)
                .forEach(resource -> places.put(
                        resource.name(), resource.at().orElseThrow().node().number()));
        return places;
    }

    private static Generation generation(Situation situation) {
        SortedMap<NodeId, Long> admitted = new TreeMap<>();
        IntStream.rangeClosed(1, situation.nodes()).forEach(number -> admitted.put(new NodeId(number), 1L));
        TreeSet<NodeId> members = new TreeSet<>(admitted.keySet());
        if (!situation.lost()) {
            members.remove(new NodeId(situation.node()));
        }
        return new Generation(7, 1, 1, members.first(), members, new TreeSet<>(), admitted);
    }

    private static ResourceState resource(Service service) {
        ResourceState created = ResourceState.created(service.name(), service.wanted());
        Optional<Member> at = service.at().map(number -> new Member(new NodeId(number), 1));
        return at.map(member -> created.loading(member, "started").running(0))
                .orElseGet(() -> service.wanted() ? created.inactive(Phase.UNASSIGNED, "waits") : created);
    }

    private static ClusterConfiguration configuration(Situation situation) {
        SortedMap<NodeId, NodeDefinition> nodes = new TreeMap<>();
        for (int number = 1; number <= situation.nodes(); number++) {
            NodeId id = new NodeId(number);
            List<Endpoint> links = List.of(new Endpoint("10.0.0." + number, 7023));
            nodes.put(id, new NodeDefinition(id, Situation.name(number), links, capacity(situation, number)));
        }
        SortedMap<String, ResourceDefinition> resources = new TreeMap<>();
        situation.services().forEach(service -> resources.put(service.name(), definition(service)));
        return new ClusterConfiguration("harbour", 1, Timing.STANDARD, 1, 60, 1, nodes, resources);
    }

    private static Amounts capacity(Situation situation, int node) {
        return situation.capacity().isEmpty() ? Amounts.NONE : units(situation.capacityOf(node));
    }

    private static Amounts units(int amount) {
        SortedMap<String, Integer> units = new TreeMap<>();
        units.put("units", amount);
        return new Amounts(units);
    }

    private static ResourceDefinition definition(Service service) {
        PlacementPolicy placement = new PlacementPolicy(
                service.groups(),
                service.priority(),
                service.after(),
                service.need() == 0 ? Amounts.NONE : units(service.need()));
        return new ResourceDefinition(
                service.name(),
                List.of(new PartDefinition.Unit(service.name() + ".service")),
                service.nodes().stream().map(Situation::name).toList(),
                60,
                60,
                ResourcePolicy.USUAL
                        .withFailback(service.failback() ? Mode.AUTO : Mode.DISABLE, 0)
                        .with(placement));
    }
}
