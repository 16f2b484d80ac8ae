package orion.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import orion.lab.HolderWatch.Overlap;

/// Everything on a host stops for longer than the tolerance and then goes on, as after a pause of a virtual machine. No
/// software on the host can prevent that it goes on with what it was doing; only a watchdog outside can.
@OnHosts
final class FreezeTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Path REPORT = Lab.REPOSITORY.resolve("lab/target/exposure-without-watchdog.txt");

    @Test
    void withAWatchdogAFrozenHostNeverWritesAgain() {
        try (Stage stage = new Stage("freeze-watchdog", Profile.STEADY, true)) {
            stage.node(1).freeze();
            stage.awaitTakeOver(stage.node(1), LIMIT);

            Moments.await("node1 is off", LIMIT, () -> stage.node(1).state().startsWith("off"));
            Moments.letPass(Profile.STEADY.tolerance());
            stage.cluster().repair();
            stage.audit();
        }
    }

    @Test
    void withoutAWatchdogAThawedHostGivesUpWhatItHeldAndTheExposureIsMeasured() throws IOException {
        try (Stage stage = new Stage("freeze-bare", Profile.STEADY, false)) {
            long before = System.nanoTime();
            stage.node(1).freeze();
            Host successor = stage.awaitTakeOver(stage.node(1), LIMIT);
            Moments.letPass(Profile.STEADY.tolerance());
            long thawed = System.nanoTime();
            stage.node(1).thaw();
            Moments.await(
                    "node1 has given up what it held",
                    LIMIT,
                    () -> stage.holders()
                            .sightings()
                            .getLast()
                            .equals(new HolderWatch.Sighting(
                                    stage.holders().sightings().getLast().sinceNanos(),
                                    Set.of(successor.name()),
                                    Set.of(successor.name()))));

            Overlap stopped = stage.holders().overlap(before);
            Overlap running = stage.holders().overlap(thawed);
            long strays = stage.safe().strays().size();
            Files.createDirectories(REPORT.getParent());
            Files.writeString(REPORT, """
                    A host frozen for longer than the tolerance (%d ms), thawed, without a watchdog:
                    address on two hosts for %d ms, %d ms of them with both running
                    volume mounted on two hosts for %d ms, %d ms of them with both running
                    records written by the thawed host after the take-over: %d
                    """.formatted(
                            Profile.STEADY.toleranceMillis(),
                            stopped.address().toMillis(),
                            running.address().toMillis(),
                            stopped.mount().toMillis(),
                            running.mount().toMillis(),
                            strays));
            // That it gave up was its own doing: the host lives, and comes back as a member that holds nothing.
            assertThat(stage.node(1).state()).isEqualTo("on");
            stage.cluster().repair();
            assertThat(stage.holders().mountedOn()).containsExactly(successor.name());
        }
    }
}
