package orion.node.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import orion.core.configuration.PartDefinition;
import orion.node.ocf.OcfAgent;

/// Programs and systemd units as parts, with real processes.
final class ServiceTest {
    private static final Duration GENEROUS = Duration.ofMinutes(2);
    private static final String HOSTS = "orion.node.part.Workplace#hosts";

    private final Path folder;
    private final Workplace place;

    ServiceTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.place = new Workplace(folder);
    }

    /// A program counts as started a moment after it has begun, whatever it has come to by then.
    private void awaitFile(String name) {
        assertThat(Workplace.within(GENEROUS, () -> Files.exists(folder.resolve(name))))
                .as("%s is there", name)
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource(HOSTS)
    void aServiceRunsUntilItIsUnloadedAndLeavesNothing(HostAccess host) throws Exception {
        ResourceRunner runner = place.runner(host, Workplace.shell("sleep 1000 & sleep 1000"));

        ResourceOutcome loaded = runner.load();
        assertThat(loaded.ok()).as(loaded.reason()).isTrue();
        // The shell, and what it begins after it counts as started.
        assertThat(Workplace.within(GENEROUS, () -> place.marked().size() >= 3)).isTrue();
        assertThat(place.recordFiles()).isNotEmpty();
        assertThat(runner.check(Duration.ofMinutes(1)).ok()).isTrue();

        ResourceOutcome unloaded = runner.unload();
        assertThat(unloaded.ok()).as(unloaded.reason()).isTrue();
        assertThat(unloaded.stopped()).isTrue();
        assertThat(place.marked()).isEmpty();
        assertThat(place.recordFiles()).isEmpty();
        assertThat(place.ended).isEmpty();
    }

    @Test
    void aServiceDoesNotInheritTheProtectionOfTheDaemonAgainstAFullMemory() throws Exception {
        Path own = Path.of("/proc/self/oom_score_adj");
        String before = Files.readString(own).strip();
        ResourceRunner runner = place.runner(
                Workplace.WITHOUT_GROUPS,
                Workplace.shell("cat /proc/self/oom_score_adj > " + folder + "/new; mv " + folder + "/new " + folder
                        + "/score; exec sleep 1000"));
        // The daemon's own score is below 0, which needs root; above 0, which does not, shows the same.
        Files.writeString(own, "77");
        try {
            assertThat(runner.load().ok()).isTrue();
        } finally {
            Files.writeString(own, before);
        }
        awaitFile("score");
        assertThat(place.read("score")).isEqualTo("0");
        assertThat(runner.unload().stopped()).isTrue();
    }

    /// A program that is waited for until it answers, which it never does, or ends, however late it comes to that.
    private static PartDefinition silent(String text) {
        return new PartDefinition.Command(
                List.of("/bin/sh", "-c", text), List.of(), 1, Map.of(), Optional.of("127.0.0.1:1"));
    }

    @ParameterizedTest
    @MethodSource(HOSTS)
    void aServiceThatEndsAtOnceFailsWithItsExitAndItsLastWords(HostAccess host) throws Exception {
        ResourceOutcome outcome =
                place.runner(host, silent("echo no such database >&2; exit 3")).load();

        assertThat(outcome.ok()).isFalse();
        assertThat(outcome.reason()).isEqualTo("service /bin/sh ended at once with exit 3");
        assertThat(outcome.outputTail()).isEqualTo("no such database");
        assertThat(outcome.stopped()).isTrue();
    }

    @Test
    void aServiceThatGoesToTheBackgroundIsToldToStayInTheForeground() throws Exception {
        ResourceOutcome outcome = place.runner(Workplace.WITHOUT_GROUPS, silent("setsid sleep 1000 & exit 0"))
                .load();

        assertThat(outcome.reason()).contains("with exit 0").contains("foreground");
        assertThat(place.marked()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource(HOSTS)
    void theEndOfAServiceIsNoticedAtOnce(HostAccess host) throws Exception {
        ResourceRunner runner = place.runner(host, Workplace.shell("exec sleep 1000"));
        assertThat(runner.load().ok()).isTrue();

        place.marked().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));

        assertThat(place.ended.poll(120, TimeUnit.SECONDS)).contains("ended by itself by signal 9");
        assertThat(runner.check(Duration.ofMinutes(1)).reason()).contains("is not running");
        assertThat(runner.unload().stopped()).isTrue();
    }

    @Test
    void aServiceThatIgnoresTheSignalIsKilledAfterItsStopTimeOut() throws Exception {
        int stopSeconds = 5;
        ResourceRunner runner = place.runner(
                Workplace.WITHOUT_GROUPS,
                new PartDefinition.Command(
                        List.of(
                                "/bin/sh",
                                "-c",
                                "trap 'touch " + folder + "/asked' TERM; touch " + folder
                                        + "/deaf; while :; do sleep 0.1; done"),
                        List.of(),
                        stopSeconds,
                        Map.of(),
                        Optional.empty()));
        assertThat(runner.load().ok()).isTrue();
        awaitFile("deaf");

        ResourceOutcome unloaded = runner.unload();

        assertThat(unloaded.ok()).isTrue();
        assertThat(folder.resolve("asked")).exists();
        assertThat(unloaded.duration())
                .as("it is given its time")
                .isGreaterThanOrEqualTo(Duration.ofMillis(stopSeconds * 1_000 - 100));
        assertThat(place.marked()).isEmpty();
    }

    @Test
    void theStopCommandIsUsedWhenThereIsOne() throws Exception {
        String stop = place.script(
                "stop", "echo stopped by $ORION_RESOURCE > " + folder + "/said", "touch " + folder + "/stop-now");
        PartDefinition service = new PartDefinition.Command(
                List.of(
                        "/bin/sh",
                        "-c",
                        "trap '' TERM; touch " + folder + "/deaf; until [ -e " + folder
                                + "/stop-now ]; do sleep 0.02; done; touch " + folder + "/ended"),
                List.of(stop),
                120,
                Map.of(),
                Optional.empty());
        ResourceRunner runner = place.runner(Workplace.WITHOUT_GROUPS, 300, service);
        assertThat(runner.load().ok()).isTrue();
        awaitFile("deaf");

        ResourceOutcome unloaded = runner.unload();

        assertThat(unloaded.ok()).isTrue();
        assertThat(place.read("said")).isEqualTo("stopped by web");
        assertThat(folder.resolve("ended"))
                .as("it ended by itself and was not killed")
                .exists();
    }

    @Test
    void aServiceIsLoadedOnceItsPortAnswers() throws Exception {
        ResourceRunner runner;
        try (ServerSocket port = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            runner = place.runner(Workplace.WITHOUT_GROUPS, probed(port.getLocalPort()));
            assertThat(runner.load().ok()).isTrue();
            assertThat(runner.check(Duration.ofMinutes(1)).ok()).isTrue();
        }

        assertThat(runner.check(Duration.ofMinutes(1)).reason()).contains("does not answer at 127.0.0.1");
        assertThat(runner.unload().stopped()).isTrue();
    }

    @Test
    void aServiceWhosePortNeverAnswersTimesOut() throws Exception {
        int unused = 1;
        ResourceOutcome outcome =
                place.runner(Workplace.WITHOUT_GROUPS, 5, probed(unused)).load();

        assertThat(outcome.reason()).contains("timed out after 5 s: nothing answered at 127.0.0.1:" + unused);
        assertThat(outcome.stopped()).isTrue();
        assertThat(place.marked()).isEmpty();
    }

    private static PartDefinition probed(int port) {
        return new PartDefinition.Command(
                List.of("/bin/sleep", "1000"), List.of(), 1, Map.of("A", "b"), Optional.of("127.0.0.1:" + port));
    }

    @Test
    void aMissingOrUnexecutableProgramIsNamedTogetherWithTheCure() throws Exception {
        Path plain = Files.writeString(folder.resolve("plain"), "text");

        assertThat(place.runner(Workplace.WITHOUT_GROUPS, new PartDefinition.Command(List.of("/no/such/program")))
                        .load()
                        .reason())
                .contains("program /no/such/program does not exist on this host");
        assertThat(place.runner(Workplace.WITHOUT_GROUPS, new PartDefinition.Command(List.of(plain.toString())))
                        .load()
                        .reason())
                .contains("chmod +x " + plain);
        assertThat(place.runner(Workplace.WITHOUT_GROUPS, new PartDefinition.Command(List.of("no-such-program")))
                        .load()
                        .reason())
                .contains("was the program found?");
        assertThat(place.recordFiles()).isEmpty();
    }

    @Test
    void aUnitWithoutSystemdIsRefusedWithTheReason() throws Exception {
        HostAccess noSystemd = new HostAccess(
                List.of(), name -> Optional.empty(), true, folder.resolve("absent"), OcfAgent.USUAL_ROOT);

        ResourceOutcome outcome = place.runner(noSystemd, new PartDefinition.Unit("nginx.service"))
                .load();

        assertThat(outcome.reason()).contains("systemd does not run on this host");
        assertThat(outcome.stopped()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"is-enabled, enabled, systemctl disable --now nginx", "is-active, active, systemctl stop nginx"})
    void aUnitThatRunsWithoutTheClusterIsRefused(String question, String answer, String cure) throws Exception {
        String systemctl = place.script(
                "stand-in", "echo $2 >> " + folder + "/asked", "[ $2 = " + question + " ] && echo " + answer);
        HostAccess host =
                new HostAccess(List.of(systemctl), name -> Optional.empty(), true, folder, OcfAgent.USUAL_ROOT);

        ResourceOutcome outcome =
                place.runner(host, new PartDefinition.Unit("nginx.service")).load();

        assertThat(outcome.ok()).isFalse();
        assertThat(outcome.stopped()).isTrue();
        assertThat(outcome.reason())
                .contains("unit nginx.service was not started")
                .contains(cure);
        assertThat(place.read("asked")).doesNotContain("start").doesNotContain("stop");
        assertThat(place.recordFiles()).isEmpty();
    }

    @Test
    void aUnitIsStartedAskedAndStoppedThroughSystemd() throws Exception {
        Files.writeString(folder.resolve("state"), "inactive");
        String systemctl = place.script(
                "stand-in",
                "case $2 in",
                "start) echo active > " + folder + "/state ;;",
                "stop) echo inactive > " + folder + "/state ;;",
                "is-active) cat " + folder + "/state ;;",
                "is-enabled) echo disabled ;;",
                "esac");
        HostAccess host =
                new HostAccess(List.of(systemctl), name -> Optional.empty(), true, folder, OcfAgent.USUAL_ROOT);
        ResourceRunner runner = place.runner(host, new PartDefinition.Unit("nginx.service"));

        assertThat(runner.load().ok()).isTrue();
        assertThat(place.recordFiles()).hasSize(1);
        Files.writeString(folder.resolve("state"), "failed");
        assertThat(runner.check(Duration.ofMinutes(1)).reason()).contains("unit nginx.service is failed, not active");
        assertThat(runner.unload().ok()).isTrue();
        assertThat(place.read("state")).isEqualTo("inactive");
        assertThat(place.recordFiles()).isEmpty();
    }
}
