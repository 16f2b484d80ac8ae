package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.node.daemon.HarbourCluster.N1;
import static orion.node.daemon.HarbourCluster.N2;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.splitbrain.Ballot;
import orion.core.splitbrain.NodeBlock;
import orion.node.board.BoardDisks;
import orion.node.board.BoardKey;
import orion.node.board.ClusterIdentity;
import orion.node.board.DiskLocation;

/// What a node tells of the disks of its white board.
final class DiskWatchTest {
    private static final List<DiskLocation> PATHS =
            DiskLocation.of(List.of(Path.of("/dev/a"), Path.of("/dev/b"), Path.of("/dev/c")));
    private static final long PATIENCE = 1_000;

    private final AtomicLong now = new AtomicLong(10_000);
    private final List<String> notes = new ArrayList<>();
    private final BoardDisks board = BoardDisks.start(
            PATHS, new ClusterIdentity("harbour", new UUID(1, 2)), new BoardKey(new byte[BoardKey.BYTES]), () -> {});
    private final DiskWatch watch = new DiskWatch(PATHS, board, now::get, PATIENCE, notes::add);

    @AfterEach
    void close() {
        board.close();
    }

    private static NodeBlock block(NodeId node, long tick) {
        return new NodeBlock(new Member(node, 1), tick, Generation.NONE, Ballot.NONE, new TreeSet<>(), true, false);
    }

    /// Reads a disk on which the two nodes wrote these ticks last.
    private void read(int disk, long first, long second) {
        SortedMap<NodeId, NodeBlock> blocks = new TreeMap<>();
        blocks.put(N1, block(N1, first));
        blocks.put(N2, block(N2, second));
        watch.ended(disk, Optional.of(blocks), "");
    }

    private List<List<NodeId>> silent() {
        return watch.health().stream().map(DiskWatch.Health::silent).toList();
    }

    @Test
    void aDiskThatFailsIsToldWithTheReasonAndSoIsTheLossOfTheMajorityAndTheReturn() {
        for (int disk = 0; disk < 3; disk++) {
            read(disk, 1, 1);
        }
        notes.clear();

        watch.ended(1, Optional.empty(), "the cable is out");
        watch.ended(1, Optional.empty(), "the cable is out");
        assertThat(notes)
                .containsExactly("2 of the 3 disks of the white board work on this node; protection is reduced"
                        + " (/dev/b: the cable is out)");
        watch.ended(2, Optional.empty(), "gone");
        assertThat(notes.getLast()).startsWith("1 of the 3 disks").contains("that is no majority");
        read(1, 2, 2);
        read(2, 2, 2);
        assertThat(notes.getLast()).isEqualTo("all 3 disks of the white board work on this node");
    }

    @Test
    void aNodeThatWritesElsewhereAndNotHereIsNamedAndOneThatWritesNowhereIsNot() {
        for (long tick = 1; tick <= 10; tick++) {
            read(0, tick, tick);
            read(1, tick, Math.min(tick, 2));
            read(2, tick, tick);
            now.addAndGet(PATIENCE / 4);
        }
        assertThat(silent()).containsExactly(List.of(), List.of(N2), List.of());

        for (long tick = 11; tick <= 20; tick++) {
            for (int disk = 0; disk < 3; disk++) {
                read(disk, tick, disk == 1 ? 2 : 10);
            }
            now.addAndGet(PATIENCE / 4);
        }
        assertThat(silent()).as("n2 is down").containsExactly(List.of(), List.of(), List.of());
    }
}
