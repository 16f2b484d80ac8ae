package orion.sim;

/// A host's monotonic clock: begins anywhere at each boot and runs a little too fast or too slow.
///
/// @param offsetMicros what it is ahead at the moment `sinceMicros`
/// @param sinceMicros  when it began to run as fast as it does
/// @param driftPpm     how many microseconds it gains in a second since then
record HostClock(long offsetMicros, long sinceMicros, long driftPpm) {
    /// A clock that showed `offsetMillis` when the run began.
    static HostClock showing(long offsetMillis, long driftPpm) {
        return new HostClock(offsetMillis * 1_000, 0, driftPpm);
    }

    /// The same clock, running at another rate from that moment on.
    HostClock running(long simMicros, long newDriftPpm) {
        return new HostClock(errorMicros(simMicros), simMicros, newDriftPpm);
    }

    /// The same clock, set so much ahead at that moment, or back.
    HostClock ahead(long simMicros, long leapMicros) {
        return new HostClock(errorMicros(simMicros) + leapMicros, simMicros, driftPpm);
    }

    /// What it is ahead of the time since the run began.
    long errorMicros(long simMicros) {
        return micros(simMicros) - simMicros;
    }

    private long micros(long simMicros) {
        return offsetMicros + simMicros + (simMicros - sinceMicros) * driftPpm / 1_000_000;
    }

    long millis(long simMicros) {
        return Math.floorDiv(micros(simMicros), 1_000L);
    }

    /// The first moment at which the clock shows at least that.
    long simMicros(long millis) {
        long ahead = millis * 1_000 - offsetMicros - sinceMicros;
        long guess = sinceMicros + ahead - ahead * driftPpm / (1_000_000 + driftPpm) - 2;
        while (millis(guess) < millis) {
            guess++;
        }
        return guess;
    }
}
