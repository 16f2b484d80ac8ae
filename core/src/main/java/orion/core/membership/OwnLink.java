package orion.core.membership;

import orion.core.model.Timing;

/// Whether this node's own network links have a carrier, and when it says so to others. What it says makes them go on
/// without it (rule E1), so a link that flaps is only believed to be down when it stays so for a moment; that it is up
/// again is said at once.
public final class OwnLink {
    private final long holdOffMillis;
    private boolean carrier = true;
    private long downSince;

    public OwnLink(Timing timing) {
        this.holdOffMillis = timing.linkHoldOffMillis();
    }

    /// The kernel says that at least one link has a carrier, or that none has.
    public void changed(long now, boolean up) {
        if (carrier && !up) {
            downSince = now;
        }
        carrier = up;
    }

    /// Whether at least one link has a carrier now.
    public boolean hasCarrier() {
        return carrier;
    }

    /// What this node says of it to others.
    public boolean saidUp(long now) {
        return carrier || now - downSince < holdOffMillis;
    }

    /// When what this node says changes by itself.
    public long nextDeadline(long now) {
        return !carrier && saidUp(now) ? downSince + holdOffMillis : Long.MAX_VALUE;
    }
}
