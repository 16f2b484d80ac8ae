package orion.core.wire;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.configuration.Amounts;
import orion.core.configuration.FailoverLimit;
import orion.core.configuration.MonitoringPolicy;
import orion.core.configuration.PlacementPolicy;
import orion.core.configuration.ResourcePolicy;
import orion.core.configuration.ResourcePolicy.Mode;

/// How the manager may treat a resource, drawn.
record GeneratedPolicy(Generated from) {
    ResourcePolicy policy() {
        boolean followsMaster = from.flag();
        return new ResourcePolicy(
                from.flag() ? Mode.AUTO : Mode.MANUAL,
                from.flag() ? Mode.AUTO : Mode.MANUAL,
                List.of(Mode.values()).get(from.below(3)),
                from.below(86_401),
                from.flag(),
                followsMaster,
                monitoring(),
                from.flag()
                        ? FailoverLimit.USUAL
                        : new FailoverLimit(from.below(1_001), 1 + from.below(86_400), from.below(1_001)),
                placement(followsMaster ? 0 : PlacementPolicy.MOST_GROUPS));
    }

    private MonitoringPolicy monitoring() {
        return from.flag()
                ? MonitoringPolicy.USUAL
                : new MonitoringPolicy(
                        1 + from.below(86_400),
                        1 + from.below(86_400),
                        1 + from.below(100),
                        from.below(1_001),
                        1 + from.below(86_400),
                        List.of(MonitoringPolicy.Action.values()).get(from.below(3)));
    }

    private PlacementPolicy placement(int mostGroups) {
        return new PlacementPolicy(
                List.copyOf(new TreeSet<>(from.list(0, mostGroups, from::name))),
                from.below(PlacementPolicy.HIGHEST_PRIORITY + 1),
                List.copyOf(new TreeSet<>(from.list(0, PlacementPolicy.MOST_BEFORE, from::name))),
                amounts());
    }

    Amounts amounts() {
        SortedMap<String, Integer> each = new TreeMap<>();
        from.list(0, Amounts.MOST, from::name).forEach(name -> each.put(name, from.below(Amounts.LARGEST)));
        return new Amounts(each);
    }
}
