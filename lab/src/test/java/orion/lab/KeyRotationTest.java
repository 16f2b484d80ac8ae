package orion.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The keys of a cluster are exchanged while it serves and one of its hosts is without power.
@OnHosts
final class KeyRotationTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String DONE = "in use by all nodes";

    @Test
    void theAbsentOneIsWaitedForAndNobodyIsInterrupted() {
        try (Stage stage = new Stage("keys", Profile.STEADY, false)) {
            Set<String> old = keyFiles(stage);
            stage.node(3).powerCut();
            stage.cluster().awaitMembers(stage.lab().nodes().subList(0, 2), LIMIT);
            long generation = generation(stage);

            stage.cluster().must(stage.node(2), "keys rotate");
            awaitWords(stage, stage.node(1), "node3");
            awaitWords(stage, stage.node(2), "node3");
            assertThat(stage.cluster().must(stage.node(1), "status")).contains("earlier keys");
            assertThat(generation(stage)).as("nobody was cast out").isEqualTo(generation);

            stage.cluster().repair();
            stage.lab().nodes().forEach(node -> awaitWords(stage, node, DONE));
            assertThat(keyFiles(stage)).hasSize(1).doesNotContainAnyElementsOf(old);
            assertThat(stage.answers().interruptionSince(0))
                    .as("an interruption")
                    .isEmpty();

            // Whoever starts anew has nothing but its files.
            stage.node(1).powerCut();
            stage.awaitTakeOver(stage.node(1), LIMIT);
            stage.cluster().repair();
            stage.audit();
        }
    }

    private static long generation(Stage stage) {
        return stage.cluster().view(stage.node(1)).orElseThrow().epoch();
    }

    private static void awaitWords(Stage stage, Host node, String words) {
        Moments.await(
                "'orion keys' on %s says '%s'".formatted(node.name(), words),
                LIMIT,
                () -> stage.cluster().must(node, "keys").contains(words),
                () -> stage.cluster().must(node, "keys"));
    }

    /// Fingerprints of the keys that the hosts have.
    private static Set<String> keyFiles(Stage stage) {
        return stage.lab().nodes().stream()
                .map(node -> node.run("sha256sum", Cluster.STATE + "/identity/cluster.key"))
                .collect(Collectors.toSet());
    }
}
