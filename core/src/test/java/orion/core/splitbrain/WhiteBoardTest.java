package orion.core.splitbrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Timing;

/// When a cycle counts, with one disk and with three (rules B1 and B2), and what a slow or dead disk delays.
final class WhiteBoardTest {
    private static final Timing TIMING = Timing.STANDARD;
    private static final Member ONE = new Member(new NodeId(1), 5);
    private static final Member TWO = new Member(new NodeId(2), 7);

    private final WhiteBoard board = board(3);

    private static WhiteBoard board(int disks) {
        return new WhiteBoard(ONE, TIMING, disks, 0, new TreeMap<>());
    }

    private static NodeBlock block(Member writer, long tick) {
        return new NodeBlock(writer, tick, Generation.NONE, Ballot.NONE, new TreeSet<>(), true, false);
    }

    private static WhiteBoard.Cycle begin(WhiteBoard board, long now) {
        return board.begin(now, Generation.NONE, Ballot.NONE, new TreeSet<>(), true, false);
    }

    private static Optional<SortedMap<NodeId, NodeBlock>> read(NodeBlock... blocks) {
        SortedMap<NodeId, NodeBlock> read = new TreeMap<>();
        Arrays.stream(blocks).forEach(block -> read.put(block.writer().node(), block));
        return Optional.of(read);
    }

    @Test
    void onOneDiskACycleIsGoodWhenTheOwnBlockReadsBackAsWritten() {
        WhiteBoard single = board(1);
        WhiteBoard.Cycle lost = begin(single, 0);
        assertThat(single.end(5, 0, read(block(TWO, 1)))).isEmpty();
        assertThat(single.healthy(5)).isFalse();

        WhiteBoard.Cycle good = begin(single, 1_000);
        assertThat(good.written().tick()).isGreaterThan(lost.written().tick());
        assertThat(single.end(1_005, 0, read(good.written()))).contains(good);
        assertThat(single.healthy(1_005)).isTrue();
    }

    @Test
    void twoOfThreeDisksMakeACycleGoodAndTheThirdIsNotWaitedFor() {
        WhiteBoard.Cycle cycle = begin(board, 0);
        assertThat(cycle.disks()).containsExactly(0, 1, 2);
        assertThat(board.end(5, 2, read(cycle.written()))).isEmpty();
        assertThat(board.healthy(5)).isFalse();

        assertThat(board.end(6, 0, read(cycle.written()))).contains(cycle);

        assertThat(board.healthy(6)).isTrue();
        assertThat(board.due(1_000)).isTrue();
        assertThat(begin(board, 1_000).disks()).containsExactly(0, 2);
    }

    @Test
    void oneOfThreeDisksIsNotEnough() {
        WhiteBoard.Cycle cycle = begin(board, 0);
        board.end(5, 0, read(cycle.written()));
        assertThat(board.end(6, 1, Optional.empty())).isEmpty();
        assertThat(board.end(7, 2, read(block(ONE, cycle.written().tick() - 1))))
                .isEmpty();

        assertThat(board.healthy(7)).isFalse();
        assertThat(board.works(0)).isTrue();
        assertThat(board.works(1)).isFalse();
        assertThat(board.works(2)).isFalse();
    }

    @Test
    void whatEndsLateCountsForNoLaterCycle() {
        WhiteBoard.Cycle first = begin(board, 0);
        board.end(5, 0, read(first.written()));
        board.end(5, 1, read(first.written()));
        WhiteBoard.Cycle second = begin(board, 1_000);
        board.end(1_005, 0, read(second.written()));

        // Disk 2 ends what it began long ago.
        assertThat(board.end(1_006, 2, read(first.written()))).isEmpty();
        assertThat(board.lastGood()).contains(first);
        assertThat(board.end(1_007, 1, read(second.written()))).contains(second);
    }

    @Test
    void aCycleThatHangsForHalfALeaseGivesWayWhereAMajorityIsIdle() {
        long half = TIMING.leaseMillis() / 2;
        WhiteBoard.Cycle stuck = begin(board, 0);
        board.end(5, 0, read(stuck.written()));
        board.end(5, 1, Optional.empty());
        assertThat(board.due(half)).isFalse();
        assertThat(board.healthy(half + 1)).isFalse();
        assertThat(board.nextDeadline()).isEqualTo(half + 1);

        assertThat(board.due(half + 1)).isTrue();
        WhiteBoard.Cycle next = begin(board, half + 1);
        board.end(half + 5, 0, read(next.written()));
        assertThat(board.end(half + 5, 1, read(next.written()))).contains(next);
    }

    @Test
    void whileTwoOfThreeDisksHangNoCycleBegins() {
        begin(board, 0);
        board.end(5, 0, Optional.empty());

        assertThat(board.due(TIMING.leaseMillis())).isFalse();
    }

    @Test
    void anOlderBlockOnAnotherDiskDoesNotHideANewerOne() {
        WhiteBoard.Cycle cycle = begin(board, 0);
        board.end(5, 0, read(cycle.written(), block(TWO, 9)));
        board.end(800, 1, read(cycle.written(), block(TWO, 8)));

        WhiteBoard.Seen seen = board.blockOf(TWO).orElseThrow();
        assertThat(seen.block().tick()).isEqualTo(9);
        assertThat(seen.tickSeenAt()).isEqualTo(5);
        assertThat(NodeBlock.newest(Arrays.asList(
                        read(block(TWO, 9)).orElseThrow(),
                        read(block(new Member(TWO.node(), 8), 1)).orElseThrow())))
                .containsValue(block(new Member(TWO.node(), 8), 1));
    }

    @Test
    void aLifeDoesNotBeginWithAnIncarnationTheBoardKnows() {
        assertThatThrownBy(() ->
                        new WhiteBoard(ONE, TIMING, 3, 0, read(block(ONE, 3)).orElseThrow()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("would reuse incarnation");
    }
}
