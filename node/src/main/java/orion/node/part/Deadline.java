package orion.node.part;

import java.time.Duration;

/// A moment by which something must be done, and the time that was allowed for it, which messages name. Measured by the
/// monotonic clock: a changed wall clock neither shortens nor lengthens it.
///
/// @param nanos the moment, in the time of `System.nanoTime`
/// @param allowed the time given at the start
record Deadline(long nanos, Duration allowed) {
    static Deadline in(Duration allowed) {
        return new Deadline(System.nanoTime() + allowed.toNanos(), allowed);
    }

    boolean hasPassed() {
        return remainingMillis() == 0;
    }

    /// Milliseconds left, never negative; a started millisecond counts.
    long remainingMillis() {
        long left = nanos - System.nanoTime();
        return left <= 0 ? 0 : (left + 999_999) / 1_000_000;
    }

    /// The earlier of this moment and that in so much time.
    Deadline atMost(Duration limit) {
        Deadline other = in(limit);
        return other.nanos - nanos < 0 ? other : this;
    }

    /// "600 s", or milliseconds where seconds would say nothing.
    String allowedText() {
        return allowed.toMillis() % 1000 == 0 ? allowed.toSeconds() + " s" : allowed.toMillis() + " ms";
    }
}
