package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.cli.StandInDaemon.told;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.node.api.EventData;

/// Commands whose reader goes away, as `head -1` does when it has its line.
final class OutputClosedTest {
    private static final int LIKE_SIGPIPE = 141;
    private static final int LIMIT_SECONDS = 60;

    private @TempDir Path directory = Path.of("");

    private static EventData event(int number) {
        return new EventData("", number, "2026-01-01T00:00:00Z", "node2", "MEMBERSHIP", "node1 joined");
    }

    /// Reads a line of the command's output and goes away.
    private int exitCodeAfterOneLine(String... words) throws Exception {
        Process process = OrionProcess.usual().start(words);
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.readLine()).isEqualTo("2026-01-01T00:00:00Z node2 MEMBERSHIP node1 joined");
        }
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as("%s ends", String.join(" ", words))
                    .isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void whoFollowsEventsEndsThoughNothingMoreHappens() throws Exception {
        try (StandInDaemon _ = StandInDaemon.in(directory, request -> told(event(1)))) {
            assertThat(exitCodeAfterOneLine("events", "--follow", "--dir", directory.toString()))
                    .isEqualTo(LIKE_SIGPIPE);
        }
    }

    @Test
    void whatWritesALotEndsAtTheFirstLineThatNobodyReads() throws Exception {
        EventData[] many = new EventData[2_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = event(i + 1);
        }
        try (StandInDaemon _ = StandInDaemon.in(directory, request -> told(many))) {
            assertThat(exitCodeAfterOneLine("events", "-n", "2000", "--dir", directory.toString()))
                    .isEqualTo(LIKE_SIGPIPE);
        }
    }
}
