package orion.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The disk of the white board fails: the LAN stands in for it, and nothing dies.
@OnHosts
final class BoardFaultTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @Test
    void nothingDiesWhenTheServingHostLosesTheBoard() {
        try (Stage stage = new Stage("board-one", Profile.STEADY, false)) {
            surviveWithoutBoard(stage, List.of(stage.node(1)));
        }
    }

    @Test
    void nothingDiesWhenAllHostsLoseTheBoard() {
        try (Stage stage = new Stage("board-all", Profile.STEADY, false)) {
            surviveWithoutBoard(stage, stage.lab().nodes());
        }
    }

    private static void surviveWithoutBoard(Stage stage, List<Host> hosts) {
        long before = System.nanoTime();
        hosts.forEach(host -> host.failDisk("board"));
        for (Host host : hosts) {
            awaitBoard(stage, host, false);
        }
        Moments.letPass(Profile.STEADY.tolerance().multipliedBy(4));

        stage.cluster().awaitMembers(stage.lab().nodes(), LIMIT);
        assertThat(stage.answers().interruptionSince(before)).isEmpty();
        hosts.forEach(host -> host.healDisk("board"));
        for (Host host : hosts) {
            awaitBoard(stage, host, true);
        }
        assertThat(stage.answers().interruptionSince(before)).isEmpty();
        stage.audit();
    }

    private static void awaitBoard(Stage stage, Host host, boolean healthy) {
        Moments.await(
                "%s shows the board as %s".formatted(host.name(), healthy ? "healthy" : "unusable"),
                LIMIT,
                () -> stage.cluster()
                        .view(host)
                        .filter(view -> view.boardHealthy() == healthy)
                        .isPresent());
    }
}
