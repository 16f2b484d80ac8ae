package orion.core.membership;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.NodeMap;
import orion.core.model.NodeSet;
import orion.core.model.RecentWorst;
import orion.core.model.Timing;
import orion.core.wire.Message.Heartbeat;

/// Who is heard, and for how long others have been silent. Accuses nobody: silence is only silence.
public final class HeartbeatMonitor {
    private static final long MEMORY_MILLIS = 600_000;

    /// The last heartbeat of a node's newest life.
    ///
    /// @param worstGapMillis the longest time of late between two heartbeats of it
    public record Heard(Member member, long at, Heartbeat heartbeat, long worstGapMillis) {}

    private final Timing timing;
    private final long startedAt;
    private final SortedMap<NodeId, Heard> heard = new NodeMap<>();
    private final SortedMap<NodeId, RecentWorst> gaps = new NodeMap<>();

    public HeartbeatMonitor(Timing timing, long now) {
        this.timing = timing;
        this.startedAt = now;
    }

    /// Notes a heartbeat; one of an earlier life than already heard is a late copy and is dropped.
    ///
    /// @return whether this is a life of that node not heard before
    public boolean received(long now, Member from, Heartbeat heartbeat) {
        Heard before = heard.get(from.node());
        if (before != null && before.member().incarnation() > from.incarnation()) {
            return false;
        }
        // Copies of one heartbeat come over several links and may overtake each other.
        if (before != null && before.member().equals(from) && before.heartbeat().asked() > heartbeat.asked()) {
            return false;
        }
        boolean newLife = before == null || !before.member().equals(from);
        if (newLife) {
            gaps.remove(from.node());
        }
        RecentWorst gap = gaps.computeIfAbsent(from.node(), _ -> new RecentWorst(MEMORY_MILLIS));
        gap.note(now, before == null || newLife ? 0 : now - before.at());
        heard.put(from.node(), new Heard(from, now, heartbeat, gap.value()));
        return newLife;
    }

    /// Whether a heartbeat comes in time and says nothing that the one before did not say.
    public boolean repeats(long now, Member from, Heartbeat heartbeat) {
        Heard before = heard.get(from.node());
        return before != null
                && before.member().equals(from)
                && !overdue(from, now)
                && heartbeat.repeats(before.heartbeat());
    }

    /// The newest life heard of a node, however long ago.
    public Optional<Heard> last(NodeId node) {
        return Optional.ofNullable(heard.get(node));
    }

    /// How long this life of a node has been silent; counted from this node's own start where it was never heard.
    public long silenceMillis(Member member, long now) {
        Heard entry = heard.get(member.node());
        long since = entry == null || !entry.member().equals(member) ? startedAt : entry.at();
        return now - since;
    }

    /// Whether a heartbeat of exactly this life arrived within the tolerance.
    public boolean hears(Member member, long now) {
        Heard entry = heard.get(member.node());
        return entry != null && entry.member().equals(member) && now - entry.at() <= timing.toleranceMillis();
    }

    /// Whether the next heartbeat of this life is overdue: nothing wrong yet, but worth a look at the board.
    public boolean overdue(Member member, long now) {
        return silenceMillis(member, now) > timing.overdueMillis();
    }

    /// Whom a node hears, as it said in its last heartbeat.
    SortedSet<NodeId> heardBy(NodeId listener) {
        Heard entry = heard.get(listener);
        return entry == null ? NodeSet.NONE : entry.heartbeat().hears();
    }

    /// When lives that were never heard are overdue.
    long overdueWhereNeverHeard() {
        return startedAt + timing.overdueMillis() + 1;
    }

    public SortedMap<NodeId, Heard> all() {
        return Collections.unmodifiableSortedMap(heard);
    }

    /// When the next node will be overdue, or will have been silent too long, if nothing more is heard.
    public long nextDeadline(long now) {
        long next = Long.MAX_VALUE;
        for (Heard entry : heard.values()) {
            long overdueAt = entry.at() + timing.overdueMillis() + 1;
            long silentAt = entry.at() + timing.toleranceMillis() + 1;
            next = overdueAt > now ? Math.min(next, overdueAt) : silentAt > now ? Math.min(next, silentAt) : next;
        }
        return next;
    }
}
