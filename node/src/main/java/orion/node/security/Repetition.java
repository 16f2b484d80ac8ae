package orion.node.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/// Tells of connections that were no use at most once a minute, with the number of those not told: whoever scans ports
/// must not push everything else out of the journal.
public final class UselessConnections {
    static final Duration PAUSE = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Consumer<String> journal;
    private Instant quietUntil = Instant.MIN;
    private long untold;

    public UselessConnections(InstantSource clock, Consumer<String> journal) {
        this.clock = clock;
        this.journal = journal;
    }

    /// Whether the next one would only be counted.
    synchronized boolean isQuiet() {
        return clock.instant().isBefore(quietUntil);
    }

    /// Tells this, or counts it.
    public synchronized void note(String sentence) {
        Instant now = clock.instant();
        if (now.isBefore(quietUntil)) {
            untold++;
            return;
        }
        journal.accept(untold == 0 ? sentence : sentence + " (and " + untold + " more since the last one told)");
        untold = 0;
        quietUntil = now.plus(PAUSE);
    }
}
