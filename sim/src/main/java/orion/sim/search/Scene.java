package orion.sim.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import orion.core.configuration.Author;
import orion.core.configuration.Change;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Endpoint;
import orion.core.configuration.NodeDefinition;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.core.resource.Request;

/// Where a search begins: a moment at which much depends on what happens next. In each, n1 holds the resource `r`.
enum Scene {
    /// Nothing has happened for a while; n1 is asked to hand its resource over to n2.
    MOVE(2, "a resource is being moved") {
        @Override
        void set(SmallWorld world) {
            running(world);
            world.ask(N1, new Request.Migrate(RESOURCE, N2));
            world.allow(new Budget(1, 1, 1, 1, 0));
        }
    },
    /// The two do not hear each other and are about to notice.
    CUT(2, "two nodes do not hear each other") {
        @Override
        void set(SmallWorld world) {
            running(world);
            world.cut(N1, N2);
            silence(world, N2);
            world.allow(new Budget(0, 1, 1, 1, 0));
        }
    },
    /// The host that holds the resource stands still, and the other is about to notice.
    FREEZE(2, "the holder stands still") {
        @Override
        void set(SmallWorld world) {
            running(world);
            world.take(new Step.Sleep(N1));
            silence(world, N2);
            world.allow(new Budget(0, 1, 1, 0, 1));
        }
    },
    /// A node asks to be let in where another holds everything.
    JOIN(2, "a node joins") {
        @Override
        void set(SmallWorld world) {
            world.boot(N1);
            world.settle(all -> all.holds(N1, RESOURCE) && all.host(N1).work().isEmpty());
            world.boot(N2);
            world.settle(all -> all.generations() > 1 || all.host(N2).landed());
            world.allow(new Budget(1, 1, 1, 1, 1));
        }
    },
    /// All have agreed to let a third node in, and the decision is being published, when a person removes it.
    REMOVAL(3, "a node is removed while it is let in") {
        @Override
        void set(SmallWorld world) {
            world.boot(N1);
            world.boot(N2);
            world.settle(all -> all.isMember(N1)
                    && all.isMember(N2)
                    && all.holds(N1, RESOURCE)
                    && all.host(N1).work().isEmpty());
            world.boot(N3);
            world.settle(all -> all.isPublishing(N2));
            world.ask(
                    N2,
                    new Request.Edit(
                            List.of(new Change.RemoveNode(N3)),
                            new Author("person", "n2", ""),
                            0,
                            OptionalLong.empty(),
                            false));
            world.allow(new Budget(1, 1, 1, 0, 0));
        }
    },
    /// Of three the holder hears nobody, and the others are about to notice.
    LOST_HOLDER(3, "the holder of three is cut off") {
        @Override
        void set(SmallWorld world) {
            running(world);
            world.cut(N1, N2);
            world.cut(N1, N3);
            silence(world, N3);
            world.allow(new Budget(0, 1, 1, 0, 0));
        }
    },
    /// Two of three do not hear each other, and are about to notice; the third hears both.
    TRIANGLE(3, "two of three do not hear each other") {
        @Override
        void set(SmallWorld world) {
            running(world);
            world.cut(N1, N2);
            silence(world, N2);
            world.allow(new Budget(0, 1, 1, 0, 0));
        }
    };

    private static final String RESOURCE = "r";
    private static final NodeId N1 = new NodeId(1);
    private static final NodeId N2 = new NodeId(2);
    private static final NodeId N3 = new NodeId(3);

    private final int nodes;
    private final String title;

    Scene(int nodes, String title) {
        this.nodes = nodes;
        this.title = title;
    }

    int nodes() {
        return nodes;
    }

    String title() {
        return title;
    }

    /// The world at that moment.
    SmallWorld world() {
        SmallWorld world = new SmallWorld(configuration(nodes));
        set(world);
        return world;
    }

    abstract void set(SmallWorld world);

    private static ClusterConfiguration configuration(int nodes) {
        TreeMap<NodeId, NodeDefinition> members = new TreeMap<>();
        for (int i = 1; i <= nodes; i++) {
            NodeId id = new NodeId(i);
            members.put(id, new NodeDefinition(id, "n" + i, List.of(new Endpoint("192.0.2." + i, 7023))));
        }
        PartDefinition address = new PartDefinition.Address("198.51.100.1/24", Optional.empty());
        TreeMap<String, ResourceDefinition> resources = new TreeMap<>();
        resources.put(
                RESOURCE,
                new ResourceDefinition(RESOURCE, List.of(address), preferred(nodes), 10, 10, ResourcePolicy.USUAL));
        return new ClusterConfiguration("small", 1, Timing.STANDARD, 1, 0, 1, members, resources);
    }

    private static List<String> preferred(int nodes) {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= nodes; i++) {
            names.add("n" + i);
        }
        return names;
    }

    /// Whether that has come for which this scene is there.
    boolean isReached(SmallWorld world) {
        return switch (this) {
            case MOVE, FREEZE, LOST_HOLDER -> world.holds(N2, RESOURCE);
            case CUT, TRIANGLE -> world.generations() > 1;
            case JOIN -> world.generations() > 1 && world.isMember(N2);
            case REMOVAL -> world.knowsOneRemoved();
        };
    }

    /// All are members, and n1 runs the resource.
    static void running(SmallWorld world) {
        world.nodes().forEach(world::boot);
        world.settle(all -> all.nodes().stream().allMatch(all::isMember)
                && all.holds(N1, RESOURCE)
                && all.host(N1).work().isEmpty());
        long end = world.now() + 3_000;
        world.settle(all -> all.now() >= end);
    }

    /// Time passes until that node misses another.
    private static void silence(SmallWorld world, NodeId observer) {
        world.settle(all -> all.missesSomebody(observer));
    }
}
