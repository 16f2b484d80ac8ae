package orion.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.core.wire.StateCodec;
import orion.sim.Fault.Kind;

/// How large a configuration can become: up to what every copy and every message can hold, and not a byte more.
final class LargeConfigurationTest {
    private static final int LONG_ARGUMENT = 4_000;

    /// A resource whose last argument has so many characters.
    private static ResourceDefinition large(int lastArgument) {
        List<String> command = new ArrayList<>(List.of("/bin/true"));
        for (int i = 0; i < 31; i++) {
            command.add("x".repeat(LONG_ARGUMENT));
        }
        command.add("y".repeat(lastArgument));
        return new ResourceDefinition("large", List.of(new PartDefinition.Command(command)));
    }

    @Test
    void theLargestConfigurationReachesEverybodyAndOneByteMoreIsRefused() {
        Story story = Story.running(3);
        ClusterConfiguration before = story.state().configuration();
        int room = StateCodec.LONGEST_COPY - StateCodec.copyBytes(before.withResource(large(0)));
        assertThat(room).isBetween(1, LONG_ARGUMENT);

        SimCluster.Answer refused = story.ask(1, Edits.put(large(room + 1)));
        assertThat(refused.accepted()).isFalse();
        assertThat(refused.text())
                .startsWith("with resource large the configuration has " + (StateCodec.LONGEST_COPY + 1) + " bytes")
                .contains("at most " + StateCodec.LONGEST_COPY, "shorten definitions");
        assertThat(story.state().configuration()).isEqualTo(before);

        assertThat(story.ask(1, Edits.put(large(room))).accepted()).isTrue();
        story.untilWhole(5_000);
        for (int node = 1; node <= 3; node++) {
            assertThat(story.view(node).state().configuration().resource("large"))
                    .isEqualTo(large(room));
        }
        assertThat(StateCodec.encodeCopy(story.state())).hasSizeLessThanOrEqualTo(StateCodec.LONGEST_COPY);

        story.happens(Kind.POWER_CUT, 3, 30_000);
        story.until(
                "the next generation has it too", 20_000, () -> story.members(1).equals("1 2"));
        story.pass(30_000);
        story.untilWhole(20_000);
        assertThat(story.cluster().network().unsendable()).isZero();
    }
}
