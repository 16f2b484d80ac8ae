package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;
import orion.core.configuration.Endpoint;
import orion.core.model.Timing;
import orion.node.board.BoardDevice;
import orion.node.board.DiskLocation;
import orion.node.board.NodeReading;
import orion.node.daemon.NodeSettings;
import orion.node.security.NodeIdentity;
import orion.node.witness.WitnessWord;

/// A board to which a node writes is not destroyed by a command given on another server.
final class BoardInUseTest {
    private @TempDir Path folder = Path.of("");

    private Outcome run(String... words) {
        return new CommandRun().run(words);
    }

    private static void assertRefused(Outcome outcome, String sentence) {
        assertThat(outcome.errors())
                .startsWith("orion: the board was not made")
                .contains(sentence, "stop it first", "add --yes if that is meant")
                .hasLineCount(1);
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void forceAloneDoesNotDestroyABoardToWhichANodeWrites() throws Exception {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        Path board = folder.resolve("board");
        // A node that is late with one heartbeat is seen all the same.
        int heartbeat = 2_000;
        assertThat(run(OrionProcess.init(first, board, heartbeat)).exitCode()).isZero();
        String[] create = {"sbd", "create", board.toString(), "--force", "--dir", second.toString()};
        String[] init = OrionProcess.init(folder.resolve("another"), board, heartbeat);
        init[init.length - 5] = "--force";
        try (OrionProcess.Daemon _ = OrionProcess.usual().daemon(first)) {
            String token = run("token", "--dir", first.toString()).output().strip();
            String address = "127.0.0.1:" + OrionProcess.freePort();
            assertThat(run("enroll", token, "--dir", second.toString(), "--node", "node2", "--address", address))
                    .returns(0, Outcome::exitCode);

            assertRefused(run(create), "node1 writes to " + board + " at this moment");
            assertRefused(run(init), "node 1 writes to " + board + " at this moment");
            assertThat(folder.resolve("another")).doesNotExist();
            assertThat(run("status", "--dir", first.toString()).exitCode()).isZero();
        }
        assertThat(run(create).exitCode()).isZero();
        assertThat(run(init).exitCode()).isZero();
    }

    @Test
    void whoSaysItTwiceDestroysTheBoardAndTheNodeThatUsesItSaysSo() throws Exception {
        Path node = folder.resolve("node");
        Path board = folder.resolve("board");
        Path lake = folder.resolve("lake");
        assertThat(run(OrionProcess.init(node, board)).exitCode()).isZero();
        assertThat(run(OrionProcess.init(lake, folder.resolve("its-own"))).exitCode())
                .isZero();
        try (OrionProcess.Daemon _ = OrionProcess.usual().daemon(node)) {
            Outcome made = run("sbd", "create", board.toString(), "--force", "--yes", "--dir", lake.toString());
            assertThat(made.errors()).isEmpty();
            assertThat(made.exitCode()).isZero();
            assertThat(made.output())
                    .startsWith(board + " is a board of cluster ")
                    .hasLineCount(1);

            assertThat(awaitStatus(node, " belongs to cluster ")).contains(" belongs to cluster ");
            try (BoardDevice device = BoardDevice.open(
                    board,
                    NodeSettings.read(lake).cluster(),
                    NodeIdentity.load(lake).boardKey())) {
                assertThat(device.readAll())
                        .as("nothing of those who used it")
                        .allMatch(NodeReading.Empty.class::isInstance);
            }
        }
    }

    @Test
    void whereMakingABoardFailsInTheMiddleItIsSaidWhatThatLeaves() throws Exception {
        Path node = folder.resolve("node");
        Path board = folder.resolve("board");
        assertThat(run(OrionProcess.init(node, board)).exitCode()).isZero();
        String[] create = {"sbd", "create", board.toString(), "--force", "--yes", "--dir", node.toString()};

        Outcome failed = OrionProcess.writingAtMost(4 << 20).run(create);
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.errors())
                .startsWith("orion: " + board + " was not made a board, and what was on it is destroyed: the board ")
                .contains("check the disk and its cables, then try again with --force.");
        assertThat(run("sbd", "view", "--dir", node.toString()).errors())
                .startsWith("orion: there is no readable board on " + board);

        List<String> withJson = new ArrayList<>(List.of(create));
        withJson.add("--json");
        Outcome made = run(withJson.toArray(String[]::new));
        assertThat(made.exitCode()).isZero();
        assertThat(made.output())
                .startsWith(
                        "{\"path\":\"" + board + "\",\"disk\":1,\"disks\":1,\"cluster\":\"harbour\",\"clusterId\":\"")
                .hasLineCount(1);
        assertThat(run("sbd", "view", "--dir", node.toString()).exitCode()).isZero();
    }

    /// A node on a bad way to a witness fails to connect, then to write, and writes with the cycle after that.
    @Test
    void aWitnessIsLookedAtForAsLongAsANodeOnABadWayNeedsToWrite() {
        DiskLocation file = DiskLocation.of(folder.resolve("board"));
        DiskLocation witness = new DiskLocation.Witness(
                new WitnessWord(new Endpoint("192.0.2.7", 7024), "00".repeat(32), "00".repeat(32)));
        assertThat(BoardUse.lookMillis(List.of(file), Timing.STANDARD))
                .isEqualTo(2 * Timing.STANDARD.heartbeatMillis());
        assertThat(BoardUse.lookMillis(List.of(file, witness), Timing.STANDARD))
                .isEqualTo(2 * Timing.STANDARD.heartbeatMillis() + 6_000);
    }

    /// What `status` says as soon as it contains this, or after a while.
    private String awaitStatus(Path node, String wanted) {
        long limit = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        String said;
        do {
            Outcome seen = run("status", "--dir", node.toString());
            said = seen.output() + seen.errors();
        } while (!said.contains(wanted) && System.nanoTime() < limit);
        return said;
    }
}
