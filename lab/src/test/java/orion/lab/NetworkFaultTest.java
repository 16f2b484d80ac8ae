package orion.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Cables are pulled and cut: exactly one side carries on, and the service with it.
@OnHosts
final class NetworkFaultTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @Test
    void anUnpluggedHostGivesUpAndItsServiceComesBackElsewhere() {
        try (Stage stage = new Stage("unplug", Profile.STEADY, false)) {
            stage.node(1).unplug();
            stage.awaitTakeOver(stage.node(1), LIMIT);

            stage.node(1).plug();
            stage.cluster().repair();
            stage.audit();
        }
    }

    /// Rule E1: without anybody waiting for silence; how soon at the default times, the benchmark tells.
    @Test
    void aHostThatKnowsThatItsCableIsOutIsNotWaitedFor() {
        try (Stage stage = new Stage("unplug-evidence", Profile.PATIENT, false)) {
            stage.node(1).unplug();
            stage.awaitTakeOver(stage.node(1), LIMIT);

            assertThat(stage.survivorsEvents())
                    .contains("node1 says on the board that its network link is down")
                    .doesNotContain("node1 has been silent");
            stage.node(1).plug();
            stage.cluster().repair();
            stage.audit();
        }
    }

    /// Rule E1: a switch that restarts takes all links away and gives them back one after the other.
    @Test
    void aSwitchThatRestartsCostsNobodyItsLife() {
        try (Stage stage = new Stage("switch-restart", Profile.PATIENT, false)) {
            stage.lab().nodes().forEach(Host::unplug);
            Moments.letPass(Duration.ofSeconds(3));
            stage.lab().nodes().forEach(Host::plug);
            Moments.letPass(Profile.PATIENT.tolerance().multipliedBy(2));

            assertThat(stage.cluster().view(stage.node(3)).orElseThrow().members())
                    .containsExactlyInAnyOrder("node1", "node2", "node3");
            assertThat(stage.cluster().must(stage.node(3), "events"))
                    .doesNotContain("network link is down")
                    .doesNotContain("has been silent");
            stage.audit();
        }
    }

    @Test
    void aCutBetweenTwoHostsCostsOneOfThemAndNeverBoth() {
        try (Stage stage = new Stage("cut-between-two", Profile.STEADY, false)) {
            stage.lab().cut(stage.node(1), stage.node(2));
            Moments.await(
                    "node3 shows two members",
                    LIMIT,
                    () -> stage.cluster()
                            .view(stage.node(3))
                            .filter(view -> view.members().size() == 2)
                            .isPresent());
            Set<String> survivors =
                    stage.cluster().view(stage.node(3)).orElseThrow().members();
            assertThat(survivors).contains("node3");
            Moments.await(
                    "a survivor serves",
                    LIMIT,
                    () -> stage.answers().now().filter(survivors::contains).isPresent());
            Moments.letPass(Profile.STEADY.tolerance().multipliedBy(2));
            assertThat(stage.serving().name()).isIn(survivors);

            stage.lab().heal();
            stage.cluster().repair();
            Moments.await(
                    "the service answers", LIMIT, () -> stage.answers().now().isPresent());
            stage.audit();
        }
    }

    @Test
    void aNodeThatWaitsBehindACutIsLetInThoughAnotherWasAddedMeanwhile() {
        try (Lab lab = new Lab(3)) {
            lab.disk("board", "32M");
            Cluster cluster = new Cluster(lab, Profile.STEADY, false, "kill", List.of("board"));
            Host first = lab.host("node1");
            Host waiting = lab.host("node2");
            Host added = lab.host("node3");
            cluster.enroll(waiting);
            lab.cut(first, waiting);
            cluster.start(waiting);
            Moments.await(
                    "node2 runs",
                    LIMIT,
                    () -> cluster.attempt(waiting, "status").exit() == 0);
            // From here on node2 knows of two nodes only, and nobody tells it of the third.
            cluster.enroll(added);
            cluster.start(added);
            cluster.awaitMembers(List.of(first, added), LIMIT);

            lab.heal();
            cluster.awaitMembers(lab.nodes(), LIMIT);
        }
    }
}
