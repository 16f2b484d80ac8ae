package orion.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import orion.core.Output;
import orion.core.Standing;
import orion.core.model.NodeId;
import orion.core.model.Timing;

/// A failure is noticed, agreed on and acted on within the tolerance and half a second, however many nodes there are.
final class FlatFailoverTest {
    private static final long LIMIT = Timing.STANDARD.toleranceMillis() + 500;
    private static final NodeId VICTIM = new NodeId(1);

    /// When, in the time of the run, another node than the victim was first told to load its resource.
    private OptionalLong toldToLoad = OptionalLong.empty();

    /// @param later how much later within a heartbeat interval the power is cut
    @ParameterizedTest
    @CsvSource({"2,0", "2,500", "4,0", "4,500", "8,0", "8,500", "16,0", "16,500", "32,0", "32,500"})
    void withinTheToleranceAndHalfASecond(int nodes, long later) {
        Story story = Story.running(nodes);
        assertThat(story.where("r1")).isEqualTo("1");
        story.cluster().watch(fact -> {
            if (fact instanceof Fact.Stepped(var member, var before, var leaseOver, var outputs)
                    && !member.node().equals(VICTIM)
                    && toldToLoad.isEmpty()
                    && outputs.stream().anyMatch(FlatFailoverTest::loadsIt)) {
                toldToLoad = OptionalLong.of(now(story));
            }
        });
        story.pass(later);
        long generation = story.generation(nodes);
        long cutAt = now(story);
        story.happens(Fault.Kind.POWER_CUT, VICTIM.number(), 600_000);

        story.until(
                "all survivors are in the next generation",
                LIMIT,
                () -> IntStream.rangeClosed(2, nodes)
                        .allMatch(node -> story.view(node).standing() == Standing.MEMBER
                                && story.generation(node) == generation + 1));
        story.until("r1 is told to load elsewhere", LIMIT - (now(story) - cutAt), () -> toldToLoad.isPresent());
        assertThat(toldToLoad.orElseThrow() - cutAt).isBetween(Timing.STANDARD.leaseMillis(), LIMIT);
        for (int node = 2; node <= nodes; node++) {
            assertThat(story.view(node).generation().members())
                    .hasSize(nodes - 1)
                    .doesNotContain(VICTIM);
        }
        assertThat(story.deaths()).isZero();
    }

    private static boolean loadsIt(Output output) {
        return output instanceof Output.RunAction run
                && run.order() == Output.Order.LOAD
                && run.resource().name().equals("r1");
    }

    private static long now(Story story) {
        return story.cluster().timeline().now() / 1_000;
    }
}
