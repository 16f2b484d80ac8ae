package orion.core.resource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import orion.core.configuration.NodeDefinition;
import orion.core.configuration.PlacementPolicy;
import orion.core.model.NodeId;

/// The agreed state while a judgement goes through its resources: what was judged already counts for those that come
/// after. It is changed in place, and knows how much each node has, so that a thousand resources need no thousand
/// copies.
final class Draft {
    private final ClusterState base;
    private final SortedMap<String, ResourceState> resources;
    /// The members of each exclusion group, by its name.
    private final SortedMap<String, List<String>> groups = new TreeMap<>();
    /// Those that come after a resource, by its name.
    private final SortedMap<String, List<String>> later = new TreeMap<>();
    /// How much the resources of each node need, by the number of the node.
    private final SortedMap<String, long[]> needed = new TreeMap<>();
    private final int[] countAt = new int[NodeId.LARGEST + 1];
    private boolean changed;

    Draft(ClusterState base) {
        this.base = base;
        this.resources = new TreeMap<>(base.resources());
        resources.values().forEach(resource -> count(resource, 1));
        for (String name : resources.keySet()) {
            placement(name)
                    .after()
                    .forEach(other ->
                            later.computeIfAbsent(other, _ -> new ArrayList<>()).add(name));
            placement(name)
                    .apart()
                    .forEach(group -> groups.computeIfAbsent(group, _ -> new ArrayList<>())
                            .add(name));
        }
    }

    private PlacementPolicy placement(String name) {
        return base.configuration().resource(name).policy().placement();
    }

    private void count(ResourceState resource, int difference) {
        resource.at().ifPresent(at -> {
            countAt[at.node().number()] += difference;
            placement(resource.name())
                    .needs()
                    .each()
                    .forEach((what, amount) -> needed.computeIfAbsent(what, _ -> new long[NodeId.LARGEST + 1])[
                                    at.node().number()] +=
                            (long) difference * amount);
        });
    }

    /// What does not change meanwhile: everything but its resources.
    ClusterState base() {
        return base;
    }

    /// The names of all, in the order in which they are judged: by priority, then by name.
    List<String> names() {
        return resources.keySet().stream()
                .sorted(Comparator.comparingInt(
                        (String name) -> -placement(name).priority()))
                .toList();
    }

    /// The first of the resources that must run before this one is loaded, and do not (rule R8).
    Optional<String> awaited(String name) {
        return placement(name).after().stream()
                .filter(other -> resource(other).phase() != Phase.RUNNING)
                .findFirst();
    }

    /// One that comes after this one and is being stopped, or about to be: it is gone before this one is stopped for
    /// good or for a node that leaves (rule R11). What is to run on elsewhere is not waited for.
    Optional<String> stopsFirst(String name) {
        return later.getOrDefault(name, List.of()).stream()
                .filter(other -> isStopping(resource(other)))
                .findFirst();
    }

    private boolean isStopping(ResourceState resource) {
        boolean must = !resource.wantedOnline()
                || resource.at()
                        .filter(at -> base.leaving().contains(at.node()))
                        .isPresent();
        return switch (resource.phase()) {
            case LOADING, RUNNING, STOPPED -> must;
            case UNLOADING -> true;
            case OFFLINE, QUORUM_WAIT, UNASSIGNED, ALERT, COMATOSE -> false;
        };
    }

    /// The same, or because of another one that is on its way there: who has a place does not give it up for one that
    /// is about to be taken.
    Optional<Ground> claimant(String name, NodeId node) {
        Optional<Ground> coming = placement(name).apart().stream()
                .flatMap(group -> groups.getOrDefault(group, List.of()).stream()
                        .filter(other -> !other.equals(name))
                        .filter(other -> resource(other).wantedOnline()
                                && resource(other).at().isPresent())
                        .filter(other -> resource(other).moveTo().equals(Optional.of(node)))
                        .<Ground>map(other -> new Ground.Apart(other, group)))
                .findFirst();
        return neighbour(name, node).or(() -> coming);
    }

    /// What keeps a resource from a node because of another one that is there, in whatever phase.
    Optional<Ground> neighbour(String name, NodeId node) {
        for (String group : placement(name).apart()) {
            for (String other : groups.getOrDefault(group, List.of())) {
                boolean there = resource(other)
                        .at()
                        .filter(at -> at.node().equals(node))
                        .isPresent();
                if (there && !other.equals(name)) {
                    return Optional.of(new Ground.Apart(other, group));
                }
            }
        }
        return Optional.empty();
    }

    /// Whether a resource that is not there yet finds too little room (rule R12): of what a node is not said to have
    /// there is enough.
    Optional<Ground> noRoom(String name, NodeId node) {
        SortedMap<String, Integer> needs = placement(name).needs().each();
        NodeDefinition definition = base.configuration().nodes().get(node);
        if (needs.isEmpty() || definition == null) {
            return Optional.empty();
        }
        for (Map.Entry<String, Integer> need : needs.entrySet()) {
            Integer capacity = definition.capacity().each().get(need.getKey());
            long free = capacity == null ? Long.MAX_VALUE : capacity - neededAt(node, need.getKey());
            if (need.getValue() > free) {
                return Optional.of(new Ground.NoRoom(need.getKey(), need.getValue(), Math.max(0, free)));
            }
        }
        return Optional.empty();
    }

    /// How much the resources of a node need of something, together.
    long neededAt(NodeId node, String what) {
        long[] each = needed.get(what);
        return each == null ? 0 : each[node.number()];
    }

    /// As it is by now.
    ResourceState resource(String name) {
        return Objects.requireNonNull(resources.get(name));
    }

    void put(ResourceState next) {
        ResourceState before = resource(next.name());
        if (!next.equals(before)) {
            count(before, -1);
            count(next, 1);
            resources.put(next.name(), next);
            changed = true;
        }
    }

    /// How many resources a node has, in whatever phase.
    int countAt(NodeId node) {
        return countAt[node.number()];
    }

    /// The state with everything that was put; the one it began with, where nothing has changed.
    ClusterState state() {
        return changed ? base.withResources(resources) : base;
    }
}
