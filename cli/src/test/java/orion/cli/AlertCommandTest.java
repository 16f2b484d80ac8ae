package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.cli.StandInDaemon.resource;
import static orion.cli.StandInDaemon.seen;
import static orion.cli.StandInDaemon.status;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;
import orion.node.api.StatusData.ResourceData;

/// How a person sees and answers what a resource asks.
final class AlertCommandTest {
    private @TempDir Path directory = Path.of("");

    private static ResourceData asking(String state, String node, String kind) {
        return new ResourceData(
                "web",
                state,
                node,
                1,
                true,
                "",
                List.of("node2", "node3"),
                "n1 failed",
                List.of(),
                false,
                kind,
                "n1 failed; may it?",
                "2026-11-22T15:00:00Z");
    }

    private StandInDaemon daemon(ResourceData... states) throws IOException {
        Deque<ResourceData> left = new ArrayDeque<>(List.of(states));
        return StandInDaemon.in(
                directory,
                request -> request.verb().equals("status")
                        ? seen(status(left.size() > 1 ? left.removeFirst() : left.getFirst()))
                        : ControlReply.done("granted"));
    }

    private Outcome run(String... words) {
        return new CommandRun().with("ORION_DIR", directory.toString()).run(words);
    }

    @Test
    void yesNamesTheQuestionAndWaitsUntilTheResourceRuns() throws Exception {
        ResourceData asks = asking("Alert", "", "failover");
        try (StandInDaemon daemon = daemon(asks, asks, resource("web", "Running", "node2", 2, ""))) {
            assertThat(run("alert", "web", "yes")).isEqualTo(new Outcome(0, "web is Running on node2\n", ""));
            assertThat(daemon.orders()).containsExactly(new ControlRequest("alert", List.of("web", "failover", "yes")));
        }
    }

    @Test
    void noToAFailbackChangesNothingAndIsDoneAtOnce() throws Exception {
        try (StandInDaemon daemon = daemon(asking("Running", "node3", "failback"))) {
            assertThat(run("alert", "web", "no")).isEqualTo(new Outcome(0, "granted\n", ""));
            assertThat(daemon.orders()).containsExactly(new ControlRequest("alert", List.of("web", "failback", "no")));
        }
    }

    @Test
    void whereNothingIsAskedAndWhatIsNoAnswerIsSaid() throws Exception {
        try (StandInDaemon daemon = daemon(resource("web", "Running", "node2", 1, ""))) {
            Outcome nothing = run("alert", "web", "yes");
            assertThat(nothing.exitCode()).isEqualTo(1);
            assertThat(nothing.errors()).contains("web asks nothing at present: it is Running on node2");

            Outcome maybe = run("alert", "web", "maybe");
            assertThat(maybe.exitCode()).isEqualTo(2);
            assertThat(maybe.errors()).contains("the answer must be yes or no, not 'maybe'");
            assertThat(daemon.orders()).isEmpty();
        }
    }

    @Test
    void theListShowsTheQuestionAndOneResourceSinceWhenItIsUp() throws Exception {
        try (StandInDaemon _ = daemon(asking("Running", "node3", "failback"))) {
            assertThat(run("resources", "web").output())
                    .contains("Running (Failback Alert)", "n1 failed; may it?")
                    .endsWith("web has been up since 2026-11-22T15:00:00Z, in its life 1\n");
        }
        try (StandInDaemon _ = daemon(asking("Alert", "", "start"))) {
            assertThat(run("resources").output()).contains("Start Alert");
        }
    }
}
