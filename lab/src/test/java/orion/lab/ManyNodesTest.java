package orion.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The largest cluster there can be, of real daemons, loses a host. The benchmark tells how fast.
@Tag("root")
final class ManyNodesTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Test
    void thirtyOneSurvivorsAgreeOnOneGenerationAndOneHolder() {
        try (Stage stage = Stage.ofThirtyTwo("thirty-two")) {
            Host victim = stage.serving();
            long generation = stage.cluster().view(stage.node(32)).orElseThrow().epoch();
            List<Host> survivors = stage.lab().nodes().stream()
                    .filter(node -> !node.equals(victim))
                    .toList();
            victim.powerCut();
            Host holder = stage.awaitTakeOver(victim, LIMIT);
            stage.cluster().awaitNextGeneration(survivors, generation, LIMIT);

            assertThat(survivors)
                    .hasSize(31)
                    .allSatisfy(survivor -> assertThat(stage.cluster().awaitRunning(survivor, Service.RESOURCE, LIMIT))
                            .isEqualTo(holder));
            assertThat(stage.holders().overlap(0))
                    .as("held by two hosts at once")
                    .isEqualTo(HolderWatch.Overlap.NONE);
        }
    }
}
