package orion.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import orion.core.model.NodeId;
import orion.sim.Fault.Kind;

/// What a story in a file cannot tell, because it turns on what reaches the white board at one moment.
final class BoardStoryTest {
    private static final long MINUTE = 60_000;

    /// What the board is like for a node now.
    private static boolean works(Story story, int node) {
        return story.view(node).boardHealthy();
    }

    @Test
    void whatHappensToTheBoardOfAllHappensToAllAndEnds() {
        List<Kind> kinds = List.of(
                Kind.BOARD_DEAD, Kind.BOARD_HANGING_FOR_ALL, Kind.BOARD_LOSING_FOR_ALL, Kind.BOARD_TORN_FOR_ALL);
        for (Kind kind : kinds) {
            Story story = Story.running(3);
            story.happens(kind, 1, 10_000);
            story.until(
                    kind + " is noticed by all",
                    8_000,
                    () -> IntStream.rangeClosed(1, 3).noneMatch(node -> works(story, node)));
            story.until(
                    kind + " is over for all",
                    20_000,
                    () -> IntStream.rangeClosed(1, 3).allMatch(node -> works(story, node)));
            assertThat(story.deaths()).as(kind.name()).isZero();
        }
    }

    @Test
    void aBoardThatIsSlowForAllIsSlowForAll() {
        Story story = Story.running(3);
        assertThat(story.view(1).boardMillis()).isLessThan(100);
        story.happens(Kind.BOARD_SLOW_FOR_ALL, 1, MINUTE);
        story.pass(MINUTE / 2);
        for (int node = 1; node <= 3; node++) {
            assertThat(story.view(node).boardMillis()).as("n%d", node).isGreaterThan(500);
        }
        assertThat(story.deaths()).isZero();
    }

    @Test
    void whatHappensToTheBoardOfAllHappensToThoseWhoAreAddedMeanwhile() {
        Story story = Story.running(2);
        story.happens(Kind.ADD_NODE, 1, 1_000);
        story.pass(500);
        story.happens(Kind.BOARD_DEAD, 1, 30_000);
        story.pass(20_000);
        assertThat(story.host(3).daemon())
                .as("a life cannot begin without the board")
                .isNull();
        story.pass(10_000);
        story.untilWhole(30_000);
        assertThat(story.members(1)).isEqualTo("1 2 3");
    }

    @Test
    void aPublicationThatIsNotReadBackIsNoPublication() {
        Story story = Story.running(3);
        SortedSet<NodeId> decided = new TreeSet<>();
        story.cluster().watch(fact -> {
            if (fact instanceof Fact.BlockWritten(int disk, var block)
                    && block.ballot().generation() == 2
                    && block.ballot().accepted() > 0
                    && decided.add(block.writer().node())) {
                // From now on whatever the decider writes is lost.
                story.cluster().board().trouble(block.writer().node(), 0, SimDisk.Trouble.LOSING);
            }
        });
        story.happens(Kind.POWER_CUT, 1, 600_000);
        story.until("n3 has accepted", 10_000, () -> decided.contains(new NodeId(3)));
        story.pass(30);
        assertThat(story.generation(3)).isEqualTo(1);
        assertThat(story.where("r1")).isEmpty();

        // n2 finds the value on the board, proposes the same one, and loses its publication too.
        story.until("n2 has accepted", 10_000, () -> decided.contains(new NodeId(2)));
        assertThat(story.generation(2)).isEqualTo(1);
        story.cluster().board().heal();
        story.until("r1 runs on n2", 3_000, () -> story.runs("r1", 2));
        assertThat(story.members(3)).isEqualTo("2 3");
    }
}
