package orion.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Somebody works on the servers: the cluster looks on, whoever dies, and acts when the maintenance is over.
@OnHosts
final class MaintenanceTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @Test
    void whatStopsInMaintenanceStaysStoppedThoughTheMasterDiesAndThenItsOwnHost() {
        try (Stage stage = new Stage("maintenance", Profile.STEADY, false)) {
            Host last = stage.node(2);
            stage.cluster().must(stage.node(1), "maintenance on");
            stage.node(1).signal("web", "TERM");
            awaitState(stage, last, "Stopped");

            stage.node(3).powerCut();
            stage.cluster().awaitMembers(List.of(stage.node(1), last), LIMIT);
            awaitState(stage, last, "Stopped");

            stage.node(1).powerCut();
            stage.cluster().awaitMembers(List.of(last), LIMIT);
            awaitState(stage, last, "Offline");
            Moments.letPass(Profile.STEADY.tolerance().multipliedBy(2));
            assertThat(state(stage, last)).isEqualTo("Offline");
            assertThat(stage.holders().mountedOn()).isEmpty();
            assertThat(stage.answers().now()).isEmpty();
            assertThat(stage.cluster().must(last, "resources")).contains("in maintenance");

            stage.cluster().must(last, "maintenance off");
            stage.awaitService(last, LIMIT);
            stage.cluster().repair();
            stage.audit();
        }
    }

    @Test
    void maintenanceEndsByItselfAndWhatStoppedMeanwhileIsStartedAgain() {
        try (Stage stage = new Stage("maintenance-ends", Profile.STEADY, false)) {
            stage.cluster().must(stage.node(1), "maintenance on --resource " + Service.RESOURCE + " --for 10s");
            stage.node(1).signal("web", "TERM");
            Moments.await(
                    "it stops, maintenance ends, and it runs again",
                    LIMIT,
                    () -> inOrder(
                            stage.cluster().must(stage.node(2), "events"),
                            "resource web is in maintenance",
                            "web is Stopped on node1",
                            "maintenance of resource web is over",
                            "web is Running on node1"));
            stage.awaitService(stage.node(1), LIMIT);
            stage.audit();
        }
    }

    private static boolean inOrder(String text, String... parts) {
        int from = 0;
        for (String part : parts) {
            int at = text.indexOf(part, from);
            if (at < 0) {
                return false;
            }
            from = at + part.length();
        }
        return true;
    }

    private static String state(Stage stage, Host witness) {
        return stage.cluster()
                .view(witness)
                .map(view -> view.stateOf(Service.RESOURCE))
                .orElse("");
    }

    private static void awaitState(Stage stage, Host witness, String wanted) {
        Moments.await(
                Service.RESOURCE + " is " + wanted,
                LIMIT,
                () -> state(stage, witness).equals(wanted),
                () -> "It is " + state(stage, witness));
    }
}
