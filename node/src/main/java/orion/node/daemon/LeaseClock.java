package orion.node.daemon;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import orion.node.os.BootClock;

/// The daemon's clock and, by it, how long this node may hold resources. Shared by all threads: whoever acts
/// outside the protocol compares the two **right before** it acts, because any thread may have been paused
/// since the order was given.
final class LeaseClock {
    private final BootClock clock = new BootClock();
    private final AtomicLong until = new AtomicLong(Long.MIN_VALUE);
    private volatile LongConsumer endListener = end -> {};

    /// Milliseconds that never go back and go on while the host sleeps.
    synchronized long now() {
        return clock.nanos() / 1_000_000;
    }

    /// Has the end of every lease from now on told to somebody who must know it after this daemon's death.
    void tellEachEnd(LongConsumer listener) {
        endListener = listener;
    }

    void renew(long untilMillis) {
        until.set(untilMillis);
        endListener.accept(untilMillis);
    }

    /// No lease covers this node any more.
    void end() {
        until.set(Long.MIN_VALUE);
    }

    boolean valid() {
        return now() < until.get();
    }

    /// Whether a lease ran out without anybody having ended it: the protocol should have noticed.
    boolean ranOut() {
        long end = until.get();
        return end != Long.MIN_VALUE && now() >= end;
    }

    /// How much of the lease is left; 0 when nothing is.
    long leftMillis() {
        long end = until.get();
        return end == Long.MIN_VALUE ? 0 : Math.max(0, end - now());
    }
}
