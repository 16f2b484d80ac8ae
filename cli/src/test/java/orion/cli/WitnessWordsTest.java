package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.cli.WitnessFolder.run;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;

/// Witnesses as they are made and named on the command line, without any that runs.
@Timeout(300)
final class WitnessWordsTest {
    private final WitnessFolder at;

    WitnessWordsTest(@TempDir Path folder) {
        this.at = new WitnessFolder(folder);
    }

    @Test
    void wordsThatAreDamagedOrMissingAreRefusedWithoutRepeatingThem() throws Exception {
        String word = Files.readString(at.word("w1")).strip();
        String damaged = word.substring(0, word.length() - 3);
        for (String board : List.of(damaged, "@" + at.secret("damaged", damaged))) {
            Outcome refused = run(
                    "init",
                    "--dir",
                    at.directory("n1").toString(),
                    "--cluster",
                    "harbour",
                    "--node",
                    "n1",
                    "--address",
                    "127.0.0.1:" + OrionProcess.freePort(),
                    "--board",
                    board);
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.errors())
                    .contains("the witness word cannot be read: a character is missing or wrong; copy the whole line")
                    .doesNotContain(damaged.substring(20));
        }
        assertThat(run("sbd", "view", "@" + at.folder().resolve("nothing")).errors())
                .contains("the witness word in " + at.folder().resolve("nothing") + " cannot be read");
        assertThat(run("witness", "word", "--dir", at.directory("w1").toString())
                        .output())
                .isEqualTo(word + "\n");
        assertThat(run("witness", "word", "--dir", at.directory("w9").toString())
                        .errors())
                .contains("there is no witness in " + at.directory("w9") + "; make one with 'orion witness init'");
        Outcome again = run(
                "witness", "init", "--dir", at.directory("w1").toString(), "--address", WitnessFolder.freeAddress());
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.errors()).contains("there is a witness in " + at.directory("w1") + " already", "--force");
        assertThat(run("witness", "init", "--dir", at.directory("w2").toString(), "--address", "here")
                        .errors())
                .contains("'here' is not an address and a port");
        assertThat(run(
                                "witness",
                                "init",
                                "--dir",
                                at.directory("w2").toString(),
                                "--address",
                                WitnessFolder.freeAddress(),
                                "--size",
                                "big")
                        .errors())
                .contains("--size takes a number of bytes");
        assertThat(at.directory("w2")).doesNotExist();
    }

    @Test
    void aWordIsNotRepeatedByWhoLooksForBoards() throws Exception {
        Path file = at.word("w1");
        String word = Files.readString(file).strip();
        for (String named : List.of(word, "@" + file)) {
            Outcome refused = run("sbd", "find", named);
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.errors() + refused.output())
                    .contains("a witness is neither; look at what it serves with 'orion sbd view'")
                    .doesNotContain(word.substring("witness:".length()));
        }
    }

    @Test
    void whereThereIsNoNodeTheNameOfAWitnessIsNotEnough() {
        assertThat(run(
                                "sbd",
                                "view",
                                "witness:127.0.0.1:7024",
                                "--dir",
                                at.directory("none").toString())
                        .errors())
                .contains("that knows the witness at 127.0.0.1:7024; give its word", "@FILE");
    }

    @Test
    void aFileIsNeverRepeatedAndMustHoldAWordThatNobodyElseMayRead() throws Exception {
        Path word = at.word("w1");
        String json = run(
                        "witness", "word", "--json", "--dir", at.directory("w1").toString())
                .output();
        String secret = Files.readString(word).strip().substring("witness:".length());
        assertThat(json).contains(secret);
        int number = 0;
        for (String content : List.of(json, secret, "witness:" + secret + ":7024", "", "x".repeat(5_000))) {
            number++;
            Outcome refused = run("sbd", "view", "@" + at.secret("content" + number, content));
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.errors())
                    .contains("content" + number + " holds no witness word; name a file with nothing but the line")
                    .doesNotContain(secret, "xxx");
        }

        Files.setPosixFilePermissions(word, PosixFilePermissions.fromString("rw-r--r--"));
        Outcome open = run("sbd", "view", "@" + word);
        assertThat(open.exitCode()).isEqualTo(1);
        assertThat(open.errors()).contains("is open to other users (rw-r--r--); run 'chmod 600 " + word + "'");
    }

    @Test
    void aWitnessIsMadeAtAnAddressOfItsHostAndAnOldOneStaysWhereTheNewOneCannotBeMade() throws Exception {
        for (String address : List.of("0.0.0.0:7024", "192.0.2.7:7024")) {
            Outcome refused = run("witness", "init", "--dir", at.directory("w2").toString(), "--address", address);
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.errors()).contains("is on no network interface of this host", "--address");
            assertThat(at.directory("w2")).doesNotExist();
        }

        String word = Files.readString(at.word("w1"));
        byte[] board = Files.readAllBytes(at.directory("w1").resolve("board"));
        String[] again = {
            "witness",
            "init",
            "--force",
            "--dir",
            at.directory("w1").toString(),
            "--address",
            WitnessFolder.freeAddress(),
            "--size",
            "20M"
        };
        Outcome failed = OrionProcess.writingAtMost(4 << 20).run(again);
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.errors()).contains("the witness cannot be made in " + at.directory("w1"));
        assertThat(run("witness", "word", "--dir", at.directory("w1").toString())
                        .output())
                .isEqualTo(word);
        assertThat(Files.readAllBytes(at.directory("w1").resolve("board"))).isEqualTo(board);
        assertThat(at.directory("w1").resolve("new")).doesNotExist();

        Outcome made = run(again);
        assertThat(made.exitCode()).isZero();
        assertThat(run("witness", "word", "--dir", at.directory("w1").toString())
                        .output())
                .isEqualTo(made.output())
                .isNotEqualTo(word);
        assertThat(at.directory("w1").resolve("new")).doesNotExist();
    }

    private Outcome init(String... boards) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "init",
                "--dir",
                at.directory("n1").toString(),
                "--cluster",
                "harbour",
                "--node",
                "n1",
                "--address",
                "127.0.0.1:" + OrionProcess.freePort()));
        for (String board : boards) {
            words.addAll(List.of("--board", board));
        }
        return run(words.toArray(String[]::new));
    }

    @Test
    void ofSeveralWordsTheOneThatIsWrongIsNamedByItsPlaceAndItsFile() throws Exception {
        Path word = at.word("w1");
        String text = Files.readString(word).strip();
        Path cut = at.secret("cut", text.substring(0, text.length() - 3));
        assertThat(init("/dev/null", "@" + word, text.substring(0, text.length() - 3))
                        .errors())
                .contains("disk 3 of the 3 named: the witness word cannot be read");
        assertThat(init("/dev/null", "@" + cut, "@" + word).errors())
                .contains("disk 2 of the 3 named: the witness word in " + cut + ": the witness word cannot be read")
                .doesNotContain(text.substring(20, 60));
        assertThat(at.directory("n1")).doesNotExist();
    }

    @Test
    void oneWitnessNamedByItsFileAndByItsWordIsRefusedAtOnce() throws Exception {
        Path word = at.word("w1");
        Outcome refused = init("/dev/null", "@" + word, Files.readString(word).strip());
        assertThat(refused.exitCode()).isEqualTo(1);
        // The witness does not run: nobody has asked it.
        assertThat(refused.errors())
                .containsPattern(
                        "witness:127.0.0.1:[0-9]+ is the same disk as witness:127.0.0.1:[0-9]+ and would count")
                .doesNotContain("nobody listens there");
        assertThat(at.directory("n1")).doesNotExist();
    }

    @Test
    void aWitnessIsNotMadeForAPortThatIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            Outcome refused = run("witness", "init", "--dir", at.directory("w1").toString(), "--address", address);
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.errors())
                    .contains("TCP port " + taken.getLocalPort() + " of 127.0.0.1 is in use by another program")
                    .contains("'ss -ltnp' names it");
        }
        assertThat(at.directory("w1")).doesNotExist();
    }
}
