package orion.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The instruments see the harm that the scenarios assert is never done: here it is done, without any cluster.
@OnHosts
final class InstrumentsTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String DISK = "/run/lab/disk/data";
    private static final String MOUNT_POINT = "/var/srv/web";
    private static final String WRITER =
            Lab.REPOSITORY.resolve("lab/src/test/resources/record-writer").toString();

    @Test
    void anAddressAndAVolumeOnTwoHostsAreSeenAsHeldTwice() {
        try (Lab lab = labWithVolume();
                HolderWatch watch = new HolderWatch(lab, "10.77.0.50", MOUNT_POINT)) {
            for (Host host : lab.nodes()) {
                host.run("ip", "addr", "add", "10.77.0.50/24", "dev", "eth0");
                mount(host);
            }
            Moments.await("both hold both", LIMIT, () -> watch.mountedOn().equals(Set.of("node1", "node2")));
            Moments.letPass(Duration.ofMillis(200));

            assertThat(watch.overlap(0).address()).isGreaterThan(Duration.ofMillis(100));
            assertThat(watch.overlap(0).mount()).isGreaterThan(Duration.ofMillis(100));
            lab.host("node2").powerCut();
            Moments.await("node1 alone has it", LIMIT, () -> watch.mountedOn().equals(Set.of("node1")));
        }
    }

    @Test
    void aWatchThatCannotReadWhatAHostHoldsFailsTheAudit() throws IOException {
        try (Lab lab = new Lab(2);
                HolderWatch watch = new HolderWatch(lab, "10.77.0.50", MOUNT_POINT)) {
            assertThat(watch.overlap(0)).isEqualTo(HolderWatch.Overlap.NONE);
            Path pid = lab.hostFile("node1", "pid");
            String before = Files.readString(pid);
            Files.delete(pid);
            Files.createDirectory(pid);
            try {
                Moments.await("it notices", LIMIT, () -> fails(watch));
            } finally {
                Files.delete(pid);
                Files.writeString(pid, before);
            }
            assertThatThrownBy(watch::mountedOn).hasMessageContaining("the watch over the holders has failed");
        }
    }

    private static boolean fails(HolderWatch watch) {
        try {
            return !watch.overlap(0).equals(HolderWatch.Overlap.NONE);
        } catch (AssertionError failed) {
            return true;
        }
    }

    @Test
    void theWriterGoesOnAfterAPowerCutWithoutLosingASafeRecord() {
        try (Lab lab = labWithVolume()) {
            write(lab.host("node1"));
            awaitRecords(lab, "node1");
            lab.host("node1").powerCut();
            write(lab.host("node2"));
            awaitRecords(lab, "node2");

            Records safe = Records.read(lab.shared("safe"));
            Records present = Records.parse(lab.host("node2").run("cat", MOUNT_POINT + "/records"));
            assertThat(present.missing(safe)).isEmpty();
            assertThat(present.gaps()).isEmpty();
            assertThat(safe.strays()).isEmpty();
        }
    }

    @Test
    void twoWritersAtOnceLeaveStrays() {
        try (Lab lab = labWithVolume()) {
            write(lab.host("node1"));
            awaitRecords(lab, "node1");
            write(lab.host("node2"));
            awaitRecords(lab, "node2");
            Moments.await(
                    "strays are found",
                    LIMIT,
                    () -> !Records.read(lab.shared("safe")).strays().isEmpty());
        }
    }

    @Test
    void thePollerNotesWhoServesAndWhenNobodyDoes() {
        try (Lab lab = labWithVolume()) {
            Host host = lab.host("node1");
            mount(host);
            host.run("bash", "-c", "mkdir $0/pages && echo intact >$0/pages/page", MOUNT_POINT);
            host.start("web", "nginx", "-c", Lab.REPOSITORY + "/lab/src/test/resources/nginx.conf");
            Poller.startOn(lab.client(), Lab.address(11));
            Moments.await("the service answers", LIMIT, () -> answers(lab).now().equals(Optional.of("node1")));

            long before = System.nanoTime();
            host.run("bash", "-c", "mv $0/pages $0/away", MOUNT_POINT);
            Moments.await("the page is missed", LIMIT, () -> answers(lab).now().isEmpty());
            host.run("bash", "-c", "mv $0/away $0/pages", MOUNT_POINT);
            Moments.await("the service answers", LIMIT, () -> answers(lab).now().isPresent());
            assertThat(answers(lab).longestSince(before)).isPresent();
        }
    }

    private static Answers answers(Lab lab) {
        return Answers.read(lab.shared(Poller.LOG));
    }

    private static Lab labWithVolume() {
        Lab lab = new Lab(2);
        lab.disk("data", "64M");
        lab.host("node1").run("mkfs.ext4", "-q", DISK);
        return lab;
    }

    private static void mount(Host host) {
        host.run("bash", "-c", "mkdir -p $1 && mount $0 $1", DISK, MOUNT_POINT);
    }

    private static void write(Host host) {
        mount(host);
        host.start("writer", WRITER, MOUNT_POINT + "/records", "/run/lab/shared/safe");
    }

    private static void awaitRecords(Lab lab, String host) {
        Moments.await(
                host + " has written records",
                LIMIT,
                () -> Records.read(lab.shared("safe")).records().stream()
                                .filter(record -> record.host().equals(host))
                                .count()
                        > 20);
    }
}
