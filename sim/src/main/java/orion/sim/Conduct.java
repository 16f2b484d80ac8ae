package orion.sim;

import orion.core.model.Member;

/// How a host keeps the rules that lie outside the core. The honest one keeps all of them; tests break one at a time
/// and expect an invariant to notice.
class Conduct {
    /// The incarnation of a new life: higher than every earlier one.
    long incarnation(long highestEver) {
        return highestEver + 1;
    }

    /// Whether what an earlier life left is stopped before a new one begins (rule A2).
    boolean stopsLeftovers() {
        return true;
    }

    /// Whether the order to stop everything is carried out.
    boolean stopsWhenTold() {
        return true;
    }

    /// Whether the clock is compared with the lease before something is loaded.
    boolean checksLease() {
        return true;
    }

    /// What the clock gains or loses in a second.
    long driftPpm(long honest) {
        return honest;
    }

    /// The incarnation that stands in messages and on the board.
    Member introduces(Member self) {
        return self;
    }

    /// When the watchdog is to be fed for the last time, as the daemon understands its lease.
    long feedUntilMillis(long leaseUntil, long watchdogMillis) {
        return leaseUntil - watchdogMillis;
    }
}
