package orion.node.daemon;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what must come, generously: a test that fails here would have waited for ever.
final class Eventually {
    private static final long LIMIT_NANOS = 180_000_000_000L;
    private static final long PAUSE_NANOS = 5_000_000;

    private Eventually() {}

    /// Returns as soon as it is so.
    static void is(String what, Callable<Boolean> wanted) throws Exception {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (!wanted.call()) {
            pause(what, end);
        }
    }

    /// As [#is], for what throws nothing.
    static void settles(String what, BooleanSupplier wanted) {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (!wanted.getAsBoolean()) {
            pause(what, end);
        }
    }

    private static void pause(String what, long end) {
        if (System.nanoTime() - end > 0) {
            throw new AssertionError("it did not come true: " + what);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
    }
}
