package orion.node.part;

import java.time.Duration;

/// How loading, unloading or checking a part ended.
///
/// @param ok whether it succeeded
/// @param timedOut whether it took too long, so that it may be well
/// @param reason one sentence, also when it succeeded
/// @param outputTail the last lines of what the programs wrote, may be empty
/// @param duration how long it took
public record PartOutcome(boolean ok, boolean timedOut, String reason, String outputTail, Duration duration) {
    /// One thing that a part can be asked to do.
    @FunctionalInterface
    interface Action {
        /// Does it.
        ///
        /// @return a sentence about the success
        String run() throws PartFailure, InterruptedException;
    }

    /// Does it, and measures it.
    static PartOutcome of(Action action) throws InterruptedException {
        long start = System.nanoTime();
        try {
            String sentence = action.run();
            return new PartOutcome(true, false, sentence, "", Duration.ofNanos(System.nanoTime() - start));
        } catch (PartFailure failure) {
            return new PartOutcome(
                    false,
                    failure.timedOut(),
                    failure.sentence(),
                    failure.outputTail(),
                    Duration.ofNanos(System.nanoTime() - start));
        }
    }
}
