package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;

/// Making nodes and boards from the command line: what is refused leaves nothing behind.
final class SetUpCommandsTest {
    private @TempDir Path folder = Path.of("");

    private Outcome init(String... more) {
        String[] words = new String[9 + more.length];
        System.arraycopy(
                new String[] {
                    "init",
                    "--dir",
                    folder + "/node",
                    "--cluster",
                    "mail",
                    "--node",
                    "node1",
                    "--board",
                    folder + "/board"
                },
                0,
                words,
                0,
                9);
        System.arraycopy(more, 0, words, 9, more.length);
        return new CommandRun().run(words);
    }

    private void assertRefused(Outcome outcome, String sentence) {
        assertThat(outcome.errors())
                .startsWith("orion: ")
                .contains(sentence)
                .endsWith(".\n")
                .hasLineCount(1);
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatInitRefusesLeavesNothing() {
        assertRefused(init("--address", "127.0.0.1:7000"), "add --create-board");
        assertRefused(init("--create-board", "--address", "here"), "is not an address and a port");
        assertRefused(init("--create-board", "--address", "127.0.0.1:0"), "not between 1 and 65535");
        String[] two = {"--create-board", "--address", "127.0.0.1:7000", "--board", folder + "/two"};
        assertRefused(init(two), "a white board has 1, 3 or 5 disks and not 2");
        String again = folder + "/nowhere/../board";
        assertRefused(
                init("--create-board", "--address", "127.0.0.1:7000", "--board", folder + "/two", "--board", again),
                "is the same disk as " + folder + "/board and would count twice");
        assertRefused(init("--create-board", "--address", "192.0.2.77:7000"), "on no network interface");
        assertRefused(
                init("--create-board", "--address", "127.0.0.1:7000", "--address", "127.0.0.1:7000"),
                "address 127.0.0.1:7000 is given twice");
        assertRefused(
                init("--create-board", "--address", "127.0.0.1:7000", "--tolerance", "1000"), "at least 6 heartbeats");
        assertRefused(init("--create-board", "--address", "127.0.0.1:7000", "--quorum", "99"), "quorum membership 99");
        assertRefused(
                init("--create-board", "--address", "127.0.0.1:7000", "--cluster-address", "10.1.2.3/24"),
                "not in the subnet");
    }

    @Test
    void aPortThatIsInUseIsNoticedBeforeAnythingIsMade() throws Exception {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        try (DatagramSocket datagrams = new DatagramSocket(0, loopback)) {
            int port = datagrams.getLocalPort();
            String sentence = "UDP port " + port + " of 127.0.0.1 is in use by another program; stop that program";
            assertRefused(init("--create-board", "--address", "127.0.0.1:" + port), sentence);
            assertRefused(
                    new CommandRun()
                            .run(
                                    "enroll",
                                    "WORD",
                                    "--dir",
                                    folder + "/node",
                                    "--node",
                                    "node2",
                                    "--address",
                                    "127.0.0.1:" + port),
                    sentence);
        }
        try (ServerSocket enrolments = new ServerSocket(0, 1, loopback)) {
            int port = enrolments.getLocalPort();
            assertRefused(
                    init("--create-board", "--address", "127.0.0.1:" + port),
                    "TCP port " + port + " of 127.0.0.1 is in use by another program");
        }
    }

    @Test
    void aTokenThatLostACharacterIsRefusedInOurWords() throws Exception {
        int port = OrionProcess.freePort();
        for (String damaged : List.of("A", "AgkxMjcuMC4wLjE", "Ag*x", "Agk")) {
            assertRefused(
                    new CommandRun()
                            .run(
                                    "enroll",
                                    damaged,
                                    "--dir",
                                    folder + "/node",
                                    "--node",
                                    "node2",
                                    "--address",
                                    "127.0.0.1:" + port),
                    "the token cannot be read: a character is missing or wrong; copy the whole line that 'orion token'"
                            + " printed");
        }
    }

    @Test
    void aRefusedSetUpDoesNotTakeAwayWhatItDidNotMake() throws Exception {
        Path directory = Files.createDirectories(folder.resolve("node").resolve("identity"));
        Path key = Files.writeString(directory.resolve("authority.key"), "precious");
        Path state = Files.writeString(folder.resolve("node").resolve("state"), "precious too");

        Outcome outcome = init("--create-board", "--address", "127.0.0.1:7000");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.errors()).contains("there is something of a node in").contains("(identity)");
        assertThat(key).hasContent("precious");
        assertThat(state).hasContent("precious too");
    }

    @Test
    void whatIsMissingIsNotUnderstood() {
        assertThat(init().exitCode()).isEqualTo(2);
        assertThat(init().errors()).contains("--address");
        assertThat(new CommandRun().run("enroll", "--node", "x").exitCode()).isEqualTo(2);
        assertThat(new CommandRun().run("sbd").errors()).contains("a command is missing");
    }

    @Test
    void aDaemonWithoutANodeSaysHowToMakeOne() {
        Outcome outcome = new CommandRun().run("node", "--dir", folder.toString());

        assertRefused(outcome, "there is no node in " + folder);
        assertThat(new CommandRun()
                        .run("node", "--dir", folder.toString(), "--fence", "hope")
                        .errors())
                .contains("--fence takes reboot or kill");
    }

    @Test
    void boardsNeedAClusterToBelongTo() throws Exception {
        Outcome created = new CommandRun().run("sbd", "create", folder + "/board", "--dir", folder.toString());
        assertThat(created.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(created.errors()).startsWith("orion: there is no node in").hasLineCount(1);
        assertThat(folder).isEmptyDirectory();
        Path file = Files.write(folder.resolve("board"), new byte[4096]);
        Outcome outcome = new CommandRun().run("sbd", "view", file.toString(), "--dir", folder.toString());
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.errors()).startsWith("orion: ").hasLineCount(1);
        assertThat(new CommandRun().run("sbd", "find", file.toString()).errors())
                .contains("no board was found");
    }

    @Test
    void sbdutilTakesTheOptionsOfOld() throws Exception {
        Path file = Files.write(folder.resolve("board"), new byte[4096]);
        CommandRun run = new CommandRun().calledBy("sbdutil");

        assertThat(run.run().errors())
                .isEqualTo("orion: exactly one of -c, -f, -i and -v is needed; see sbdutil --help.\n");
        assertThat(run.run("-c", "-v").exitCode()).isEqualTo(2);
        assertThat(run.run("-c", "-s", "--dir", folder.toString()).errors()).contains("needs the device with -d");
        assertThat(run.run("-c", "-d", "a", "-d", "b", "--dir", folder.toString())
                        .errors())
                .contains("a white board has 1, 3 or 5 disks and not 2");
        assertThat(run.run("-c", "-d", "a", "--dir", folder.toString()).errors())
                .contains("there is no node in");
        assertThat(run.run("-v", "-p", file.toString(), "--dir", folder.toString())
                        .exitCode())
                .isEqualTo(1);
    }
}
