package orion.cli;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Waits for something the cluster does: looks again and again, shows people what it sees, and gives up in
/// time.
final class Patience {
    private static final long PAUSE_MILLIS = 100;

    private final Screen screen;
    private final int seconds;

    Patience(Screen screen, int seconds) {
        this.screen = screen;
        this.seconds = seconds;
    }

    /// One look at what is waited for.
    interface Look {
        /// The final sentence when it is over; empty while it is not.
        ///
        /// @throws CommandFailure when it can no longer come true
        Optional<String> at(Progress progress) throws CommandFailure;
    }

    /// Takes the words for what was seen last.
    interface Progress {
        /// What is seen now, for example "web: Loading on node2".
        void seen(String words);
    }

    /// Waits.
    ///
    /// @return the final sentence
    /// @throws CommandFailure with [ExitCode#WAITED_IN_VAIN] when time is up
    String until(Look look) throws CommandFailure {
        long begin = System.nanoTime();
        String[] last = {""};
        while (true) {
            try {
                Optional<String> outcome = look.at(words -> last[0] = words);
                if (outcome.isPresent()) {
                    return outcome.get();
                }
                long waited = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
                if (waited >= seconds) {
                    throw new CommandFailure(
                            ExitCode.WAITED_IN_VAIN,
                            "after %d s it is not done yet and goes on; last seen: %s".formatted(seconds, last[0]));
                }
                screen.progress(last[0] + " (" + waited + " s)");
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new CommandFailure("waiting was interrupted; what was asked goes on", stop);
            } finally {
                screen.clearProgress();
            }
        }
    }
}
