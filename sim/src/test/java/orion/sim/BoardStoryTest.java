package orion.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.model.NodeId;
import orion.sim.Fault.Kind;

/// What a story in a file cannot tell, because it turns on what reaches the white board at one moment.
final class BoardStoryTest {
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
