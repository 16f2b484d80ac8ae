package orion.sim;

/// The only source of chance in a run (SplitMix64): one seed decides everything, on every JVM.
final class SplitMix {
    private long state;

    SplitMix(long seed) {
        this.state = seed;
    }

    long next() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /// A whole number from `low` to `high`, both included.
    long between(long low, long high) {
        return low + Long.remainderUnsigned(next(), high - low + 1);
    }

    int between(int low, int high) {
        return (int) between((long) low, (long) high);
    }

    /// True in `thousandths` of 1,000 cases.
    boolean chance(int thousandths) {
        return between(0, 999) < thousandths;
    }

    /// A generator of its own: what it gives does not depend on how often this one is asked.
    SplitMix fork() {
        return new SplitMix(next());
    }
}
