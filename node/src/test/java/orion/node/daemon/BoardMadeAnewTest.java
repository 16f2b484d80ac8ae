package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.node.board.BoardAdministration;
import orion.node.board.BoardKey;
import orion.node.board.ClusterIdentity;
import orion.node.security.NodeIdentity;

/// Somebody makes a board for another cluster where a running node has its own.
@Timeout(600)
final class BoardMadeAnewTest {
    private static final String NOT_OURS = "belongs to cluster 'lake'";

    @Test
    void theNodeSaysWhoseBoardItIsNowAndClaimsNothingElse(@TempDir Path folder) throws Exception {
        try (RunningDaemon daemon = RunningDaemon.start(folder)) {
            daemon.awaitMember();
            BoardAdministration.create(
                    folder.resolve("board"),
                    new ClusterIdentity("lake", new UUID(3, 4)),
                    new BoardKey(new byte[BoardKey.BYTES]),
                    true);

            Eventually.is(
                    "the warning says it, or the node is out",
                    () -> daemon.ask("status")
                            .status()
                            .map(it -> it.warnings().toString().contains(NOT_OURS))
                            .orElse(true));
            daemon.awaitOut();
            awaitNoLastWords(daemon);
            assertThat(daemon.ask("status").text())
                    .startsWith("node n1 is not in the cluster at the moment and ")
                    .contains("white board")
                    .contains("belongs to cluster 'lake'")
                    .doesNotContain("orion join");
        }
    }

    /// An empty board has forgotten what nodes promised on the one before, whichever cluster it is of.
    @Test
    void aBoardMadeAnewForTheSameClusterIsNotUsedBeforeTheDaemonIsStartedAnew(@TempDir Path folder) throws Exception {
        try (RunningDaemon daemon = RunningDaemon.start(folder)) {
            daemon.awaitMember();
            BoardAdministration.create(
                    folder.resolve("board"),
                    NodeSettings.read(daemon.directory()).cluster(),
                    NodeIdentity.load(daemon.directory()).boardKey(),
                    true);
            String sentence = folder.resolve("board")
                    + " was made anew as the white board while this node used it; restart this node";

            Eventually.is("an event says it", () -> daemon.events().stream().anyMatch(text -> text.contains(sentence)));
            daemon.awaitOut();
            Eventually.is("who asks is told", () -> daemon.ask("status").text().contains(sentence));

            daemon.killWithItsGuard();
            daemon.startAgain();
            daemon.awaitMember();
        }
    }

    @Test
    void aLifeThatHasEndedLeavesItsGuardNoWordsForSuchABoard(@TempDir Path folder) throws Exception {
        try (RunningDaemon daemon = RunningDaemon.start(folder)) {
            daemon.awaitMember();
            assertThat(pageThatCounts(daemon)).as("of the life it has").isNotZero();
            assertThat(daemon.ask("leave").done()).isTrue();
            daemon.awaitOut();

            awaitNoLastWords(daemon);
        }
    }

    private static void awaitNoLastWords(RunningDaemon daemon) throws Exception {
        Eventually.is("the last words are forgotten", () -> pageThatCounts(daemon) == 0);
    }

    /// Which page of the file counts, see [orion.node.guard.LastWordsFile]; 0 for none.
    private static long pageThatCounts(RunningDaemon daemon) throws IOException {
        try (Stream<Path> files = Files.walk(daemon.directory().resolve("run/last-words"))) {
            Path block =
                    files.filter(file -> file.endsWith("block")).findFirst().orElseThrow();
            return ByteBuffer.wrap(Files.readAllBytes(block))
                    .order(ByteOrder.nativeOrder())
                    .getLong(0);
        }
    }
}
