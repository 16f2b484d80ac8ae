package orion.node.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Feeds one decoder. What it reads is kept as a further seed, so that later inputs get deeper.
final class Fuzzer {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int MOST_VALID = 256;
    private static final int LONGEST_SHOWN = 6_000;

    private final Target target;
    private final long seed;
    private final Mutations mutations;
    private final List<byte[]> valid;
    private long inputs;
    private long read;
    private long mostAllocated;

    Fuzzer(Target target, long seed) {
        this.target = target;
        this.seed = seed;
        this.mutations = new Mutations(seed);
        this.valid = new ArrayList<>(target.seeds());
    }

    /// Each seed must be read, or nothing behind the first bytes would ever be tried.
    void tryTheSeeds() {
        for (byte[] input : target.seeds()) {
            if (!survives(input)) {
                throw failure(input, "a seed was refused", null);
            }
        }
    }

    void run(long count) {
        for (long i = 0; i < count; i++) {
            byte[] input = mutations.next(valid, target.longest());
            inputs++;
            if (survives(input)) {
                read++;
                keep(input);
            }
        }
    }

    private void keep(byte[] input) {
        if (valid.size() < MOST_VALID) {
            valid.add(input);
        } else {
            valid.set(
                    target.seeds().size()
                            + mutations.below(MOST_VALID - target.seeds().size()),
                    input);
        }
    }

    /// Whether it was read; otherwise it was refused.
    private boolean survives(byte[] input) {
        long limit = target.limit().of(input);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        boolean isRead = isRead(input);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (allocated > limit) {
            // The first time that a path is taken, the JVM links it: that is no work of the decoder.
            before = THREADS.getCurrentThreadAllocatedBytes();
            isRead(input);
            allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        if (allocated > limit) {
            throw failure(input, "it allocated " + allocated + " bytes; allowed are " + limit, null);
        }
        mostAllocated = Math.max(mostAllocated, allocated);
        return isRead;
    }

    private boolean isRead(byte[] input) {
        byte[] given = input.clone();
        Optional<byte[]> again;
        try {
            again = target.decoder().again(given);
        } catch (Throwable wrong) {
            throw failure(input, "it threw " + wrong, wrong);
        }
        if (again.isPresent() && !Arrays.equals(again.get(), input)) {
            throw failure(input, "what was read is written otherwise: " + shown(again.get()), null);
        }
        return again.isPresent();
    }

    private AssertionError failure(byte[] input, String what, @org.jspecify.annotations.Nullable Throwable cause) {
        return new AssertionError(
                "%s, input %d of seed %d: %s%nthe input, of %d bytes: %s"
                        .formatted(target, inputs, seed, what, input.length, shown(input)),
                cause);
    }

    private static String shown(byte[] bytes) {
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, Math.min(bytes.length, LONGEST_SHOWN)));
    }

    long inputs() {
        return inputs;
    }

    /// One line for people.
    String told() {
        return "%-40s %,12d inputs %,11d read %,10d bytes allocated at most"
                .formatted(target, inputs, read, mostAllocated);
    }
}
