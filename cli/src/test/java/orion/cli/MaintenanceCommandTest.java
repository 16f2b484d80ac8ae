package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;
import orion.node.api.StatusData.ResourceData;

/// What `maintenance` asks of the daemon, and which words make no sense.
final class MaintenanceCommandTest {
    private @TempDir Path directory = Path.of("");

    private Outcome run(String... words) {
        return new CommandRun().with("ORION_DIR", directory.toString()).run(words);
    }

    private void asks(List<String> expected, String... words) throws Exception {
        try (StandInDaemon daemon = StandInDaemon.in(directory, _ -> ControlReply.done("granted"))) {
            assertThat(run(words)).isEqualTo(new Outcome(0, "granted\n", ""));
            assertThat(daemon.orders()).containsExactly(new ControlRequest("maintenance", expected));
        }
    }

    @Test
    void itIsOfTheClusterOfANodeOrOfAResource() throws Exception {
        asks(List.of("on", "cluster", ""), "maintenance", "on");
        asks(List.of("on", "node", "node1"), "maintenance", "on", "--node", "node1");
        asks(List.of("off", "resource", "web"), "maintenance", "off", "--resource", "web");
        asks(List.of("off", "cluster", ""), "maintenance", "off");
    }

    @Test
    void timesHaveUnits() throws Exception {
        asks(List.of("on", "cluster", "", "90"), "maintenance", "on", "--for", "90s");
        asks(List.of("on", "cluster", "", "1800"), "maintenance", "on", "--for", "30m");
        asks(List.of("on", "node", "n1", "7200"), "maintenance", "on", "--for", "2h", "--node", "n1");
        asks(List.of("on", "cluster", "", "86400"), "maintenance", "on", "--for", "1d");
    }

    @Test
    void wordsThatMakeNoSenseAreRefusedBeforeAnybodyIsAsked() {
        for (String time : List.of("30", "0m", "-5m", "soon", "1w", "9999999999s")) {
            Outcome outcome = run("maintenance", "on", "--for=" + time);
            assertThat(outcome.exitCode()).as(time).isEqualTo(2);
            assertThat(outcome.errors())
                    .startsWith("orion: --for takes a time such as 90s, 30m, 2h or 1d, not '" + time + "'");
        }
        assertThat(run("maintenance", "on", "--node", "a", "--resource", "b").errors())
                .startsWith("orion: --node and --resource exclude each other");
        assertThat(run("maintenance").errors()).startsWith("orion: a command is missing");
    }

    @Test
    void whatIsInMaintenanceSaysSoBesideItsReason() throws Exception {
        ResourceData stopped = new ResourceData(
                "web",
                "Stopped",
                "node3",
                2,
                true,
                "",
                List.of(),
                "stopped by itself on node3",
                List.of(),
                true,
                "",
                "",
                "");
        try (StandInDaemon _ = StandInDaemon.in(directory, _ -> StandInDaemon.seen(StandInDaemon.status(stopped)))) {
            assertThat(run("resources").output())
                    .contains("web   Stopped  node3  2      in maintenance; stopped by itself on node3\n");
            assertThat(run("resources", "--json").output()).contains("\"maintenance\":true");
        }
    }
}
