package orion.node.board;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/// How long something took, many times over, in a fixed amount of memory: eight buckets for each doubling, so a
/// percentile is at most an eighth too high. One thread records, any thread reads.
public final class LatencyHistogram {
    private static final int STEPS = 8;
    private static final int STEP_BITS = 3;
    private static final int DOUBLINGS = 40;
    /// The finest bucket is 1024 nanoseconds wide.
    private static final int UNIT_BITS = 10;

    private final AtomicLongArray counts = new AtomicLongArray(STEPS * DOUBLINGS);
    private final AtomicLong longest = new AtomicLong();

    /// A reading at one moment; all times in nanoseconds, 0 where nothing was recorded.
    public record Snapshot(long count, long p50Nanos, long p99Nanos, long maxNanos) {}

    /// Adds one duration.
    public void record(long nanos) {
        long value = Math.max(0, nanos);
        counts.incrementAndGet(bucket(value));
        longest.accumulateAndGet(value, Math::max);
    }

    /// What was recorded so far.
    public Snapshot snapshot() {
        long[] copy = new long[counts.length()];
        long count = 0;
        for (int index = 0; index < copy.length; index++) {
            copy[index] = counts.get(index);
            count += copy[index];
        }
        long max = longest.get();
        return new Snapshot(count, percentile(copy, count, 50, max), percentile(copy, count, 99, max), max);
    }

    private static long percentile(long[] counts, long count, int percent, long max) {
        long wanted = (count * percent + 99) / 100;
        long seen = 0;
        for (int index = 0; index < counts.length; index++) {
            seen += counts[index];
            if (seen >= wanted && seen > 0) {
                return Math.min(upperBound(index), max);
            }
        }
        return max;
    }

    private static int bucket(long nanos) {
        long units = nanos >>> UNIT_BITS;
        if (units < STEPS) {
            return (int) units;
        }
        int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(units);
        int step = (int) (units >>> (exponent - STEP_BITS)) & (STEPS - 1);
        return Math.min((exponent - STEP_BITS + 1) * STEPS + step, STEPS * DOUBLINGS - 1);
    }

    private static long upperBound(int bucket) {
        if (bucket < STEPS) {
            return (long) (bucket + 1) << UNIT_BITS;
        }
        int exponent = bucket / STEPS - 1;
        return (long) (STEPS + bucket % STEPS + 1) << exponent << UNIT_BITS;
    }
}
