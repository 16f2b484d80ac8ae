package orion.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The daemon of a host dies while the host lives: nothing may go on unmanaged, and nobody else may suffer.
@OnHosts
final class DaemonDeathTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String KILL_GUARD = "kill -9 $(pgrep -f '[o]rion-guard')";

    @Test
    void aKilledDaemonOfTheMasterDoesNotTouchTheServiceElsewhere() {
        try (Stage stage = new Stage("daemon-master", Profile.STEADY, false)) {
            assertThat(stage.cluster().view(stage.node(1)).orElseThrow().master())
                    .isEqualTo("node3");
            long before = System.nanoTime();
            stage.node(3).signal(Cluster.DAEMON, "KILL");
            Moments.await(
                    "node2 is master",
                    LIMIT,
                    () -> stage.cluster()
                            .view(stage.node(1))
                            .filter(view -> view.master().equals("node2"))
                            .isPresent());

            stage.cluster().repair();
            assertThat(stage.answers().interruptionSince(before)).isEmpty();
            stage.audit();
        }
    }

    @Test
    void theServiceOfAKilledDaemonEndsWithItAndComesBackElsewhere() {
        try (Stage stage = new Stage("daemon-serving", Profile.STEADY, false)) {
            stage.node(1).signal(Cluster.DAEMON, "KILL");
            Moments.await(
                    "the guard has unmounted the volume",
                    LIMIT,
                    () -> !stage.holders().mountedOn().contains("node1"));
            stage.awaitTakeOver(stage.node(1), LIMIT);

            stage.cluster().repair();
            stage.audit();
        }
    }

    /// Rule E2: without anybody waiting for silence or lease; how soon at the default times, the benchmark tells.
    @Test
    void theGuardSpeaksForADeadDaemonSoThatNobodyWaits() {
        try (Stage stage = new Stage("daemon-last-words", Profile.PATIENT, false)) {
            stage.node(1).signal(Cluster.DAEMON, "KILL");
            stage.awaitTakeOver(stage.node(1), LIMIT);

            assertThat(stage.survivorsEvents())
                    .contains("node1 says on the board that it has stopped")
                    .doesNotContain("node1 has been silent");
            stage.cluster().repair();
            stage.audit();
        }
    }

    @Test
    void aHostWhoseGuardHasStoppedEverythingIsNotResetByTheWatchdogOfItsDeadDaemon() {
        try (Stage stage = new Stage("daemon-watchdog", Profile.PATIENT, true)) {
            Path log = stage.lab().hostFile("node1", "watchdog.log");
            stage.node(1).signal(Cluster.DAEMON, "KILL");
            Moments.await(
                    "the guard has disarmed the watchdog",
                    LIMIT,
                    () -> text(log).contains("disarmed"));
            Moments.await(
                    "node1 is seen without the volume",
                    LIMIT,
                    () -> !stage.holders().mountedOn().contains("node1"));
            stage.awaitTakeOver(stage.node(1), LIMIT);
            Moments.letPass(Profile.PATIENT.tolerance());

            assertThat(stage.node(1).state()).isEqualTo("on");
            assertThat(text(log)).doesNotContain("cuts");
            stage.cluster().repair();
            stage.audit();
        }
    }

    @Test
    void aHostWhoseGuardIsHeldUpIsResetByTheWatchdogOfItsDeadDaemon() {
        try (Stage stage = new Stage("guard-held-up", Profile.STEADY, true, Service.WITH_STUBBORN_SCRIPT)) {
            stage.node(1).run("touch", "/run/slow");
            stage.node(1).signal(Cluster.DAEMON, "KILL");
            stage.awaitTakeOver(stage.node(1), LIMIT);

            assertThat(text(stage.lab().hostFile("node1", "watchdog.log")))
                    .contains("cuts the power of node1")
                    .doesNotContain("disarmed");
            stage.cluster().repair();
            stage.audit();
        }
    }

    @Test
    void aNewViewHasTheAddressesAnnouncedAgain() {
        try (Stage stage = new Stage("announce-view", Profile.STEADY, false)) {
            Path heard = stage.lab().shared("announcements.node2.log");
            stage.node(2)
                    .start(
                            "announcements",
                            Lab.REPOSITORY
                                    .resolve("lab/src/test/resources/announcements")
                                    .toString(),
                            Service.address());
            Moments.await("the listener listens", LIMIT, () -> text(heard).contains("listening"));
            // Those of the load come once a second, and end.
            String before;
            do {
                before = text(heard);
                Moments.letPass(Duration.ofSeconds(4));
            } while (!text(heard).equals(before));
            int silence = before.length();

            stage.node(3).signal(Cluster.DAEMON, "KILL");

            Moments.await(
                    "node1 announces the address", LIMIT, () -> text(heard).length() > silence);
            assertThat(stage.holders().mountedOn()).containsExactly("node1");
            stage.cluster().repair();
            stage.audit();
        }
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    @Test
    void aDaemonThatFindsTheLeftoversOfItsPredecessorStopsThemBeforeItJoins() {
        // Neither guard nor watchdog keeps the lease here, only a daemon that is back before its end: it has time.
        try (Stage stage = new Stage("daemon-leftovers", Profile.PATIENT, false)) {
            // Without its guard the service stays, and nobody manages it.
            stage.node(1).run("bash", "-c", KILL_GUARD + "; kill -9 $(</run/" + Cluster.DAEMON + ".pid)");
            assertThat(stage.holders().mountedOn()).containsExactly("node1");
            stage.cluster().start(stage.node(1));
            Moments.await(
                    "the leftovers are gone from node1",
                    LIMIT,
                    () -> !stage.holders().mountedOn().contains("node1"));

            stage.cluster().awaitMembers(stage.lab().nodes(), LIMIT);
            stage.cluster().awaitRunning(stage.node(2), Service.RESOURCE, LIMIT);
            Moments.await(
                    "the service answers", LIMIT, () -> stage.answers().now().isPresent());
            stage.audit();
        }
    }
}
