package orion.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A host ends by force where it must, and lives on where its node stops in order.
@OnHosts
final class FenceTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @Test
    void aHostThatCannotStopEverythingRebootsBeforeItsSuccessorBegins() {
        try (Stage stage = new Stage("reboot", Profile.STEADY, false, Service.WITH_STUBBORN_SCRIPT, "reboot")) {
            stage.node(1).run("touch", "/run/stubborn");
            stage.node(1).unplug();
            stage.awaitTakeOver(stage.node(1), LIMIT);

            assertThat(stage.node(1).state()).startsWith("off");
            stage.cluster().repair();
            stage.audit();
        }
    }

    @Test
    void aHostWhoseDaemonDiesRebootsWhenItsLeaseEndsAndAnUnloadScriptStillRuns() {
        try (Stage stage = new Stage("slow-unload", Profile.STEADY, false, Service.WITH_STUBBORN_SCRIPT, "reboot")) {
            stage.node(1).run("touch", "/run/slow");
            stage.node(1).signal(Cluster.DAEMON, "KILL");
            stage.awaitTakeOver(stage.node(1), LIMIT);

            assertThat(stage.node(1).state()).startsWith("off");
            stage.cluster().repair();
            stage.audit();
        }
    }

    @Test
    void aNodeThatLeavesOrIsStoppedInOrderDoesNotLoseItsPower() throws IOException {
        try (Stage stage = new Stage("watchdog-stop", Profile.STEADY, true)) {
            Host leaver = stage.node(1);
            stage.cluster().must(leaver, "leave");
            Host successor = stage.awaitTakeOver(leaver, LIMIT);
            stop(leaver);
            stop(successor);
            stage.awaitTakeOver(successor, LIMIT);
            outlastTheWatchdog();

            for (Host stopped : new Host[] {leaver, successor}) {
                assertThat(stopped.state()).isEqualTo("on");
                assertThat(Files.readString(stage.lab().hostFile(stopped.name(), "watchdog.log")))
                        .contains("armed", "disarmed")
                        .doesNotContain("cuts");
            }
            stage.cluster().repair();
            stage.audit();
        }
    }

    private static void stop(Host host) {
        outlastTheWatchdog();
        assertThat(host.state()).isEqualTo("on");
        host.signal(Cluster.DAEMON, "TERM");
        Moments.await("the daemon of " + host.name() + " has ended", LIMIT, () -> !host.lives(Cluster.DAEMON));
    }

    private static void outlastTheWatchdog() {
        Moments.letPass(Profile.STEADY.tolerance());
    }
}
