package orion.node.daemon;

import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Notices that somebody set the clock on the wall. The protocol counts by another one and does not care; whoever reads
/// the times of events has to know.
final class WallClock {
    /// Daemons that keep the time right do it in smaller steps, or none.
    private static final long WORTH_TELLING_MILLIS = 1_000;

    /// Two readings that are further apart cannot be compared: somebody stopped the thread between them.
    private static final long SAME_MOMENT_MILLIS = 100;

    private final LongSupplier wall;
    private final LongSupplier steady;
    private long ahead;

    /// @param wall   milliseconds that the clock on the wall shows
    /// @param steady milliseconds of a clock that nobody sets
    WallClock(LongSupplier wall, LongSupplier steady) {
        this.wall = wall;
        this.steady = steady;
        this.ahead = wall.getAsLong() - steady.getAsLong();
    }

    /// A sentence where the clock was set since the last look, or so slowly by so much.
    Optional<String> look() {
        long before = steady.getAsLong();
        long step = wall.getAsLong() - before - ahead;
        boolean together = steady.getAsLong() - before < SAME_MOMENT_MILLIS;
        if (!together || Math.abs(step) < WORTH_TELLING_MILLIS) {
            return Optional.empty();
        }
        ahead += step;
        return Optional.of(String.format(
                Locale.ROOT,
                "the clock of this host was set %s by %.1f s: times told before and after do not compare; the cluster does"
                        + " not depend on it, but the validity of tokens and certificates does",
                step > 0 ? "forward" : "back",
                Math.abs(step) / 1_000.0));
    }
}
