package orion.sim;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.model.Generation;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;

/// Nothing is changed in a generation that has a member which is not configured: whoever was removed while it was
/// let in is cast out first, and nobody that was let in is removed (rule M5).
final class OnlyConfiguredAct implements Invariant {
    private final SortedMap<Long, Generation> generations = new TreeMap<>();

    @Override
    public void note(Fact fact) {
        if (fact instanceof Fact.GenerationSeen(String _, Generation generation)) {
            generations.put(generation.number(), generation);
        }
        if (fact instanceof Fact.StateMade(var member, ClusterState state)
                && state.id().version() > 0) {
            Generation generation = generations.get(state.id().generation());
            SortedSet<NodeId> strangers = new TreeSet<>(generation == null ? new TreeSet<>() : generation.members());
            strangers.removeAll(state.configuration().nodes().keySet());
            if (!strangers.isEmpty()) {
                throw new InvariantBroken(
                        OnlyConfiguredAct.class,
                        member + " makes state " + state.id() + " where " + strangers
                                + " is a member and not configured");
            }
        }
    }
}
