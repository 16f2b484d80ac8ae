package orion.core.membership;

import java.util.SortedSet;
import orion.core.model.NodeId;
import orion.core.model.NodeSet;
import orion.core.model.Timing;

/// When the next heartbeat is sent: once an interval, and sooner when there is news in it, though never in a flood.
public final class HeartbeatRhythm {
    private final Timing timing;
    private long dueAt;
    private long lastAt = Long.MIN_VALUE / 2;
    private SortedSet<NodeId> lastHeard = NodeSet.NONE;

    public HeartbeatRhythm(Timing timing, long now) {
        this.timing = timing;
        this.dueAt = now;
    }

    /// There is news that others wait for.
    public void soon(long now) {
        dueAt = Math.min(dueAt, now);
    }

    /// Whether a heartbeat is to be sent now that says whom this node hears; if so, it counts as sent.
    public boolean due(long now, SortedSet<NodeId> hears) {
        if (!hears.equals(lastHeard)) {
            dueAt = Math.min(dueAt, lastAt + timing.urgentMillis());
        }
        if (now < dueAt) {
            return false;
        }
        lastHeard = hears;
        lastAt = now;
        dueAt = now + timing.heartbeatMillis();
        return true;
    }

    public long nextDeadline() {
        return dueAt;
    }
}
