package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;
import orion.node.api.KeysData;

/// What `keys` asks of the daemon.
final class KeysCommandTest {
    private @TempDir Path directory = Path.of("");

    private Outcome run(String... words) {
        return new CommandRun().with("ORION_DIR", directory.toString()).run(words);
    }

    @Test
    void itTellsHowFarAnExchangeIsAndBeginsOne() throws Exception {
        try (StandInDaemon daemon = StandInDaemon.in(directory, _ -> ControlReply.done("told"))) {
            assertThat(run("keys")).isEqualTo(new Outcome(0, "told\n", ""));
            assertThat(run("keys", "rotate")).isEqualTo(new Outcome(0, "told\n", ""));
            assertThat(run("keys", "rotate", "--json").output()).startsWith("{\"done\":true,\"text\":\"told\"");

            assertThat(daemon.orders())
                    .containsExactly(
                            new ControlRequest("keys", List.of()),
                            new ControlRequest("rotate-keys", List.of()),
                            new ControlRequest("rotate-keys", List.of()));
        }
    }

    @Test
    void programsAreToldWhomItWaitsFor() throws Exception {
        KeysData keys = new KeysData("exchanging", List.of("node3"), "node3 must be heard");
        ControlReply reply = ControlReply.of("told", keys);
        try (StandInDaemon _ = StandInDaemon.in(directory, _ -> reply)) {
            assertThat(run("keys", "--json").output())
                    .contains("\"keys\":{\"state\":\"exchanging\",\"waitsFor\":[\"node3\"],"
                            + "\"obstacle\":\"node3 must be heard\"}");
        }
    }

    @Test
    void aRefusalIsAFailure() throws Exception {
        try (StandInDaemon _ = StandInDaemon.in(directory, _ -> ControlReply.refused("being exchanged already"))) {
            assertThat(run("keys", "rotate").exitCode()).isEqualTo(ExitCode.FAILED);
        }
    }
}
