package orion.sim;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import orion.core.model.Generation;
import orion.core.model.Levels;
import orion.core.model.Member;

/// Each generation is decided once: whoever publishes, announces or knows a number means the same members; no life that
/// was cast out is ever let in again; and the level of the protocol never falls, nor rises beyond what a member speaks.
final class OneGenerationChain implements Invariant {
    private final SortedMap<Long, Generation> chain = new TreeMap<>();
    private final SortedMap<Member, Levels> spoken = new TreeMap<>();

    @Override
    public void note(Fact fact) {
        if (fact instanceof Fact.LifeBegan(Member member, Levels levels)) {
            spoken.put(member, levels);
        }
        if (!(fact instanceof Fact.GenerationSeen(String where, Generation generation))) {
            return;
        }
        Generation before = chain.putIfAbsent(generation.number(), generation);
        if (before != null && !before.equals(generation)) {
            throw new InvariantBroken(
                    OneGenerationChain.class, where + " says " + generation + ", but decided was " + before);
        }
        if (before == null) {
            understood(generation);
            follows(chain.get(generation.number() - 1), generation);
            follows(generation, chain.get(generation.number() + 1));
        }
    }

    private void understood(Generation generation) {
        for (Member member : generation.fullMembers()) {
            Levels levels = spoken.get(member);
            if (levels != null && !levels.contain(generation.level())) {
                throw new InvariantBroken(
                        OneGenerationChain.class,
                        member + " speaks " + levels + " and is in a generation of level " + generation.level());
            }
        }
    }

    private static void follows(@Nullable Generation first, @Nullable Generation second) {
        if (first == null || second == null) {
            return;
        }
        if (second.level() < first.level()) {
            throw new InvariantBroken(
                    OneGenerationChain.class,
                    "the level falls from " + first.level() + " to " + second.level() + " in " + second);
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
