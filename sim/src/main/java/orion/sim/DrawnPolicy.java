package orion.sim;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import orion.core.configuration.Amounts;
import orion.core.configuration.FailoverLimit;
import orion.core.configuration.MonitoringPolicy;
import orion.core.configuration.PlacementPolicy;
import orion.core.configuration.ResourcePolicy;
import orion.core.configuration.ResourcePolicy.Mode;
import orion.core.model.NodeId;

/// Draws how the manager treats a resource of a run.
final class DrawnPolicy {
    /// So short that a cluster is at home again in the time it has to become whole.
    private static final int LONGEST_FAILBACK_SECONDS = 10;

    /// The exclusion group, where there is one.
    private static final String GROUP = "g";

    private DrawnPolicy() {}

    /// Some of what is usual becomes something else.
    ///
    /// @param number of the resource
    static ResourcePolicy of(long seed, int number, ResourcePolicy usual) {
        SplitMix random = new SplitMix(seed * 71 + number);
        ResourcePolicy policy = usual.withStart(random.chance(150) ? Mode.MANUAL : Mode.AUTO)
                .withFailover(random.chance(150) ? Mode.MANUAL : Mode.AUTO);
        Mode failback = random.chance(350) ? Mode.AUTO : random.chance(300) ? Mode.MANUAL : Mode.DISABLE;
        policy = policy.with(monitoring(seed, number)).with(limit(seed, number));
        return policy.withFailback(failback, random.between(0, LONGEST_FAILBACK_SECONDS))
                .with(placement(seed, number));
    }

    /// In some clusters the room is counted, and some nodes have little of it.
    static Amounts capacity(long seed, NodeId node) {
        boolean counted = new SplitMix(seed * 113).chance(400);
        return counted ? units(new SplitMix(seed * 127 + node.number()).between(0, 2)) : Amounts.NONE;
    }

    private static Amounts units(int amount) {
        return new Amounts(new TreeMap<>(Map.of("units", amount)));
    }

    private static MonitoringPolicy monitoring(long seed, int number) {
        SplitMix random = new SplitMix(seed * 107 + number);
        MonitoringPolicy.Action action = random.chance(300)
                ? MonitoringPolicy.Action.MIGRATE
                : random.chance(150) ? MonitoringPolicy.Action.REBOOT : MonitoringPolicy.Action.COMATOSE;
        return MonitoringPolicy.USUAL.answering(random.between(0, 3), random.between(3, 30), action);
    }

    private static FailoverLimit limit(long seed, int number) {
        SplitMix random = new SplitMix(seed * 109 + number);
        return random.chance(300)
                ? new FailoverLimit(random.between(0, 2), random.between(5, 30), random.between(0, 2))
                : FailoverLimit.USUAL;
    }

    /// The second and the third may be kept apart: they have no list of nodes, so that there is always room for both.
    private static PlacementPolicy placement(long seed, int number) {
        boolean groups = new SplitMix(seed * 89 + 2).chance(400);
        PlacementPolicy placement = PlacementPolicy.USUAL.withPriority(new SplitMix(seed * 101 + number).between(0, 3));
        placement = number == 3 && new SplitMix(seed * 103 + 4).chance(300)
                ? placement.comingAfter(List.of("r1"))
                : placement;
        // The first one is at home in the end, whether there is room or not.
        placement = number == 1 ? placement : placement.needing(units(1));
        return groups && (number == 2 || number == 3) ? placement.apartIn(List.of(GROUP)) : placement;
    }
}
