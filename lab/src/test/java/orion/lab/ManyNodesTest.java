package orion.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// A cluster of many real daemons loses a host. The benchmark does the same with 32 and tells how fast.
@OnHosts
@Isolated("its daemons need all processors")
final class ManyNodesTest {
    private static final int NODES = 12;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Test
    void allSurvivorsAgreeOnOneGenerationAndOneHolder() {
        try (Stage stage = Stage.ofMany("many", NODES)) {
            Host victim = stage.serving();
            long generation =
                    stage.cluster().view(stage.node(NODES)).orElseThrow().epoch();
            List<Host> survivors = stage.lab().nodes().stream()
                    .filter(node -> !node.equals(victim))
                    .toList();
            victim.powerCut();
            Host holder = stage.awaitTakeOver(victim, LIMIT);
            stage.cluster().awaitNextGeneration(survivors, generation, LIMIT);

            assertThat(survivors)
                    .hasSize(NODES - 1)
                    .allSatisfy(survivor -> assertThat(stage.cluster().awaitRunning(survivor, Service.RESOURCE, LIMIT))
                            .isEqualTo(holder));
            assertThat(stage.holders().overlap(0))
                    .as("held by two hosts at once")
                    .isEqualTo(HolderWatch.Overlap.NONE);
        }
    }
}
