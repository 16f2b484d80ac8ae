package orion.lab;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The power of hosts is cut; what they carried comes back elsewhere with all its data. The benchmark
/// tells how fast.
@OnHosts
final class PowerCutTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @ParameterizedTest
    @EnumSource(names = {"STANDARD", "STEADY"})
    void theServiceComesBackOnAnotherHostWithAllItsData(Profile profile) {
        try (Stage stage = new Stage("power-cut-" + profile, profile, false)) {
            stage.node(1).powerCut();
            stage.awaitTakeOver(stage.node(1), LIMIT);

            stage.cluster().repair();
            stage.audit();
        }
    }

    @Test
    void theLastOfThreeHostsCarriesOnWhenTwoLosePowerAtOnce() {
        try (Stage stage = new Stage("power-cut-two", Profile.STEADY, false)) {
            // The serving host and the master.
            stage.lab().powerCut(List.of(stage.node(1), stage.node(3)));
            stage.awaitService(stage.node(2), LIMIT);

            stage.cluster().repair();
            stage.audit();
        }
    }

    @Test
    void aMasterThatServesIsReplacedInBothItsDuties() {
        try (Stage stage = new Stage("power-cut-master", Profile.STEADY, false)) {
            stage.cluster().must(stage.node(1), "migrate " + Service.RESOURCE + " node3");
            stage.awaitService(stage.node(3), LIMIT);
            stage.node(3).powerCut();
            stage.awaitTakeOver(stage.node(3), LIMIT);

            awaitMaster(stage, "node2");
            stage.cluster().repair();
            awaitMaster(stage, "node3");
            stage.audit();
        }
    }

    private static void awaitMaster(Stage stage, String name) {
        Moments.await(
                name + " is master",
                LIMIT,
                () -> stage.cluster()
                        .view(stage.node(1))
                        .filter(view -> view.master().equals(name))
                        .isPresent());
    }
}
