package orion.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Two hosts without a shared white board: a witness on each of them and one on a third.
@OnHosts
final class WitnessTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private static void awaitDisks(Stage stage, List<Host> hosts, int working) {
        for (Host host : hosts) {
            Moments.await(
                    "%s shows %d working disks".formatted(host.name(), working),
                    LIMIT,
                    () -> stage.cluster()
                            .view(host)
                            .filter(view -> view.disksWorking() == working)
                            .isPresent(),
                    () -> stage.cluster().attempt(host, "status").output());
        }
    }

    @Test
    void aPowerCutOfOneHostWithItsWitnessIsSurvivedByTheOther() {
        try (Stage stage = Stage.ofTwoWithWitnesses("witness-power-cut", Profile.STEADY)) {
            List<Host> all = stage.lab().nodes();
            awaitDisks(stage, all, 3);

            stage.node(1).powerCut();
            assertThat(stage.awaitTakeOver(stage.node(1), LIMIT)).isEqualTo(stage.node(2));
            awaitDisks(stage, List.of(stage.node(2)), 2);
            assertThat(stage.cluster().must(stage.node(2), "status")).contains("protection is reduced");

            stage.node(1).boot();
            new Witness(stage.node(1)).start();
            stage.cluster().repair();
            awaitDisks(stage, all, 3);
            stage.audit();
        }
    }

    /// Neither hears the other nor reaches its witness; both reach the third one.
    @Test
    void ofTwoHostsThatAreCutFromEachOtherExactlyOneSurvives() {
        try (Stage stage = Stage.ofTwoWithWitnesses("witness-cut", Profile.STEADY)) {
            List<Host> all = stage.lab().nodes();
            awaitDisks(stage, all, 3);

            stage.lab().cut(stage.node(1), stage.node(2));
            Moments.await(
                    "one of the two is alone",
                    LIMIT,
                    () -> membersSeenByMembers(stage).equals(Set.of(1)));
            Moments.await("it serves", LIMIT, () -> stage.answers().now().isPresent() && servesAlone(stage));
            Moments.letPass(Profile.STEADY.tolerance().multipliedBy(2));
            assertThat(membersSeenByMembers(stage)).containsExactly(1);
            assertThat(standing(stage)).as("hosts that say they are members").hasSize(1);
            Moments.await("it serves still", LIMIT, () -> servesAlone(stage));

            stage.lab().heal();
            stage.cluster().repair();
            awaitDisks(stage, all, 3);
            Moments.await(
                    "the service answers", LIMIT, () -> stage.answers().now().isPresent());
            stage.audit();
        }
    }

    /// Rule E2: a guard cannot speak to a witness, but it can write the file of the one on its own host.
    @Test
    void theGuardSpeaksForADeadDaemonThatNamesTheFileOfItsOwnWitness() {
        try (Stage stage = Stage.ofTwoWithWitnesses("witness-last-words", Profile.PATIENT)) {
            Host first = stage.node(1);
            first.signal(Cluster.DAEMON, "TERM");
            Moments.await("the daemon of node1 has ended", LIMIT, () -> !first.lives(Cluster.DAEMON));
            first.run(
                    "sed",
                    "-i",
                    "s#^board=.*#board=%s/board#".formatted(Witness.STATE),
                    Cluster.STATE + "/node.properties");
            stage.cluster().repair();
            awaitDisks(stage, stage.lab().nodes(), 3);
            stage.cluster().must(first, "migrate " + Service.RESOURCE + " node1");
            stage.awaitService(first, LIMIT);

            first.signal(Cluster.DAEMON, "KILL");
            stage.awaitTakeOver(first, LIMIT);

            assertThat(stage.cluster().must(stage.node(2), "events"))
                    .contains("node1 says on the board that it has stopped")
                    .doesNotContain("node1 has been silent");
            stage.cluster().repair();
            stage.audit();
        }
    }

    private static List<Host> standing(Stage stage) {
        return stage.lab().nodes().stream()
                .filter(host ->
                        stage.cluster().view(host).filter(ClusterView::member).isPresent())
                .toList();
    }

    /// How many members those who are members see.
    private static Set<Integer> membersSeenByMembers(Stage stage) {
        return stage.lab().nodes().stream()
                .flatMap(host -> stage.cluster().view(host).stream())
                .filter(ClusterView::member)
                .map(view -> view.members().size())
                .collect(Collectors.toSet());
    }

    /// Whether the client is answered by the only member.
    private static boolean servesAlone(Stage stage) {
        List<Host> members = standing(stage);
        return members.size() == 1
                && stage.answers()
                        .now()
                        .filter(members.getFirst().name()::equals)
                        .isPresent();
    }
}
