package orion.sim;

import java.util.List;
import java.util.Optional;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;

/// A simulated cluster of which somebody asks one thing after the other while things happen to its nodes. They are
/// worse than those that nobody may die of.
final class TroubledCluster {
    private final SplitMix random;
    private final SimCluster cluster;
    private final FaultInjector faults;
    private final List<Fault.Kind> kinds;

    /// @param kinds what happens to its nodes
    TroubledCluster(long seed, Plan shape, List<Fault.Kind> kinds, Invariant watching) {
        Plan plan = shape.of(seed, 1, 3, Plan.attached(1));
        this.random = new SplitMix(seed);
        this.cluster = new SimCluster(plan, new Conduct(), BoardMedium::new, false, Optional.empty());
        this.faults = new FaultInjector(cluster);
        this.kinds = List.copyOf(kinds);
        cluster.watch(watching);
    }

    /// What is drawn for it.
    SplitMix random() {
        return random;
    }

    SimCluster cluster() {
        return cluster;
    }

    ClusterState state() {
        return cluster.state().orElseThrow();
    }

    void boots() {
        cluster.hosts().forEach(SimHost::boot);
        pass(30_000);
    }

    NodeId anyNode() {
        return new NodeId(random.between(1, cluster.hosts().size()));
    }

    /// One of the things that happen to nodes.
    void trouble() {
        Fault.Kind kind = kinds.get(random.between(0, kinds.size() - 1));
        NodeId victim = anyNode();
        faults.begin(new Fault(
                cluster.timeline().now() / 1_000, random.between(500L, 9_000L), kind, victim, victim, 300, 0));
    }

    /// All that is broken is whole again, and has been for a while.
    void heals(long millis) {
        faults.heal();
        pass(millis);
    }

    void pass(long millis) {
        cluster.runUntil(cluster.timeline().now() + millis * 1_000);
    }
}
