package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;
import orion.node.guard.LockFile;

/// A white board of three disks: one is replaced, and a further node is told of them.
@Timeout(600)
final class EnrolmentDisksTest {
    @TempDir
    private Path folder = Path.of("");

    /// The same at each attempt, for a name stays with the addresses that it came with.
    private String address = "";

    private Path disk(String name) {
        return folder.resolve(name);
    }

    private Path directory() {
        return folder.resolve("node");
    }

    private Outcome run(String... words) {
        return new CommandRun().run(words);
    }

    private void makeCluster() throws Exception {
        address = "127.0.0.1:" + OrionProcess.freePort();
        List<String> words = new ArrayList<>(List.of(OrionProcess.init(directory(), disk("one"))));
        words.addAll(List.of(
                "--board", disk("two").toString(), "--board", disk("three").toString()));
        assertThat(run(words.toArray(String[]::new))).returns("", Outcome::errors);
    }

    /// The first disk is lost, and another one takes its place.
    private void replaceFirst() throws Exception {
        Files.move(disk("one"), disk("lost"));
        assertThat(run(
                        "sbd",
                        "fill",
                        disk("one").toString(),
                        "--dir",
                        directory().toString()))
                .returns("", Outcome::errors);
    }

    /// With five disks two may be lost at once, and one is filled while the other cannot be seen.
    @Test
    void aDiskIsFilledWhileAnotherCannotBeSeenOnlyWhereThatIsMeant() throws Exception {
        List<String> words = new ArrayList<>(List.of(OrionProcess.init(directory(), disk("1"))));
        for (int number = 2; number <= 5; number++) {
            words.addAll(List.of("--board", disk(number + "").toString()));
        }
        assertThat(run(words.toArray(String[]::new))).returns("", Outcome::errors);
        Files.delete(disk("1"));
        Files.move(disk("2"), disk("away"));
        List<String> fill = new ArrayList<>(List.of(
                "sbd", "fill", disk("1").toString(), "--dir", directory().toString()));
        Outcome refused = run(fill.toArray(String[]::new));
        assertThat(refused.errors())
                .startsWith("orion: the disk was not filled")
                .contains("whether nodes write to " + disk("2") + " cannot be seen (there is no device or file")
                .contains("make sure that the daemons of all nodes have ended; add --yes if that is meant")
                .hasLineCount(1);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(disk("1")).doesNotExist();
        fill.add("--yes");
        assertThat(run(fill.toArray(String[]::new)).exitCode()).isZero();
    }

    private Outcome enroll(String token, String... disks) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "enroll",
                token,
                "--dir",
                folder.resolve("second").toString(),
                "--node",
                "node2",
                "--address",
                address));
        for (String name : disks) {
            words.addAll(List.of("--board", disk(name).toString()));
        }
        return run(words.toArray(String[]::new));
    }

    @Test
    void twoFillsAtOnceAreNotMade() throws Exception {
        makeCluster();
        Files.delete(disk("one"));
        String[] fill = {
            "sbd", "fill", disk("one").toString(), "--dir", directory().toString()
        };
        try (LockFile _ = LockFile.take(directory().resolve("fill.lock"), "the other fill")) {
            Outcome refused = run(fill);
            assertThat(refused.errors())
                    .startsWith("orion: a disk of the white board is being filled already, process ");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(disk("one")).doesNotExist();
        }
        assertThat(run(fill)).returns(0, Outcome::exitCode);
    }

    @Test
    void aBoardOfSeveralDisksIsAListHoweverManyCanBeLookedAt() throws Exception {
        makeCluster();
        String[] view = {"sbd", "view", "--json", "--dir", directory().toString()};
        assertThat(run(view).output()).startsWith("[{");
        Files.delete(disk("one"));
        Files.delete(disk("two"));
        assertThat(run(view).output()).startsWith("[{").contains(disk("three").toString());
    }

    @Test
    void aReplacedDiskIsRefusedByNameAndOneThatIsAwayIsTold() throws Exception {
        makeCluster();
        replaceFirst();
        try (OrionProcess.Daemon _ = OrionProcess.usual().daemon(directory())) {
            String token =
                    run("token", "--dir", directory().toString()).output().strip();

            Outcome refused = enroll(token, "lost", "two", "three");
            assertThat(refused.errors())
                    .startsWith("orion: " + disk("lost") + " was replaced as disk 1 of 3 of the white board")
                    .doesNotContain(disk("two").toString(), disk("three").toString())
                    .hasLineCount(1);
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(folder.resolve("second")).doesNotExist();

            Files.move(disk("two"), disk("elsewhere"));
            Outcome handedOut = enroll(token);
            assertThat(handedOut.errors())
                    .startsWith("orion: the member that let this node in has " + disk("two")
                            + " among the disks of the white board, and this host has not; take another token and"
                            + " name all 3 disks")
                    .contains("--board")
                    .hasLineCount(1);
            assertThat(handedOut.exitCode()).isEqualTo(1);
            assertThat(folder.resolve("second")).doesNotExist();
            Files.move(disk("elsewhere"), disk("two"));

            token = run("token", "--dir", directory().toString()).output().strip();
            Outcome enrolled = enroll(token, "one", "away", "three");
            assertThat(enrolled.errors())
                    .startsWith("Warning: a disk of the white board cannot be used here at the moment")
                    .contains("there is no device or file " + disk("away"))
                    .hasLineCount(1);
            assertThat(enrolled.exitCode()).isZero();
        }
    }
}
