package orion.core.model;

/// The largest of the values noted of late: it counts until it is older than the memory or a larger one comes.
public final class RecentWorst {
    private final long memoryMillis;
    private long worst;
    private long at = Long.MIN_VALUE / 2;

    public RecentWorst(long memoryMillis) {
        this.memoryMillis = memoryMillis;
    }

    /// Notes a value.
    ///
    /// @return whether it is the worst now
    public boolean note(long now, long value) {
        if (value < worst && now - at <= memoryMillis) {
            return false;
        }
        worst = value;
        at = now;
        return true;
    }

    public long value() {
        return worst;
    }
}
