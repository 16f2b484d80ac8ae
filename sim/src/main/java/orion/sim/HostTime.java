package orion.sim;

/// The clock of a host, how it runs, and what becomes of all that is due by it when it does not run on.
final class HostTime {
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final SimHost host;
    private final SplitMix random;
    private final Watchdog watchdog;
    private final HostSleep sleep;
    private final ClockRecord record;
    private HostClock clock;
    private long wokeUnaware = NEVER;

    HostTime(SimHost host, SplitMix random, Watchdog watchdog, HostSleep sleep) {
        this.host = host;
        this.random = random;
        this.watchdog = watchdog;
        this.sleep = sleep;
        this.clock = drawn();
        this.record = new ClockRecord(now(), clock);
    }

    private long now() {
        return host.cluster().timeline().now();
    }

    private HostClock drawn() {
        long drift = random.between(-3_000L, 3_000L);
        return HostClock.showing(
                random.between(0L, 1_000_000_000L), host.cluster().conduct().driftPpm(drift));
    }

    HostClock clock() {
        return clock;
    }

    private void set(HostClock next, boolean anew) {
        clock = next;
        record.changed(now(), next, anew);
    }

    /// The host is switched on.
    void boots() {
        set(drawn(), true);
    }

    /// From now on the clock gains so many microseconds in a second.
    void runs(long driftPpm) {
        set(clock.running(now(), host.cluster().conduct().driftPpm(driftPpm)), false);
        changed(0);
    }

    /// The clock is suddenly ahead by so much.
    void leaps(long millis) {
        if (host.powered()) {
            set(clock.ahead(now(), millis * 1_000), false);
            changed(millis);
        }
    }

    private void changed(long leaptMillis) {
        watchdog.clockLeapt(leaptMillis);
        sleep.clockChanged();
        Daemon life = host.daemon();
        if (life != null) {
            life.clockChanged();
        }
    }

    /// What it shows, to the microsecond.
    long shows() {
        return now() + clock.errorMicros(now());
    }

    /// The clock has stood still while the host slept.
    ///
    /// @param shown what it showed when that began
    void stood(long shown) {
        set(clock.ahead(now(), shown - shows()), true);
        wokeUnaware = now();
    }

    /// How much the clock gained on time, at most, between two moments since this one, in microseconds.
    long gained(long since) {
        return record.gained(since, now());
    }

    /// How much it lost.
    long lost(long since) {
        return record.lost(since, now());
    }

    /// When the host last woke up with nothing to tell it that it had slept.
    long wokeUnaware() {
        return wokeUnaware;
    }
}
