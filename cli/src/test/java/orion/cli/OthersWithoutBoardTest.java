package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;
import orion.node.api.StatusData.NodeData;
import orion.node.daemon.NodeSettings;

/// Two nodes, of which the second cannot use the white board any more: it could not go on without the first.
@Timeout(600)
final class OthersWithoutBoardTest {
    private static final String REFUSED = "no other member can use the white board: they could not agree to go on"
            + " without this node, and would stop everything; mend the board first, or stop all with 'orion down'";

    @TempDir
    private Path folder = Path.of("");

    private Path first() {
        return folder.resolve("first");
    }

    private Path second() {
        return folder.resolve("second");
    }

    private Outcome on(Path node, String... words) {
        return new CommandRun().with("ORION_DIR", node.toString()).run(words);
    }

    private void makeCluster() throws Exception {
        assertThat(new CommandRun().run(OrionProcess.init(first(), folder.resolve("board"))))
                .returns("", Outcome::errors);
    }

    private void enroll() throws Exception {
        String token = on(first(), "token").output().strip();
        String address = "127.0.0.1:" + OrionProcess.freePort();
        assertThat(on(second(), "enroll", token, "--node", "node2", "--address", address))
                .returns("", Outcome::errors);
        assertThat(NodeSettings.read(second()).name()).isEqualTo("node2");
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /// The kernel refuses what the second node writes behind the first megabyte: its files are shorter, the board is
    /// not.
    private void takeBoardFromSecond(OrionProcess.Daemon second) throws Exception {
        String process = Long.toString(second.process().pid());
        assertThat(new ProcessBuilder("prlimit", "--pid", process, "--fsize=1000000")
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        await("node2 says that it cannot use the board", () -> secondUsesBoard().equals(Optional.of(false)));
    }

    private Optional<Boolean> secondUsesBoard() {
        try {
            return ControlClient.of(first()).status().nodes().stream()
                    .filter(node -> node.name().equals("node2"))
                    .findFirst()
                    .flatMap(NodeData::boardHealthy);
        } catch (CommandFailure notNow) {
            return Optional.empty();
        }
    }

    private boolean isTold(Path node, String text) {
        return on(node, "events", "-n", "2000").output().contains(text);
    }

    @Test
    void leavingIsRefusedHoweverItIsAskedForAndADaemonThatIsToldToEndSaysWhatThatMeans() throws Exception {
        makeCluster();
        try (OrionProcess.Daemon daemon = OrionProcess.usual().daemon(first())) {
            enroll();
            try (OrionProcess.Daemon second = OrionProcess.usual().daemon(second())) {
                takeBoardFromSecond(second);

                assertThat(on(first(), "leave").errors()).isEqualTo("orion: " + REFUSED + ".\n");
                assertThat(on(first(), "sbd", "message", "node1", "exit").exitCode())
                        .isZero();
                await("the message is not obeyed", () -> isTold(first(), "this node does not leave: " + REFUSED));
                assertThat(on(first(), "view").output()).contains("Cluster nodes [ node1, node2 ]");

                daemon.process().toHandle().destroy();
                assertThat(daemon.process().waitFor(120, TimeUnit.SECONDS)).isTrue();
                assertThat(Files.readString(first().resolve("events.log")))
                        .contains("this daemon is told to end, and no other member can use the white board: they"
                                + " cannot agree to go on without this node, and stop everything when their leases end")
                        .contains("it left in order");
                await("node2 stops", () -> isTold(second(), "this node stops everything it holds: its lease ran out"));
            }
        }
    }
}
