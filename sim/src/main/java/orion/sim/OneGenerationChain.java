package orion.sim;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import orion.core.model.Generation;
import orion.core.model.Member;

/// Each generation is decided once: whoever publishes, announces or knows a number means the same members;
/// and no life that was cast out is ever let in again.
final class OneGenerationChain implements Invariant {
    private final SortedMap<Long, Generation> chain = new TreeMap<>();

    @Override
    public void note(Fact fact) {
        if (!(fact instanceof Fact.GenerationSeen(String where, Generation generation))) {
            return;
        }
        Generation before = chain.putIfAbsent(generation.number(), generation);
        if (before != null && !before.equals(generation)) {
            throw new InvariantBroken(
                    OneGenerationChain.class, where + " says " + generation + ", but decided was " + before);
        }
        if (before == null) {
            follows(chain.get(generation.number() - 1), generation);
            follows(generation, chain.get(generation.number() + 1));
        }
    }

    private static void follows(@Nullable Generation first, @Nullable Generation second) {
        if (first == null || second == null) {
            return;
        }
        for (Member member : second.fullMembers()) {
            if (!first.has(member) && first.everHad(member)) {
                throw new InvariantBroken(
                        OneGenerationChain.class,
                        member + " is in " + second + " again, though " + first + " cast it out");
            }
        }
    }
}
