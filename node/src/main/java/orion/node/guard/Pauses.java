package orion.node.guard;

/// How long to wait before something that failed is tried again: longer each time, up to a limit.
class Pauses {
    private final long firstMillis;
    private final long longestMillis;
    private long nextMillis;

    Pauses(long firstMillis, long longestMillis) {
        this.firstMillis = firstMillis;
        this.longestMillis = longestMillis;
        this.nextMillis = firstMillis;
    }

    /// The pause before the next attempt.
    long next() {
        long pause = nextMillis;
        nextMillis = Math.min(2 * pause, longestMillis);
        return pause;
    }

    /// What works for so long has not failed again.
    long longest() {
        return longestMillis;
    }

    /// It works; the next failure is a new one.
    void reset() {
        nextMillis = firstMillis;
    }
}
