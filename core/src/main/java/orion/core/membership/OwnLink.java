package orion.core.membership;

import orion.core.model.Timing;

/// Whether this node's own network links have a carrier, and when it says so to others. What it says makes them go on
/// without it (rule E1), so a link that flaps is only believed to be down when it stays so for a moment; that it is up
/// again is said at once.
///
/// It also knows how far this node may believe others who say that theirs is down: when a switch restarts, the links of
/// all go down together and come back one after the other, and the first to be back must not give up the rest.
public final class OwnLink {
    private final Timing timing;
    private boolean carrier = true;
    private long downSince;
    private long upSince = Long.MIN_VALUE / 2;

    public OwnLink(Timing timing) {
        this.timing = timing;
    }

    /// The kernel says that at least one link has a carrier, or that none has.
    public void changed(long now, boolean up) {
        if (carrier && !up) {
            downSince = now;
        } else if (!carrier && up) {
            upSince = now;
        }
        carrier = up;
    }

    /// Whether this node may believe another that says that it has no link: not while its own is down, nor for a
    /// tolerance after that. Whoever has really lost its link is silent for as long by then.
    public boolean mayJudgeOthers(long now) {
        return carrier && now >= judgesOthersFrom();
    }

    /// When it may again, if its own link stays as it is.
    long judgesOthersFrom() {
        return upSince + timing.toleranceMillis();
    }

    /// What this node says of it to others.
    public boolean saidUp(long now) {
        return carrier || now - downSince < timing.linkHoldOffMillis();
    }

    /// When what this node says changes by itself.
    public long nextDeadline(long now) {
        return !carrier && saidUp(now) ? downSince + timing.linkHoldOffMillis() : Long.MAX_VALUE;
    }
}
