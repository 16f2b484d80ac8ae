package orion.sim;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import orion.core.resource.ClusterState;
import orion.core.resource.Phase;
import orion.core.resource.ResourceState;
import orion.core.resource.StateId;

/// A resource is ordered to load only by a state in which all those run that must run before (rule R8), and is stopped
/// for good, or for a node that leaves, only when those that come after it and are to be stopped too have stopped
/// (rule R11).
final class LoadedInOrder implements Invariant {
    private final SortedMap<StateId, ClusterState> made = new TreeMap<>();

    @Override
    public void note(Fact fact) {
        if (fact instanceof Fact.StateMade(var _, ClusterState state) && made.putIfAbsent(state.id(), state) == null) {
            StateId id = state.id();
            ClusterState before = made.get(new StateId(id.generation(), id.version() - 1));
            if (before != null) {
                state.resources().values().forEach(resource -> judge(before, state, resource));
            }
            made.headMap(new StateId(id.generation() - 1, 0)).clear();
        }
    }

    private static void judge(ClusterState before, ClusterState after, ResourceState now) {
        ResourceState then = before.resources().get(now.name());
        if (then != null && ends(after, then, now)) {
            after.resources().values().stream()
                    .filter(other -> comesAfter(after, other, now) && isStopping(after, other))
                    .findFirst()
                    .ifPresent(other -> {
                        throw new InvariantBroken(
                                LoadedInOrder.class,
                                now.name() + " is unloaded by state " + after.id() + ", but " + other.name()
                                        + ", which comes after it and is to be stopped too, is " + other.phase());
                    });
        }
        boolean ordered = now.phase() == Phase.LOADING && (then == null || then.action() != now.action());
        if (!ordered) {
            return;
        }
        Optional<String> missing = after.configuration().resource(now.name()).policy().placement().after().stream()
                .filter(other -> !runs(after, other))
                .findFirst();
        missing.ifPresent(other -> {
            throw new InvariantBroken(
                    LoadedInOrder.class,
                    now.name() + " is loaded by state " + after.id() + ", but " + other + ", which must run first, is "
                            + after.resource(other).phase());
        });
    }

    private static boolean ends(ClusterState after, ResourceState then, ResourceState now) {
        boolean unloads = then.phase() == Phase.RUNNING && now.phase() == Phase.UNLOADING;
        boolean failed = now.failures() > then.failures();
        boolean leaves =
                then.at().filter(at -> after.leaving().contains(at.node())).isPresent();
        return unloads && !failed && (leaves || !now.wantedOnline());
    }

    private static boolean comesAfter(ClusterState state, ResourceState later, ResourceState first) {
        return state.configuration()
                .resource(later.name())
                .policy()
                .placement()
                .after()
                .contains(first.name());
    }

    private static boolean isStopping(ClusterState state, ResourceState resource) {
        boolean must = !resource.wantedOnline()
                || resource.at()
                        .filter(at -> state.leaving().contains(at.node()))
                        .isPresent();
        boolean active = resource.phase() == Phase.RUNNING || resource.phase() == Phase.LOADING;
        return resource.phase() == Phase.UNLOADING || (active && must);
    }

    private static boolean runs(ClusterState state, String name) {
        ResourceState resource = state.resources().get(name);
        return resource != null && resource.phase() == Phase.RUNNING;
    }
}
