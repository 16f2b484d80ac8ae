package orion.core.membership;

import orion.core.model.NodeSet;
import orion.core.model.Timing;

/// Measures how late this node's own loop runs. A node that did not run for a while has not heard what others
/// said meanwhile; it distrusts itself first and accuses nobody until their heartbeats had the time to arrive
/// (rule S1): neither by proposing, nor by telling them whom it hears.
public final class SelfDoubt {
    private static final long MEMORY_MILLIS = 60_000;
    private final Timing timing;
    private long doubtUntil = Long.MIN_VALUE;
    private long worstMillis;
    private long worstAt;
    private NodeSet lastTold = NodeSet.NONE;

    public SelfDoubt(Timing timing) {
        this.timing = timing;
    }

    /// A step that should have begun at `due` begins now.
    ///
    /// @return whether this was a pause worth telling about
    public boolean stepBegins(long now, long due) {
        long late = Math.max(0, now - due);
        if (late >= worstMillis || now - worstAt > MEMORY_MILLIS) {
            worstMillis = late;
            worstAt = now;
        }
        if (late <= timing.heartbeatMillis() / 2) {
            return false;
        }
        doubtUntil = now + 2 * timing.heartbeatMillis();
        return true;
    }

    /// Whether this node may accuse others of being silent.
    public boolean trustsItself(long now) {
        return now >= doubtUntil;
    }

    /// Whom to tell others that this node hears. One that was late goes on telling of those it heard before: their
    /// heartbeats may wait to be read.
    ///
    /// @param hearing those heard within the tolerance
    public NodeSet tells(long now, NodeSet hearing) {
        lastTold = trustsItself(now) ? hearing : NodeSet.ofBits(hearing.bits() | lastTold.bits());
        return lastTold;
    }

    public int worstLatenessMillis() {
        return (int) Math.min(worstMillis, Integer.MAX_VALUE);
    }

    public long nextDeadline() {
        return doubtUntil;
    }
}
