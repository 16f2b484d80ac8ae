package orion.core.resource;

import static orion.core.resource.ExampleCluster.life;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.PlacementPolicy;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.configuration.ResourcePolicy.Mode;
import orion.core.model.Member;
import orion.core.model.NodeId;

/// A cluster of four nodes that has been through some things: everything is drawn from a seed, and went as the master's
/// rules say.
final class DrawnHistory {
    private final Random random;
    private Rehearsal now;

    private DrawnHistory(long seed) {
        this.random = new Random(seed);
        ResourceDefinition[] resources = new ResourceDefinition[1 + random.nextInt(5)];
        for (int i = 0; i < resources.length; i++) {
            resources[i] = drawn("r" + (i + 1));
        }
        ClusterState first = random.nextInt(5) > 0
                ? ExampleCluster.state(resources)
                : ExampleCluster.beforeQuorum(1 + random.nextInt(4), resources);
        NodeId[] members = someNodes(1).toArray(NodeId[]::new);
        TreeMap<Member, Long> since = new TreeMap<>();
        for (NodeId member : members) {
            since.put(life(member), 0L);
        }
        this.now = new Rehearsal(
                        first,
                        Moment.at(
                                random.nextInt(90_000),
                                ExampleCluster.generationOf(members),
                                false,
                                since,
                                new TreeMap<>()))
                .settled();
    }

    /// The state in which it ended; where no order is under way.
    static Rehearsal of(long seed) {
        DrawnHistory history = new DrawnHistory(seed);
        int events = history.random.nextInt(8);
        for (int i = 0; i < events; i++) {
            history.now = history.event().settled();
        }
        return history.now;
    }

    private ResourceDefinition drawn(String name) {
        List<String> preferred = random.nextInt(3) == 0
                ? List.of()
                : someNodes(1).stream().map(node -> "n" + node.number()).toList();
        ResourcePolicy policy = ResourcePolicy.USUAL
                .withStart(random.nextInt(6) == 0 ? Mode.MANUAL : Mode.AUTO)
                .withFailover(random.nextInt(5) == 0 ? Mode.MANUAL : Mode.AUTO)
                .withFailback(List.of(Mode.values()).get(random.nextInt(3)), random.nextInt(120));
        PlacementPolicy placement = PlacementPolicy.USUAL.withPriority(random.nextInt(3));
        policy = random.nextInt(6) == 0
                ? policy.with(placement).followingMaster()
                : policy.with(random.nextInt(3) == 0 ? placement.apartIn(List.of("g")) : placement);
        policy = random.nextInt(6) == 0 ? policy.ignoringQuorum() : policy;
        int number = Integer.parseInt(name.substring(1));
        policy = number > 1 && random.nextInt(5) == 0
                ? policy.with(policy.placement().comingAfter(List.of("r" + (1 + random.nextInt(number - 1)))))
                : policy;
        PartDefinition part = new PartDefinition.Unit(name + ".service");
        return new ResourceDefinition(name, List.of(part), preferred, 60, 60, policy);
    }

    private List<NodeId> someNodes(int least) {
        List<NodeId> nodes = new ArrayList<>(List.of(new NodeId(1), new NodeId(2), new NodeId(3), new NodeId(4)));
        Collections.shuffle(nodes, random);
        return nodes.subList(0, least + random.nextInt(nodes.size() + 1 - least));
    }

    private NodeId node() {
        return new NodeId(1 + random.nextInt(4));
    }

    private ResourceState resource() {
        List<ResourceState> all = new ArrayList<>(now.state().resources().values());
        return all.get(random.nextInt(all.size()));
    }

    private Rehearsal event() {
        ResourceState resource = resource();
        String name = resource.name();
        NodeId node = node();
        boolean last = now.generation().members().equals(new TreeSet<>(List.of(node)));
        boolean member = now.generation().members().contains(node);
        return switch (random.nextInt(11)) {
            case 0, 1 -> last ? now : now.without(node);
            case 2 -> member ? now : now.joinedBy(node);
            case 3 -> asked(new Request.Online(name, random.nextBoolean() ? Optional.of(node) : Optional.empty()));
            case 4 -> asked(new Request.Offline(name));
            case 5, 6 -> asked(new Request.Migrate(name, node));
            case 7 -> asked(new Request.BeginMaintenance(scope(name, node), Maintenance.UNTIL_ENDED));
            case 8 -> last ? now : asked(new Request.Leave(node));
            case 9 ->
                resource.at()
                        .map(at -> asked(new Request.Failed(name, at, resource.action(), Symptom.ENDED, "it crashed")))
                        .orElse(now);
            default ->
                resource.phase() == Phase.RUNNING
                        ? now.with(resource.comatose(random.nextBoolean(), "it is broken"))
                        : now;
        };
    }

    private Maintenance.Scope scope(String name, NodeId node) {
        return switch (random.nextInt(3)) {
            case 0 -> new Maintenance.Scope.Cluster();
            case 1 -> new Maintenance.Scope.Node(node);
            default -> new Maintenance.Scope.Resource(name);
        };
    }

    private Rehearsal asked(Request request) {
        return now.asked(request).orElse(now);
    }
}
