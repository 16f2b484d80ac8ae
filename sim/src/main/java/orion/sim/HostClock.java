package orion.sim;

/// A host's monotonic clock: begins anywhere at each boot and runs a little too fast or too slow.
///
/// @param offsetMillis what it showed when the run began
/// @param driftPpm     how many microseconds it gains in a second
record HostClock(long offsetMillis, long driftPpm) {
    long millis(long simMicros) {
        return Math.floorDiv(offsetMillis * 1_000 + simMicros + simMicros * driftPpm / 1_000_000, 1_000L);
    }

    /// The first moment at which the clock shows at least that.
    long simMicros(long millis) {
        long target = (millis - offsetMillis) * 1_000;
        long guess = target - target * driftPpm / (1_000_000 + driftPpm) - 2;
        while (millis(guess) < millis) {
            guess++;
        }
        return guess;
    }
}
