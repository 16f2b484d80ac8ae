package orion.sim;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import orion.core.resource.ClusterState;
import orion.core.resource.Phase;
import orion.core.resource.ResourceState;
import orion.core.resource.StateId;

/// A resource is ordered to load only by a state in which all those run that must run before (rule R8).
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

    private static boolean runs(ClusterState state, String name) {
        ResourceState resource = state.resources().get(name);
        return resource != null && resource.phase() == Phase.RUNNING;
    }
}
