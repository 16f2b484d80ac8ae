package orion.sim;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;

/// Whoever acts in the generation of one number acts among the same members and under the same master, and is one of
/// them.
final class ViewsAgree implements Invariant {
    private record View(Generation generation, Optional<NodeId> master) {}

    private final SortedMap<Long, View> views = new TreeMap<>();

    @Override
    public void note(Fact fact) {
        if (!(fact instanceof Fact.ViewHeld(Member member, Generation generation, Optional<NodeId> master))) {
            return;
        }
        if (!generation.has(member)) {
            throw new InvariantBroken(ViewsAgree.class, member + " acts in " + generation + " without being in it");
        }
        View mine = new View(generation, master);
        View first = views.putIfAbsent(generation.number(), mine);
        if (first != null && !first.equals(mine)) {
            throw new InvariantBroken(ViewsAgree.class, member + " acts in " + mine + ", somebody else in " + first);
        }
    }
}
