package orion.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/// A node on a machine of its own, with real watchdogs, a real reboot and disks that hang: what a namespace
/// cannot have. The only node of its cluster, it lives by the board alone.
///
/// The emulated processor is slow. So the times of the cluster are long, every event is waited for, and what must not
/// happen is looked for after a time by the machine's own clock. Its watchdogs count in the time of everybody: where
/// others took the processors for so long, they would reset a machine that does nothing wrong.
@Tag("root")
@Tag("machine")
@Isolated("it needs a processor for itself, and others here count in milliseconds")
@Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MachineTest {
    private static final int HEARTBEAT = 3_000;
    private static final int TOLERANCE = 24_000;
    /// What `Timing` allows: tolerance minus four heartbeats.
    private static final int WATCHDOG_SECONDS = 12;

    private static final String PROGRAM = Lab.REPOSITORY.resolve("orion").toString();
    private static final Path RESOURCES = Lab.REPOSITORY.resolve("lab/src/test/resources");
    private static final String STATE_DISK = """
            # The node's own directory outlives a reset.
            mkdir -p /var/lib/orion
            blkid /run/disk/state >/dev/null || mkfs.ext4 -q /run/disk/state
            mount /run/disk/state /var/lib/orion
            """;
    private static final String SERVICE = """
            resources:
              web:
                nodes: [node1]
                parts:
                  - volume: {device: /run/disk/data, type: ext4, mount: /run/web}
                  - service: {command: [%s/slow-writer, /run/web/records, /run/lab/safe]}
            """.formatted(RESOURCES);

    private static final String DAEMON = "$(</run/daemon.pid)";
    /// As `dist/orion.service` has it: one that fails is started again, one that was told to stop is not. While an
    /// emulated processor reads a board for the first time, the limit for an answer of its disk may pass.
    private static final String SERVED = """
            #!/bin/bash
            until [ "$status" = 0 ] || [ "$status" = 143 ]; do
                "$@" >>/run/lab/daemon.log 2>&1 &
                echo $! >/run/daemon.pid
                wait $!
                status=$?
                sleep 2
            done
            """;
    private static final String GUARD = "$(pgrep -f '[o]rion-guard')";
    private static final String NONE = "none";
    private static final String FIRST = "/dev/watchdog";
    private static final String FIRST_STATE = "/sys/class/watchdog/watchdog0/";
    private static final String SECOND = "/dev/watchdog1";
    private static final String SECOND_STATE = "/sys/class/watchdog/watchdog1/";

    private final Machine machine = new Machine(STATE_DISK, "state=64M", "board=32M", "data=64M");

    @BeforeAll
    void foundTheCluster() throws IOException {
        Files.writeString(machine.share().resolve("web.yaml"), SERVICE);
        Files.writeString(machine.share().resolve("served"), SERVED);
        machine.run("mkfs.ext4 -q /run/disk/data");
        machine.run(PROGRAM + " init --cluster lab --node node1 --address 10.78.0.11:7023 --board /run/disk/board"
                + " --heartbeat %d --tolerance %d".formatted(HEARTBEAT, TOLERANCE));
    }

    @AfterEach
    void healTheDisks() {
        machine.heal("data");
        machine.heal("board");
    }

    @AfterAll
    void close() throws IOException {
        machine.keepLogs(Lab.REPOSITORY.resolve("lab/target/lab-logs/machine"));
        machine.close();
    }

    @Test
    void aNodeSetsItsWatchdogShowsItAndDisarmsItWhenToldToStopWhileItServes() {
        serve(FIRST);
        List<String> before = machine.events();
        assertThat(machine.run(PROGRAM + " status"))
                .contains("Watchdog /dev/watchdog (i6300ESB timer), resets this host after " + WATCHDOG_SECONDS * 1_000
                        + " ms");
        assertThat(read(FIRST_STATE + "timeout")).isEqualTo(Integer.toString(WATCHDOG_SECONDS));
        assertThat(read(FIRST_STATE + "state")).isEqualTo("active");
        setTheClock("+2 hours", "forward by 7");
        setTheClock("-1 hour", "back by 3");

        stop();
        assertThat(read(FIRST_STATE + "state")).isEqualTo("inactive");
        outlastTheWatchdog();
        assertThat(machine.events()).isEqualTo(before);
    }

    /// Nothing but the times that are told depends on it: the node goes on serving.
    private void setTheClock(String by, String told) {
        machine.run("date --set '" + by + "'");
        await("the step of the clock is told", () -> daemonLog().contains("the clock of this host was set " + told));
        assertThat(ask("status")).contains("\"member\":true", "\"state\":\"Running\"");
    }

    @Test
    void aNodeThatHasLeftFeedsItsWatchdogUntilItsDaemonIsStopped() {
        serve(FIRST);
        List<String> before = machine.events();
        machine.run(PROGRAM + " leave --wait " + Machine.LIMIT.toSeconds());
        assertThat(ask("status")).contains("\"member\":false");
        outlastTheWatchdog();
        assertThat(read(FIRST_STATE + "state")).isEqualTo("active");

        stop();
        assertThat(read(FIRST_STATE + "state")).isEqualTo("inactive");
        outlastTheWatchdog();
        assertThat(machine.events()).isEqualTo(before);
    }

    @Test
    void aDaemonThatNoLongerRunsIsResetByTheWatchdog() throws IOException {
        // Of the two watchdogs, this one tells how much time is left.
        serve(SECOND);
        List<String> before = machine.events();
        int boots = machine.boots();
        String wellFed = "(( $(<%stimeleft) > %d ))".formatted(SECOND_STATE, WATCHDOG_SECONDS / 2);
        String freeze = wellFed + " && kill -STOP %s %s".formatted(DAEMON, GUARD);
        await("the watchdog has just been fed", () -> machine.attempt(freeze).exit() == 0);
        awaitReset(before);
        machine.awaitBoot(boots);

        assertThat(since(before)).startsWith("WATCHDOG", "RESET");
        auditRecords();
    }

    @Test
    void theWatchdogResetsANodeBeforeItRebootsByItselfWhenTheBoardHangsForLongerThanItsLease() throws IOException {
        // Rule W1: the time-out has run out when the lease does, and only then could the node begin to stop.
        serve(FIRST);
        List<String> before = machine.events();
        int boots = machine.boots();
        machine.hang("board");
        awaitReset(before);
        machine.heal("board");
        machine.awaitBoot(boots);

        assertThat(since(before)).startsWith("WATCHDOG", "RESET");
        auditRecords();
    }

    @Test
    void withoutAWatchdogANodeThatCannotStopWhenItsLeaseRunsOutReboots() throws IOException {
        serve(NONE);
        List<String> before = machine.events();
        int boots = machine.boots();
        // The writer cannot be killed while its disk hangs, and the volume cannot be unmounted.
        machine.hang("data");
        machine.hang("board");
        awaitReset(before);
        machine.heal("data");
        machine.heal("board");
        machine.awaitBoot(boots);

        assertThat(since(before)).startsWith("RESET").doesNotContain("WATCHDOG");
        auditRecords();
    }

    @Test
    void aWatchdogThatCannotBeShortEnoughIsRefusedAndDisarmed() {
        // The second watchdog knows no less than 3 s; these times allow 2 s.
        String other = PROGRAM + " --dir /var/lib/orion/other ";
        machine.run(other + "init --cluster other --node other --address 127.0.0.1:7024 --create-board"
                + " --board /var/lib/orion/other-board --heartbeat 500 --tolerance 4000");
        List<String> before = machine.events();
        String time = read(SECOND_STATE + "timeout");
        Outcome refused = machine.attempt(other + "node --watchdog " + SECOND + " --run /run/other");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.output().lines().filter(line -> line.startsWith("orion: ")))
                .singleElement()
                .asString()
                .contains(SECOND, "within 2000 ms", "--watchdog none");
        assertThat(read(SECOND_STATE + "state")).isEqualTo("inactive");
        machine.run("sleep " + time + " && sleep 1");
        assertThat(machine.events()).isEqualTo(before);
    }

    /// Starts the daemon, and waits until it serves.
    private void serve(String watchdog) {
        stop();
        machine.run(
                "rm -f /run/lab/daemon.log /run/lab/safe; setsid bash /run/lab/served %s node --fence reboot --watchdog %s </dev/null >/dev/null 2>&1 &"
                        .formatted(PROGRAM, watchdog));
        await("the node is a member", () -> daemonLog().contains(" MEMBERSHIP generation "));
        // A daemon that has just come may have ended once more: whoever asks then is not answered.
        await(
                "the service is configured",
                () -> ask("status").contains("\"web\"")
                        || machine.attempt(PROGRAM + " apply -f /run/lab/web.yaml")
                                        .exit()
                                == 0);
        await("the service writes", () -> !text(machine.share().resolve("safe")).isEmpty());
    }

    /// Stops the daemon in order where one runs. It leaves no guard behind.
    private void stop() {
        if (machine.attempt("kill " + DAEMON).exit() == 0) {
            machine.run("while kill -0 %s; do sleep 0.5; done 2>/dev/null".formatted(DAEMON));
            assertThat(machine.attempt("pgrep -f '[o]rion-guard'").exit())
                    .as("no guard is left")
                    .isNotZero();
        }
    }

    private void await(String what, BooleanSupplier condition) {
        machine.await(what, condition, this::daemonLog);
    }

    private String daemonLog() {
        return text(machine.share().resolve("daemon.log"));
    }

    private void awaitReset(List<String> before) {
        await("the machine is reset", () -> since(before).contains("RESET"));
    }

    private List<String> since(List<String> before) {
        List<String> now = machine.events();
        return now.subList(before.size(), now.size());
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private String ask(String verb) {
        return machine.attempt(RESOURCES + "/ask /var/lib/orion/orion.sock " + verb)
                .output();
    }

    private String read(String file) {
        return machine.run("cat " + file).strip();
    }

    /// Long enough for a watchdog that is armed and not fed to reset the machine, which others here prove that it does.
    private void outlastTheWatchdog() {
        machine.run("sleep " + (WATCHDOG_SECONDS + 2));
    }

    /// No record that was forced to the disk and then noted is missing after the reset.
    private void auditRecords() throws IOException {
        String records = machine.run("mkdir -p /run/look && mount -o ro /run/disk/data /run/look"
                + " && cat /run/look/records && umount /run/look");
        assertThat(records.lines())
                .containsAll(Files.readAllLines(machine.share().resolve("safe")));
    }
}
