package orion.lab;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waiting for what happens on the hosts, which tell nobody when it does.
final class Moments {
    private static final long PAUSE_NANOS = 50_000_000;

    private Moments() {}

    /// Returns as soon as the condition holds.
    ///
    /// @param what words that follow "waited in vain until"
    /// @throws AssertionError when that takes longer than the limit
    static void await(String what, Duration limit, BooleanSupplier condition) {
        await(what, limit, condition, () -> "");
    }

    /// As the other, with more to say when it was in vain.
    static void await(String what, Duration limit, BooleanSupplier condition, Supplier<String> background) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "waited in vain for %d s until %s. %s".formatted(limit.toSeconds(), what, background.get()));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /// Lets the world go on for so long, where a fault must last or nothing may happen.
    static void letPass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
