package orion.node.daemon;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.core.model.Timing;
import orion.node.witness.server.RunningWitness;

/// A daemon waits for a witness that hangs as long as its lease allows, and not for as long as others may.
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HungWitnessTest {
    @Test
    void aDaemonWithAShortLeaseWaitsForHalfOfIt(@TempDir Path folder) throws Exception {
        AtomicBoolean hang = new AtomicBoolean();
        CountDownLatch end = new CountDownLatch(1);
        try (RunningWitness witness = RunningWitness.start(folder.resolve("witness"));
                RunningDaemon daemon = RunningDaemon.startOn(folder, List.of(witness.disk()), new Timing(500, 5_000))) {
            daemon.awaitMember();
            hang.set(true);
            witness.stop();
            witness.startAgain(() -> {
                if (hang.get()) {
                    awaitQuietly(end);
                }
            });
            Eventually.is("it gave up in time", () -> told(daemon, "it did not answer within 2 s"));
            end.countDown();
        }
    }

    private static boolean told(RunningDaemon daemon, String words) throws Exception {
        return daemon.events().stream().anyMatch(event -> event.contains(words));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
