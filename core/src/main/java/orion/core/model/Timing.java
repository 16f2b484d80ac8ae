package orion.core.model;

/// The two time constants an administrator sets, and everything derived from them. All values are milliseconds
/// of a clock that never goes back and counts while the host sleeps.
///
/// The inequality (printed in the manual, checked here): with heartbeat `h` and tolerance `T`
///
/// - lease `L = T - 2h`: how long a renewal lets a node hold resources, counted from the *start* of the renewal;
/// - take-over wait `L + L/12`: what others wait after a tick they saw change, before they believe the lease
///   has run out and what it covered has stopped. Of that, `L/16` is the time a node may take to stop
///   everything (rule T5), and the rest, 2 % of `L`, covers clocks that run at different speeds;
/// - watchdog `W <= L - 2h`: the watchdog is fed only while at least `W` of the lease is left, so that a host
///   that stops at any moment is reset before its lease ends.
///
/// A crashed node's last tick is seen at most `h` after it was written, and silence is believed after `T`; so the
/// take-over wait has normally run out by then, and asking the board costs milliseconds.
public record Timing(long heartbeatMillis, long toleranceMillis) {
    /// The original's values: one heartbeat a second, silence believed after eight.
    public static final Timing STANDARD = new Timing(1_000, 8_000);
    /// For good networks and disks.
    public static final Timing FAST = new Timing(200, 1_500);

    private static final long LONGEST_PATIENCE_MILLIS = 3_000;

    public Timing {
        if (heartbeatMillis < 50 || heartbeatMillis > 60_000) {
            throw new IllegalArgumentException(
                    "heartbeat of " + heartbeatMillis + " ms is not between 50 ms and 60 s; the default is 1000 ms");
        }
        if (toleranceMillis < 6 * heartbeatMillis || toleranceMillis > 600_000) {
            throw new IllegalArgumentException("tolerance of " + toleranceMillis + " ms does not fit a heartbeat of "
                    + heartbeatMillis + " ms: it must be at least 6 heartbeats (" + 6 * heartbeatMillis
                    + " ms) and at most 600 s, or a lease could not outlive two late renewals");
        }
    }

    /// How long one renewal lasts, from its start.
    public long leaseMillis() {
        return toleranceMillis - 2 * heartbeatMillis;
    }

    /// How long others wait before they count a lease as run out.
    public long takeOverWaitMillis() {
        return leaseMillis() + leaseMillis() / 12 + 1;
    }

    /// How long a node whose lease ran out may take to stop everything it holds; after that it is fenced (rule
    /// T5).
    public long stopLimitMillis() {
        return leaseMillis() / 16;
    }

    /// The longest watchdog time-out that resets a stopped host before its lease ends.
    public long longestWatchdogMillis() {
        return leaseMillis() - 2 * heartbeatMillis;
    }

    /// How long to wait for a disk that is served over a network, for each question: no longer than half a lease, so
    /// that one question which is never answered leaves time for another connection before the lease is over.
    public long servedDiskPatienceMillis() {
        return Math.min(LONGEST_PATIENCE_MILLIS, leaseMillis() / 2);
    }

    /// How long a link may be down before its node says so: a flap is not worth a failover (rule E1).
    public long linkHoldOffMillis() {
        return heartbeatMillis;
    }

    /// How long a heartbeat may be overdue before the board is looked at for the reason.
    public long overdueMillis() {
        return heartbeatMillis + heartbeatMillis / 8;
    }

    /// How often the board is written and read while there is something on it that others may need soon.
    public long briskMillis() {
        return heartbeatMillis / 4;
    }

    /// How often the board is read, or a message repeated, while somebody waits for the outcome.
    public long urgentMillis() {
        return Math.max(10, heartbeatMillis / 20);
    }

    /// How long a question to a peer may stay unanswered before it is repeated.
    public long repeatMillis() {
        return Math.max(20, heartbeatMillis / 5);
    }

    /// The earliest of some moments that are still to come; far away where there is none.
    public static long earliestAfter(long now, long... moments) {
        long earliest = Long.MAX_VALUE;
        for (long moment : moments) {
            earliest = moment > now ? Math.min(earliest, moment) : earliest;
        }
        return earliest;
    }
}
