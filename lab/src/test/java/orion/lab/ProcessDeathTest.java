package orion.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The process of a service dies, and its host lives.
@OnHosts
final class ProcessDeathTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /// Nobody looks at the service for an hour: what is noticed is the end of its process.
    @Test
    void theEndOfAProcessIsNoticedWithoutALook() {
        try (Stage stage = new Stage("process-death", Profile.STANDARD, false, Service.LOOKED_AT_ONCE_AN_HOUR)) {
            stage.node(1).signal(Service.RESOURCE, "KILL");
            Moments.await(
                    "it runs again, and the failure counts",
                    LIMIT,
                    () -> stage.cluster()
                            .attempt(stage.node(2), "explain " + Service.RESOURCE)
                            .output()
                            .contains("1 counts, the oldest for"));
            stage.awaitService(stage.node(1), LIMIT);

            assertThat(stage.survivorsEvents())
                    .contains("stopped by itself on node1: service nginx, process")
                    .contains("ended by itself");
            assertThat(stage.holders().overlap(0))
                    .as("held by two hosts at once")
                    .isEqualTo(HolderWatch.Overlap.NONE);
        }
    }
}
