package orion.supervisor.agent;

import java.time.Duration;
import java.util.SplittableRandom;

/// Pauses that double up to a limit and differ a little from agent to agent, so that not all come at the same moment.
public final class BackOff {
    private static final int JITTER_PERCENT = 20;

    private final Duration first;
    private final Duration longest;
    private final SplittableRandom random;

    /// @param seed of the differences
    public BackOff(Duration first, Duration longest, long seed) {
        this.first = first;
        this.longest = longest;
        this.random = new SplittableRandom(seed);
    }

    /// The pause after so many that were doubled.
    public long pauseMillis(int doublings) {
        long pause = longest.toMillis();
        if (doublings < Long.SIZE - 2 && first.toMillis() <= pause >> doublings) {
            pause = first.toMillis() << doublings;
        }
        return pause + pause * random.nextInt(-JITTER_PERCENT, JITTER_PERCENT + 1) / 100;
    }
}
