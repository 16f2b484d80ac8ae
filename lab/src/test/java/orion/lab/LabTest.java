package orion.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The lab itself does what the scenarios trust it to do.
@OnHosts
final class LabTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String DISK = "/run/lab/disk/data";

    @Test
    void aPowerCutKeepsWhatWasSyncedAndLosesWhatWasNot() {
        try (Lab lab = new Lab(2)) {
            lab.disk("data", "64M");
            lab.host("node1").run("bash", "-c", """
                    set -e
                    mkfs.ext4 -q $0; mkdir -p /run/data; mount $0 /run/data
                    echo one >/run/data/kept; sync /run/data/kept; echo two >/run/data/lost
                    """, DISK);
            lab.host("node1").powerCut();

            String found = lab.host("node2")
                    .run("bash", "-c", "mkdir -p /run/data && mount $0 /run/data && ls /run/data", DISK);
            assertThat(found.lines()).contains("kept").doesNotContain("lost");
        }
    }

    @Test
    void aHostThatDoesNotFeedItsWatchdogLosesItsPower() {
        try (Lab lab = new Lab(1)) {
            Host host = lab.host("node1");
            host.watchdog(5_000);
            host.start("feeder", "bash", "-c", "while :; do printf k >/run/lab/watchdog; sleep 0.1; done");
            Moments.await("the watchdog is armed", LIMIT, () -> watchdogLog(lab).contains("armed"));
            Moments.letPass(Duration.ofSeconds(7));
            assertThat(host.state()).isEqualTo("on");

            host.freeze();
            Moments.await("node1 is off", LIMIT, () -> host.state().startsWith("off"));
            assertThat(watchdogLog(lab)).contains("cuts the power of node1");
        }
    }

    @Test
    void aDisarmedWatchdogLetsItsHostLive() {
        try (Lab lab = new Lab(1)) {
            lab.host("node1").watchdog(200);
            lab.host("node1").run("bash", "-c", "printf kV >/run/lab/watchdog");
            Moments.await(
                    "the watchdog is disarmed", LIMIT, () -> watchdogLog(lab).contains("disarmed"));
            Moments.letPass(Duration.ofSeconds(1));

            assertThat(lab.host("node1").state()).isEqualTo("on");
        }
    }

    @Test
    void aHostThatRebootsItselfIsOffAndCanBeBootedAgain() {
        try (Lab lab = new Lab(1)) {
            Host host = lab.host("node1");
            host.run("bash", "-c", "echo lasting >/etc/lasting; echo lost >/run/lost");
            // What `reboot --force --force` does, on hosts without systemd too.
            host.attempt("perl", "-e", "syscall(`uname -m` =~ /x86/ ? 169 : 142, 0xfee1dead, 672274793, 0x1234567)");
            Moments.await("node1 is off", LIMIT, () -> host.state().startsWith("off"));
            host.boot();

            assertThat(host.run("cat", "/etc/lasting")).isEqualTo("lasting\n");
            assertThat(host.attempt("test", "-e", "/run/lost").exit()).isNotZero();
            awaitReached(lab, 1, 1);
        }
    }

    @Test
    void aCutSeparatesOnePairOnly() {
        try (Lab lab = new Lab(3)) {
            lab.cut(lab.host("node1"), lab.host("node2"));

            assertThat(reaches(lab, 1, 2)).isFalse();
            awaitReached(lab, 1, 3);
            awaitReached(lab, 2, 3);
            lab.heal();
            awaitReached(lab, 1, 2);
        }
    }

    @Test
    void twoLabsWithTheSameAddressesDoNotNoticeEachOther() {
        try (Lab other = new Lab(1)) {
            try (Lab one = new Lab(1)) {
                other.host("node1").unplug();
                assertThat(one.host("node1").run("ping", "-c1", "-W60", "client"))
                        .contains("1 received");
            }
            assertThat(other.host("node1").run("hostname")).isEqualTo("node1\n");
        }
    }

    @Test
    void aClosedLabLeavesNothingBehind() {
        Lab lab = new Lab(1);
        try (lab) {
            lab.disk("data", "16M");
            lab.host("node1").run("mkdir", "-p", "/sys/fs/cgroup/some/group");
            lab.host("node1").start("stays", "tail", "-f", "/dev/null");
        }
        assertThat(lab.directory()).doesNotExist();
        assertThat(mounts()).doesNotContain(lab.directory().toString());
    }

    private static String mounts() {
        try {
            return Files.readString(Path.of("/proc/self/mounts"));
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private static void awaitReached(Lab lab, int from, int to) {
        Moments.await("node%d reaches node%d".formatted(from, to), LIMIT, () -> reaches(lab, from, to));
    }

    private static boolean reaches(Lab lab, int from, int to) {
        return lab.host("node" + from)
                        .attempt("ping", "-c1", "-W1", "node" + to)
                        .exit()
                == 0;
    }

    private static String watchdogLog(Lab lab) {
        try {
            return Files.readString(lab.hostFile("node1", "watchdog.log"));
        } catch (IOException none) {
            return "";
        }
    }
}
