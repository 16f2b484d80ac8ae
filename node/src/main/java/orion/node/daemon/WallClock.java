package orion.node.daemon;

import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Notices that somebody set the clock on the wall. The protocol counts by another one and does not care; whoever reads
/// the times of events has to know.
final class WallClock {
    /// Daemons that keep the time right do it in smaller steps, or none.
    private static final long WORTH_TELLING_MILLIS = 1_000;

    private final LongSupplier millis;
    private long ahead;

    /// @param millis   what the clock on the wall shows
    /// @param steadily what the clock shows that nobody sets
    WallClock(LongSupplier millis, long steadily) {
        this.millis = millis;
        this.ahead = millis.getAsLong() - steadily;
    }

    /// A sentence where the clock was set since the last look, or so slowly by so much.
    ///
    /// @param steadily what the clock shows that nobody sets
    Optional<String> look(long steadily) {
        long step = millis.getAsLong() - steadily - ahead;
        if (Math.abs(step) < WORTH_TELLING_MILLIS) {
            return Optional.empty();
        }
        ahead += step;
        return Optional.of(String.format(
                Locale.ROOT,
                "the clock of this host was set %s by %.1f s: times told before and after do not compare; nothing else"
                        + " depends on it",
                step > 0 ? "forward" : "back",
                Math.abs(step) / 1_000.0));
    }
}
