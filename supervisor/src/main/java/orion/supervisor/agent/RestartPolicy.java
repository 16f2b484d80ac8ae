package orion.supervisor.agent;

import java.time.Duration;

/// When an agent that keeps dying is started again: the first time at once, then after longer and longer
/// pauses that differ from agent to agent, until it is given up. Whoever has run long enough begins anew. It
/// has no clock.
public final class RestartPolicy {
    /// What to do about a death.
    public sealed interface Decision {
        /// Start it again.
        ///
        /// @param pauseMillis after this pause
        /// @param attempt     which attempt in a row that is, from 1
        record Restart(long pauseMillis, int attempt) implements Decision {}

        /// Leave it to a person.
        ///
        /// @param attempts how many were in vain
        record GiveUp(int attempts) implements Decision {}
    }

    /// The numbers of a policy.
    ///
    /// @param firstPause   between the first attempt and the second one; doubled from then on
    /// @param longestPause the pause grows no further
    /// @param mostAttempts in a row
    /// @param stable       how long it must run until its failures are forgotten
    public record Limits(Duration firstPause, Duration longestPause, int mostAttempts, Duration stable) {}

    private final Limits limits;
    private final BackOff backOff;
    private int attempts;
    private long lastAttemptMillis;
    /// Before the newest attempt.
    private int attemptsBefore;
    private long lastAttemptBeforeMillis;

    /// @param seed of the jitter; another one for each agent, so that not all start at the same moment
    public RestartPolicy(Limits limits, long seed) {
        this.limits = limits;
        this.backOff = new BackOff(limits.firstPause(), limits.longestPause(), seed);
    }

    /// The agent was found dead, or could not be started.
    public Decision died(long nowMillis) {
        if (attempts > 0 && nowMillis - lastAttemptMillis >= limits.stable().toMillis()) {
            attempts = 0;
        }
        if (attempts >= limits.mostAttempts()) {
            return new Decision.GiveUp(attempts);
        }
        long pause = attempts == 0 ? 0 : backOff.pauseMillis(attempts - 1);
        attemptsBefore = attempts;
        lastAttemptBeforeMillis = lastAttemptMillis;
        attempts++;
        lastAttemptMillis = nowMillis + pause;
        return new Decision.Restart(pause, attempts);
    }

    /// What the newest decision allowed was not done, so it counts for nothing.
    public void takeBack() {
        attempts = attemptsBefore;
        lastAttemptMillis = lastAttemptBeforeMillis;
    }

    /// A person, or another program, has started it: what was before is forgotten.
    public void forget() {
        attempts = 0;
        attemptsBefore = 0;
    }
}
