package orion.node.trouble;

/// How long to wait before something that failed is tried again: longer each time, up to a limit.
public class Pauses {
    private final long firstMillis;
    private final long longestMillis;
    private long nextMillis;

    public Pauses(long firstMillis, long longestMillis) {
        this.firstMillis = firstMillis;
        this.longestMillis = longestMillis;
        this.nextMillis = firstMillis;
    }

    /// The pause before the next attempt.
    public long next() {
        long pause = nextMillis;
        nextMillis = Math.min(2 * pause, longestMillis);
        return pause;
    }

    /// What works for so long has not failed again.
    public long longest() {
        return longestMillis;
    }

    /// It works; the next failure is a new one.
    public void reset() {
        nextMillis = firstMillis;
    }
}
