package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;
import orion.node.api.PlannerData;
import orion.node.api.PlannerData.ExplanationData;
import orion.node.api.PlannerData.FateData;
import orion.node.api.PlannerData.LossData;
import orion.node.api.PlannerData.OptionData;

/// How people and programs read what the planner says.
final class PlannerCommandsTest {
    private static final ExplanationData WEB = new ExplanationData(
            "web",
            "Running",
            "node2",
            "node1 failed",
            "it runs, and what runs stays where it is",
            List.of(
                    new OptionData("node1", false, "not-up", "is not up", true, List.of("node1 joins", "'orion x'")),
                    new OptionData("node2", true, "there", "it is there", true, List.of()),
                    new OptionData("node3", false, "not-master", "is not the master", false, List.of())));
    private static final List<LossData> LOSSES = List.of(
            new LossData(
                    "node2",
                    List.of(
                            new FateData("print", "node2", "Unassigned", "", -1, "none of its nodes is up: node2"),
                            new FateData("web", "node2", "Running", "node3", 8_440, "node2 failed")),
                    List.of()),
            new LossData("node3", List.of(), List.of("node1 would be overloaded")));

    private @TempDir Path directory = Path.of("");

    private StandInDaemon daemon() throws IOException {
        return StandInDaemon.in(directory, request -> switch (request.verb()) {
            case "explain" -> ControlReply.of(new PlannerData(Optional.of(WEB), List.of()));
            case "what-if" -> ControlReply.of(new PlannerData(Optional.empty(), LOSSES));
            default -> ControlReply.refused("nobody expects " + request.verb());
        });
    }

    private Outcome run(String... words) {
        return new CommandRun().with("ORION_DIR", directory.toString()).run(words);
    }

    @Test
    void explainTellsWhyHereWhyNotThereAndWhatWouldHaveToChange() throws Exception {
        try (StandInDaemon daemon = daemon()) {
            assertThat(run("explain", "web")).isEqualTo(new Outcome(0, """
                            web is Running on node2: node1 failed
                            Now: it runs, and what runs stays where it is
                            Node   Taken  To have it there             Reason
                            node1  no     node1 joins, then 'orion x'  node1 is not up
                            node2  yes    -                            it is there
                            node3  no     no way is known              node3 is not the master
                            """, ""));
            assertThat(daemon.orders()).containsExactly(new ControlRequest("explain", List.of("web")));
        }
    }

    @Test
    void whatIfIsATableOfAllSingleLosses() throws Exception {
        try (StandInDaemon daemon = daemon()) {
            assertThat(run("what-if")).isEqualTo(new Outcome(0, """
                            Lost   Resource  From   Then              After about  Reason
                            node2  print     node2  Unassigned        -            none of its nodes is up: node2
                            node2  web       node2  Running on node3  8.4 s        node2 failed
                            node3  -         -      nothing changes   -
                            without node3: node1 would be overloaded
                            """, ""));
            assertThat(run("what-if", "node-loss", "node2").exitCode()).isZero();
            assertThat(daemon.orders())
                    .containsExactly(
                            new ControlRequest("what-if", List.of()), new ControlRequest("what-if", List.of("node2")));
        }
    }

    @Test
    void programsGetEverything() throws Exception {
        try (StandInDaemon daemon = daemon()) {
            assertThat(run("explain", "web", "--json").output())
                    .startsWith("{\"resource\":\"web\",\"state\":\"Running\",\"node\":\"node2\"")
                    .contains("\"kind\":\"not-up\"", "\"steps\":[\"node1 joins\",\"'orion x'\"]", "\"possible\":false");
            assertThat(run("what-if", "--json").output())
                    .startsWith("[{\"node\":\"node2\",\"resources\":[{\"resource\":\"print\"")
                    .contains("\"expectedMillis\":8440");
            assertThat(daemon.orders()).hasSize(2);
        }
    }

    @Test
    void thePlannerIsMeasuredWithoutADaemon() {
        assertThat(run("bench", "planner", "--json").output())
                .matches("\\{\"nodes\":32,\"resources\":1000,\"warmMillis\":[0-9.]+,\"coldMillis\":[0-9.]+}\\n");
        assertThat(run("bench", "planner").output())
                .startsWith("32 nodes, 1000 resources, after the loss of a node: a plan in ");
    }

    @Test
    void anotherEventIsNotUnderstood() {
        Outcome outcome = run("what-if", "fire");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.errors()).contains("what may happen must be 'node-loss NODE', not 'fire'");
    }
}
