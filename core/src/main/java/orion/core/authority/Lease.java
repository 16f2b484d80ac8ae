package orion.core.authority;

/// The right to hold resources, until a moment on this node's own clock. Only ever grows; every renewal is
/// counted from when it was *begun*, so that time spent waiting for disk or network is never time held too
/// long (rule L1).
final class Lease {
    private final long lengthMillis;
    private long until = Long.MIN_VALUE;

    Lease(long lengthMillis) {
        this.lengthMillis = lengthMillis;
    }

    /// Renews it.
    ///
    /// @return whether it lasts longer now
    boolean renew(long begunAt) {
        long renewed = begunAt + lengthMillis;
        if (renewed <= until) {
            return false;
        }
        until = renewed;
        return true;
    }

    boolean everHeld() {
        return until != Long.MIN_VALUE;
    }

    boolean valid(long now) {
        return now < until;
    }

    long until() {
        return until;
    }
}
