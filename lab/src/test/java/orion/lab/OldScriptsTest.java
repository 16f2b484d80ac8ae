package orion.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Scripts as Novell Cluster Services ran them, sourcing their library at its old place, run as they are.
@OnHosts
final class OldScriptsTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String HEAD = """
            #!/bin/bash
            . /opt/novell/ncs/lib/ncsfuncs
            IP=%s
            MOUNT="'/var/srv/old data'"
            DISK=/run/lab/disk/old
            """.formatted(Lab.address(60));

    @Test
    void theyLoadMonitorAndUnloadAndMoveAfterAPowerCut() throws IOException {
        try (Lab lab = new Lab(2)) {
            lab.disk("board", "32M");
            lab.disk("old", "32M");
            Cluster cluster = Cluster.ofAll(lab, Profile.STEADY, false, "kill", List.of("board"));
            Host first = lab.host("node1");
            Host second = lab.host("node2");
            for (Host node : lab.nodes()) {
                // The machine's own /opt is left alone.
                node.run("mount", "-t", "tmpfs", "tmpfs", "/opt");
                assertThat(cluster.must(node, "ncsfuncs --link")).contains("/opt/novell/ncs/lib/ncsfuncs leads to");
            }
            first.run("mkfs.ext4", "-q", "/run/lab/disk/old");
            write(lab);
            cluster.must(first, "apply -f /run/lab/shared/old.yaml");
            assertThat(cluster.awaitRunning(second, "old", LIMIT)).isEqualTo(first);
            first.run("sh", "-c", "echo kept >'/var/srv/old data/kept'");
            assertReachable(lab);

            cluster.must(first, "migrate old node2");
            assertReachable(lab);
            assertThat(first.run("ip", "-o", "address")).doesNotContain(Lab.address(60) + "/");
            assertThat(first.attempt("mountpoint", "/var/srv/old data").exit()).isNotZero();
            second.run("test", "-e", "/var/srv/old data/kept");
            second.run("pgrep", "-f", "sleep 4711");

            // The monitor script sees that its address is gone, and the resource is loaded again where it is.
            second.run("sh", "-c", "ip address del " + Lab.address(60) + "/24 dev eth0");
            Moments.await(
                    "the address is back",
                    LIMIT,
                    () -> second.run("ip", "-o", "address").contains(Lab.address(60) + "/"));
            cluster.awaitRunning(second, "old", LIMIT);

            second.powerCut();
            cluster.awaitMembers(List.of(first), LIMIT);
            assertThat(cluster.awaitRunning(first, "old", LIMIT)).isEqualTo(first);
            first.run("test", "-e", "/var/srv/old data/kept");
            assertReachable(lab);
        }
    }

    private static void assertReachable(Lab lab) {
        Moments.await(
                "the address answers",
                LIMIT,
                () -> lab.client()
                                .attempt("ping", "-c", "1", "-W", "1", Lab.address(60))
                                .exit()
                        == 0);
    }

    private static void write(Lab lab) throws IOException {
        script(lab, "old.load", """
                exit_on_error mount_fs $DISK "$MOUNT" ext4
                exit_on_error add_secondary_ipaddress $IP
                sleep 4711 &
                ignore_error false
                exit 0
                """);
        script(lab, "old.unload", """
                ignore_error stop_daemon sleep
                ignore_error del_secondary_ipaddress $IP
                exit_on_error umount_fs $DISK "$MOUNT" ext4
                exit 0
                """);
        script(lab, "old.monitor", """
                exit_on_error status_fs $DISK "$MOUNT" ext4
                exit_on_error status_secondary_ipaddress $IP
                exit 0
                """);
        Files.writeString(lab.shared("old.yaml"), """
                resources:
                  old:
                    nodes: [node1, node2]
                    parts:
                      - script:
                          load: /run/lab/shared/old.load
                          unload: /run/lab/shared/old.unload
                          monitor: /run/lab/shared/old.monitor
                """);
    }

    private static void script(Lab lab, String name, String body) throws IOException {
        Path file = Files.writeString(lab.shared(name), HEAD + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
