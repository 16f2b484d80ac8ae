package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.node.board.BoardAdministration;
import orion.node.board.BoardKey;
import orion.node.board.ClusterIdentity;

/// Somebody makes a board for another cluster where a running node has its own.
@Timeout(120)
final class BoardMadeAnewTest {
    private static final String NOT_OURS = "/board is not this cluster's any more (the board ";

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
            assertThat(daemon.ask("status").text())
                    .startsWith("node n1 is not in the cluster at the moment and waits for its white board: the board ")
                    .contains("now belongs to cluster 'lake'")
                    .doesNotContain("orion join");
        }
    }
}
