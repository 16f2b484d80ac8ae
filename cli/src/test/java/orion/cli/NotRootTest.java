package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;
import orion.node.os.Superuser;

/// Not root where root is needed, by processes of a user who really is not: one sentence, and nothing changes.
final class NotRootTest {
    private @TempDir Path folder = Path.of("");

    private void refused(Outcome outcome, String... words) {
        assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(1);
        assertThat(outcome.errors()).startsWith("orion: ").contains(words).endsWith(".");
        assertThat(outcome.errors().lines()).hasSize(1);
    }

    private OrionProcess node() throws Exception {
        OrionProcess somebody = OrionProcess.notRoot(folder);
        assertThat(somebody.run(OrionProcess.init(folder.resolve("node"), folder.resolve("board")))
                        .exitCode())
                .isZero();
        return somebody;
    }

    private Set<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("node"))) {
            return all.map(Path::toString).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /// A device that only root may open; where the tests are not root's, a file that nobody may open stands in.
    private Path closedDevice(String name) throws Exception {
        Path device = folder.resolve(name);
        Files.deleteIfExists(device);
        if (Superuser.runsThis()) {
            // A number that no driver has: it is never opened.
            assertThat(new ProcessBuilder("mknod", "-m", "600", device.toString(), "b", "240", "200")
                            .start()
                            .waitFor())
                    .isZero();
        } else {
            Files.createFile(device, PosixFilePermissions.asFileAttribute(Set.of()));
        }
        return device;
    }

    @Test
    void theDaemonOfARealNodeNeedsRootToReboot() throws Exception {
        OrionProcess somebody = node();
        Set<String> before = files();
        String directory = folder.resolve("node").toString();

        refused(
                somebody.run("node", "--dir", directory),
                "node node1 in " + directory + " cannot run as user ",
                "may not reboot this host",
                "run it as root, for example with sudo");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aBoardThatMayNotBeOpenedIsNamedWithWhatToDo() throws Exception {
        OrionProcess somebody = node();
        String directory = folder.resolve("node").toString();
        Path board = closedDevice("board");

        refused(
                somebody.run("node", "--dir", directory, "--fence", "kill"),
                "orion: this process may not write to " + board + " (",
                "run as root or change the owner");
        assertThat(folder.resolve("node/orion.sock")).doesNotExist();

        Path other = closedDevice("other");
        refused(
                somebody.run("sbd", "create", other.toString(), "--force", "--dir", directory),
                "orion: this process may not read " + other + " (",
                "run as root or change the owner");
        refused(
                somebody.run("sbd", "view", other.toString(), "--dir", directory),
                "orion: this process may not read " + other + " (");
        Path closed = Files.createDirectory(folder.resolve("closed"), PosixFilePermissions.asFileAttribute(Set.of()));
        refused(
                somebody.run(OrionProcess.init(closed.resolve("node"), folder.resolve("another"))),
                "orion: directory " + closed.resolve("node")
                        + " cannot be made or closed to others: permission denied; use --dir, or become root");
        assertThat(Files.readString(folder.resolve("node/node.properties"))).contains("board=" + board);
    }

    @Test
    void anotherUsersNodeIsNotTouched() throws Exception {
        Path directory = folder.resolve("node");
        assertThat(new CommandRun()
                        .run(OrionProcess.init(directory, folder.resolve("board")))
                        .exitCode())
                .isZero();
        if (!Superuser.runsThis()) {
            Files.setPosixFilePermissions(directory, Set.of());
        }
        OrionProcess somebody = OrionProcess.notRoot(folder);

        refused(
                somebody.run("node", "--dir", directory.toString()),
                directory + "/node.properties may not be read by user ",
                "usually root (with sudo)");
        if (!Superuser.runsThis()) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aDirectoryThatMayNotBeLookedIntoIsNotTakenForAnEmptyOne() throws Exception {
        Path directory = folder.resolve("node");
        Path board = folder.resolve("board");
        assertThat(new CommandRun().run(OrionProcess.init(directory, board)).exitCode())
                .isZero();
        Files.setPosixFilePermissions(board, PosixFilePermissions.fromString("rw-r--r--"));
        if (!Superuser.runsThis()) {
            Files.setPosixFilePermissions(directory, Set.of());
        }
        OrionProcess somebody = OrionProcess.notRoot(folder);
        String sentence = "this user may not look into " + directory + ", so no node is seen there; ask as the user who"
                + " runs it, usually root";

        Outcome refused = somebody.run("sbd", "view", "--dir", directory.toString());
        assertThat(refused.errors()).isEqualTo("orion: " + sentence + ".");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        Outcome viewed = somebody.run("sbd", "view", board.toString(), "--dir", directory.toString());
        assertThat(viewed.errors()).isEqualTo(sentence);
        assertThat(viewed.output()).contains("Not verified: no node is seen in this directory");
        assertThat(viewed.exitCode()).isZero();
        if (!Superuser.runsThis()) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void partsThatNeedRootMakeTheResourceComatoseWithTheReason() throws Exception {
        OrionProcess somebody = node();
        Path directory = folder.resolve("node");
        Path file = Files.writeString(folder.resolve("parts.yaml"), """
                resources:
                  ip: {start: manual, parts: [{address: 192.0.2.10/24}]}
                  disk: {start: manual, parts: [{volume: {device: /dev/null, type: ext4, mount: /mnt/orion}}]}
                  unit: {start: manual, parts: [{service: {unit: nginx.service}}]}
                """);
        try (OrionProcess.Daemon _ = somebody.daemon(directory)) {
            CommandRun run = new CommandRun().with("ORION_DIR", directory.toString());
            assertThat(run.run("apply", "-f", file.toString()).exitCode()).isZero();
            List<List<String>> parts = List.of(
                    List.of("ip", "address 192.0.2.10/24"),
                    List.of("disk", "volume /mnt/orion"),
                    List.of("unit", "unit nginx.service"));
            for (List<String> part : parts) {
                Outcome outcome = run.run("online", part.getFirst());
                assertThat(outcome.exitCode()).isEqualTo(1);
                assertThat(outcome.errors())
                        .startsWith("orion: " + part.getFirst() + " is Comatose: could not be loaded on node1: "
                                + part.getLast() + " needs root, and the daemon of this node runs as user ")
                        .contains("; run it as root; repair it, then 'orion offline ")
                        .hasLineCount(1);
                assertThat(run.run("offline", part.getFirst()).output()).isEqualTo(part.getFirst() + " is Offline\n");
            }
            assertThat(Path.of("/mnt/orion")).doesNotExist();
        }
    }
}
