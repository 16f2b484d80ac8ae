package orion.node.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/// Tells what repeats itself at most once a minute, with the number of times it was not told: whoever scans
/// ports must not push everything else out of the journal.
public final class Repetition {
    static final Duration PAUSE = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Consumer<String> journal;
    private Optional<Instant> told = Optional.empty();
    private long untold;

    public Repetition(InstantSource clock, Consumer<String> journal) {
        this.clock = clock;
        this.journal = journal;
    }

    /// Whether the next one would only be counted. A clock that was set back ends the minute, too.
    synchronized boolean isQuiet() {
        Instant now = clock.instant();
        return told.filter(then -> !now.isBefore(then) && now.isBefore(then.plus(PAUSE)))
                .isPresent();
    }

    /// Tells this, or counts it.
    public synchronized void note(String sentence) {
        if (isQuiet()) {
            untold++;
            return;
        }
        journal.accept(untold == 0 ? sentence : sentence + " (and " + untold + " more since the last one told)");
        untold = 0;
        told = Optional.of(clock.instant());
    }
}
