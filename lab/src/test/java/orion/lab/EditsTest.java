package orion.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is edited while servers run, and while some of them do not: nobody notices but those who asked.
@OnHosts
final class EditsTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @Test
    void anEditMadeWhileANodeIsAwayIsThereAfterAColdStartOfThatNodeAlone() {
        try (Stage stage = new Stage("edits", Profile.STEADY, false)) {
            Host away = stage.node(3);
            away.powerCut();
            stage.cluster().awaitMembers(List.of(stage.node(1), stage.node(2)), LIMIT);
            edit(stage, "    nodes: [node", "    priority: 7\n    nodes: [node");
            String nginx = nginx(stage.node(1));
            assertThat(stage.cluster().must(stage.node(2), "apply -f /run/lab/shared/edited.yaml"))
                    .contains("web changed");
            assertThat(nginx(stage.node(1))).as("the same process").isEqualTo(nginx);
            assertThat(stage.serving()).isEqualTo(stage.node(1));

            // One after the other: nobody founds anew while two may still be at work together (rule C2).
            stage.node(1).powerCut();
            stage.cluster().awaitMembers(List.of(stage.node(2)), LIMIT);
            stage.node(2).powerCut();
            away.boot();
            stage.cluster().start(away);
            stage.cluster().awaitMembers(List.of(away), LIMIT);
            assertThat(stage.cluster().must(away, "export")).contains("priority: 7");
            Moments.await(
                    "its history tells of the edit",
                    LIMIT,
                    () -> stage.cluster().must(away, "history").contains("web changed"));
            stage.cluster().repair();
            Moments.await(
                    "the service answers again",
                    LIMIT,
                    () -> stage.answers().now().isPresent());
            stage.audit();
        }
    }

    @Test
    void otherPartsRestartTheServiceWhereItIsAndARollbackUndoesThat() {
        try (Stage stage = new Stage("edits-restart", Profile.STEADY, false)) {
            String before = nginx(stage.node(1));
            edit(stage, "command: [nginx, -c, ", "command: [nginx, -q, -c, ");
            assertThat(stage.cluster()
                            .attempt(stage.node(2), "apply -f /run/lab/shared/edited.yaml")
                            .exit())
                    .isEqualTo(1);
            assertThat(nginx(stage.node(1))).isEqualTo(before);

            stage.cluster().must(stage.node(2), "apply --restart -f /run/lab/shared/edited.yaml");
            Moments.await("nginx is another one", LIMIT, () -> {
                String now = nginx(stage.node(1));
                return !now.isBlank() && !now.equals(before);
            });
            // Nothing is changed of what is being loaded.
            stage.cluster().awaitRunning(stage.node(3), Service.RESOURCE, LIMIT);
            stage.cluster().must(stage.node(3), "rollback 4 --restart");
            stage.awaitService(stage.node(1), LIMIT);
            assertThat(stage.cluster().must(stage.node(1), "history")).contains("web changed and restarted");
            stage.audit();
        }
    }

    private static void edit(Stage stage, String before, String after) {
        try {
            String text = Files.readString(stage.lab().shared("web.yaml"));
            assertThat(text).contains(before);
            Files.writeString(stage.lab().shared("edited.yaml"), text.replace(before, after));
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /// The process of the web server.
    private static String nginx(Host host) {
        return host.attempt("bash", "-c", "pgrep -o -f 'nginx: master'")
                .output()
                .strip();
    }
}
