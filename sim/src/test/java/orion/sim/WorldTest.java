package orion.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.core.splitbrain.Ballot;
import orion.core.splitbrain.NodeBlock;
import orion.core.wire.Message;

/// Time, chance, network and board of the simulated world.
final class WorldTest {
    private static final NodeId ONE = new NodeId(1);
    private static final NodeId TWO = new NodeId(2);
    private final Timeline timeline = new Timeline();

    @Test
    void eventsComeInTheOrderOfTimeAndThenOfTheirMaking() {
        List<String> seen = new ArrayList<>();
        timeline.at(20, () -> seen.add("late"));
        timeline.at(10, () -> seen.add("first"));
        timeline.at(10, () -> {
            seen.add("second");
            timeline.at(5, () -> seen.add("caused, not earlier than now"));
        });
        timeline.runTo(15);

        assertThat(seen).containsExactly("first", "second", "caused, not earlier than now");
        assertThat(timeline.now()).isEqualTo(15);
    }

    @ParameterizedTest
    @ValueSource(longs = {-100_000, -3_000, 0, 1, 3_000, 100_000})
    void aClockShowsAMillisecondFirstAtTheMomentItNames(long drift) {
        HostClock clock = HostClock.showing(123_456, drift);
        for (long millis = 123_456; millis < 400_000; millis += 997) {
            long moment = clock.simMicros(millis);
            assertThat(clock.millis(moment)).isGreaterThanOrEqualTo(millis);
            assertThat(clock.millis(moment - 1)).isLessThan(millis);
        }
    }

    @Test
    void chanceStaysWithinItsBoundsAndReachesThem() {
        SplitMix random = new SplitMix(1);
        TreeSet<Integer> drawn = new TreeSet<>();
        for (int i = 0; i < 1_000; i++) {
            drawn.add(random.between(3, 7));
        }

        assertThat(drawn).containsExactly(3, 4, 5, 6, 7);
    }

    @Test
    void aCutWorksInOneDirectionAndLastsUntilTheLastFaultEnds() {
        List<NodeId> reached = new ArrayList<>();
        SimNetwork network = new SimNetwork(1, timeline, new SplitMix(1), (to, from, message) -> reached.add(to));
        network.cut(ONE, TWO, 0);
        network.cut(ONE, TWO, 0);
        network.mend(ONE, TWO, 0);
        Message message = new Message.ViewVote(1, true, "");
        network.send(new Member(ONE, 1), TWO, message);
        network.send(new Member(TWO, 1), ONE, message);
        timeline.runTo(100_000);
        assertThat(reached).containsExactly(ONE);

        network.mend(ONE, TWO, 0);
        network.send(new Member(ONE, 1), TWO, message);
        timeline.runTo(200_000);
        assertThat(reached).containsExactly(ONE, TWO);
    }

    private static NodeBlock block(long tick) {
        return new NodeBlock(new Member(ONE, 1), tick, Generation.NONE, Ballot.NONE, new TreeSet<>(), true, false);
    }

    private SimDisk board(List<NodeBlock> landed) {
        return new SimDisk(
                timeline,
                new SplitMix(1),
                new BoardMedium(),
                Timing.STANDARD,
                Optional.empty(),
                new SimDisk.Observer() {
                    @Override
                    public void written(NodeBlock block) {
                        landed.add(block);
                    }

                    @Override
                    public void refused(NodeBlock block) {
                        throw new AssertionError("a disk that is attached refuses nothing");
                    }
                });
    }

    private Optional<NodeBlock> readBack(SimDisk board) {
        List<Optional<SortedMap<NodeId, NodeBlock>>> read = new ArrayList<>();
        board.read(ONE, read::add);
        timeline.runTo(timeline.now() + 10_000);
        return read.isEmpty()
                ? Optional.empty()
                : read.getFirst()
                        .map(blocks -> Optional.ofNullable(blocks.get(ONE)))
                        .orElse(Optional.empty());
    }

    @Test
    void whatIsWrittenIsReadBackUnlessItWasLost() {
        List<NodeBlock> landed = new ArrayList<>();
        SimDisk board = board(landed);
        board.write(block(1), error -> assertThat(error).isEmpty());
        timeline.runTo(10_000);
        assertThat(readBack(board)).contains(block(1));

        board.trouble(ONE, SimDisk.Trouble.LOSING);
        board.write(block(2), error -> assertThat(error).isEmpty());
        timeline.runTo(timeline.now() + 10_000);

        assertThat(readBack(board)).contains(block(1));
        assertThat(landed).containsExactly(block(1));
    }

    @Test
    void aHangingWriteLandsWhenTheTroubleEndsAndKeepsTheHostBusy() {
        List<NodeBlock> landed = new ArrayList<>();
        SimDisk board = board(landed);
        board.trouble(ONE, SimDisk.Trouble.HANGING);
        board.write(block(1), error -> assertThat(error).isEmpty());
        timeline.runTo(10_000_000);
        assertThat(landed).isEmpty();
        assertThat(board.busy(ONE)).isTrue();

        board.heal();
        timeline.runTo(20_000_000);
        assertThat(landed).containsExactly(block(1));
        assertThat(board.busy(ONE)).isFalse();
    }

    @Test
    void aFailingPathAnswersWithAnError() {
        SimDisk board = board(new ArrayList<>());
        board.trouble(ONE, SimDisk.Trouble.FAILING);
        List<Optional<String>> errors = new ArrayList<>();
        board.write(block(1), errors::add);
        timeline.runTo(10_000);

        assertThat(errors).containsExactly(Optional.of("write error"));
        assertThat(readBack(board)).isEmpty();
    }

    @Test
    void aPowerCutEndsWhatTheHostWasDoing() {
        List<NodeBlock> landed = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        SimDisk board = board(landed);
        board.write(block(1), error -> answers.add("answered"));
        board.powerCut(ONE);
        timeline.runTo(10_000);

        assertThat(answers).isEmpty();
        assertThat(landed.size()).isLessThanOrEqualTo(1);
        assertThat(board.busy(ONE)).isFalse();
    }
}
