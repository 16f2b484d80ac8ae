package orion.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// An administrator moves the service, and takes whole nodes out and in.
@OnHosts
final class PlannedMoveTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    // What was announced is not waited for as a failure is; the benchmark tells how short it is.
    private static final Duration LONGEST_OUTAGE = Profile.STANDARD.tolerance();

    @Test
    void aMovedServiceIsAwayForAMoment() {
        try (Stage stage = new Stage("move", Profile.STANDARD, false)) {
            long before = System.nanoTime();
            stage.cluster().must(stage.node(3), "migrate " + Service.RESOURCE + " node2");
            stage.awaitService(stage.node(2), LIMIT);

            assertThat(stage.outageSince(before).length()).isLessThan(LONGEST_OUTAGE);
            stage.audit();
        }
    }

    @Test
    void aNodeThatLeavesHandsItsServiceOverFirst() {
        try (Stage stage = new Stage("leave", Profile.STANDARD, false)) {
            long before = System.nanoTime();
            stage.cluster().must(stage.node(1), "leave");
            stage.awaitTakeOver(stage.node(1), LIMIT);

            assertThat(stage.outageSince(before).length()).isLessThan(LONGEST_OUTAGE);
            stage.cluster().awaitMembers(List.of(stage.node(2), stage.node(3)), LIMIT);
            stage.cluster().must(stage.node(1), "join");
            stage.cluster().awaitMembers(stage.lab().nodes(), LIMIT);
            stage.audit();
        }
    }
}
