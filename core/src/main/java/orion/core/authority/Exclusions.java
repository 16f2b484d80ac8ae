package orion.core.authority;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.NodeMap;
import orion.core.splitbrain.WhiteBoard;

/// Proves that members excluded from the present generation are gone, so that what they held may be started
/// elsewhere.
///
/// Proof is one of:
/// - its own words: a later life wrote on the board or was heard, for nobody hears of a life before everything an
///   earlier one held is stopped (rule A2); or it wrote its last words (rule T1);
/// - a fencing device or a person confirmed that it has no power (rule T2);
/// - its lease has run out: counted from when its present tick was first seen, as found by a board reading
///   that **began after** the exclusion was known (rule T3), *and* from the last grant this node gave it.
///   Where this node was not in the generation that granted, it counts from when it learned of the exclusion,
///   because whoever published it had stopped granting by then (rule T4).
final class Exclusions {
    private static final class Pending {
        private final long grantsEndAt;
        private OptionalLong ticksEndAt = OptionalLong.empty();

        private Pending(long grantsEndAt) {
            this.grantsEndAt = grantsEndAt;
        }
    }

    private final long waitMillis;
    private final SortedMap<Member, Pending> pending = new TreeMap<>();
    private final SortedSet<Member> powerOff = new TreeSet<>();
    private final SortedMap<NodeId, Long> heardLives = new NodeMap<>();

    Exclusions(long waitMillis) {
        this.waitMillis = waitMillis;
    }

    /// A new generation is known.
    ///
    /// @param before       the generation known until now
    /// @param wasMember    whether this node was a member of it, and so granted or refused every renewal in it
    /// @param noGrantsFrom since when no member of `before` can have got all grants, where that is known; otherwise
    ///                     now
    void learn(Generation before, Generation next, boolean wasMember, Grants grants, long noGrantsFrom) {
        SortedSet<Member> condemned = next.condemned();
        powerOff.removeIf(member -> !next.has(member) && !condemned.contains(member));
        pending.keySet().removeIf(member -> !condemned.contains(member));
        for (Member member : condemned) {
            if (!pending.containsKey(member) && !powerOff.contains(member) && !laterLifeHeard(member)) {
                OptionalLong lastGiven = grants.lastGivenTo(member);
                boolean ownGrantNeeded = wasMember && before.has(member);
                long base = !ownGrantNeeded ? noGrantsFrom : lastGiven.orElse(Long.MIN_VALUE / 2);
                pending.put(member, new Pending(base + waitMillis));
            }
        }
    }

    /// A board reading that began after the present generation was known.
    void onReading(long now, WhiteBoard board) {
        for (Map.Entry<Member, Pending> entry : pending.entrySet()) {
            if (entry.getValue().ticksEndAt.isEmpty()) {
                long tickSeenAt = board.blockOf(entry.getKey())
                        .map(WhiteBoard.Seen::tickSeenAt)
                        .orElse(now);
                entry.getValue().ticksEndAt = OptionalLong.of(tickSeenAt + waitMillis);
            }
        }
        forgetGone(board);
    }

    /// Something an authenticated life of a node said has arrived, however late: that life had begun.
    void heard(Member life) {
        heardLives.merge(life.node(), life.incarnation(), Math::max);
        pending.keySet().removeIf(this::laterLifeHeard);
    }

    private boolean laterLifeHeard(Member member) {
        Long heard = heardLives.get(member.node());
        return heard != null && heard > member.incarnation();
    }

    void powerOffConfirmed(Member member) {
        powerOff.add(member);
        pending.remove(member);
    }

    SortedSet<Member> powerOff() {
        return Collections.unmodifiableSortedSet(powerOff);
    }

    private void forgetGone(WhiteBoard board) {
        Iterator<Member> members = pending.keySet().iterator();
        while (members.hasNext()) {
            if (board.saysGone(members.next())) {
                members.remove();
            }
        }
    }

    /// Whether this excluded member is proven gone at this time.
    boolean gone(Member member, long now) {
        Pending proof = pending.get(member);
        if (proof == null) {
            return true;
        }
        return proof.ticksEndAt.isPresent() && now >= proof.ticksEndAt.getAsLong() && now >= proof.grantsEndAt;
    }

    /// Those not yet proven gone.
    SortedSet<Member> unproven(long now) {
        if (pending.isEmpty()) {
            return Collections.emptySortedSet();
        }
        SortedSet<Member> rest = new TreeSet<>();
        for (Member member : pending.keySet()) {
            if (!gone(member, now)) {
                rest.add(member);
            }
        }
        return rest;
    }

    /// When time alone will next prove somebody gone; far away where a board reading must come first.
    long nextDeadline(long now) {
        long next = Long.MAX_VALUE;
        for (Pending proof : pending.values()) {
            if (proof.ticksEndAt.isPresent()) {
                long at = Math.max(proof.ticksEndAt.getAsLong(), proof.grantsEndAt);
                next = at > now ? Math.min(next, at) : next;
            }
        }
        return next;
    }
}
