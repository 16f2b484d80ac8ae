package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;

/// `gwmon --report` tells how agents did, from the files that a monitor leaves.
final class MonitorReportTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void define() throws IOException {
        Files.writeString(
                folder.resolve("monitor.conf"),
                "[monitor]\nhistory = " + folder + "/history.jsonl\n[a]\nprobe = tcp://127.0.0.1:1\n");
    }

    private Outcome report(String... words) {
        String[] all = Arrays.copyOf(words, words.length + 4);
        all[words.length] = "--config";
        all[words.length + 1] = folder.resolve("monitor.conf").toString();
        all[words.length + 2] = "--gwha-config";
        all[words.length + 3] = "/nonexistent/gwha.conf";
        return new CommandRun().calledBy("gwmon").run(all);
    }

    @Test
    void itCoversTheDaysThatAreAskedFor() throws Exception {
        String line = "{\"day\":\"%s\",\"agent\":\"a\",\"polls\":%d,\"useful\":10,\"restarts\":2,\"answers\":10,"
                + "\"totalMillis\":70,\"mostMillis\":30}\n";
        Files.writeString(
                folder.resolve("trends.jsonl"),
                line.formatted(LocalDate.now(ZoneId.systemDefault()).minusDays(40), 1000)
                        + line.formatted(LocalDate.now(ZoneId.systemDefault()).minusDays(1), 20));
        Files.writeString(
                folder.resolve("trends-today.jsonl"), line.formatted(LocalDate.now(ZoneId.systemDefault()), 20));

        Outcome text = report("--report", "2");
        assertThat(text.exitCode()).isZero();
        assertThat(text.output())
                .isEqualTo("[a]                             50.00 % available, 4 restarts, answers 7 / 30 ms\n");
        assertThat(report("--report", "1", "--json").output())
                .isEqualTo("["
                        + line.formatted(LocalDate.now(ZoneId.systemDefault()), 20)
                                .strip() + "]\n");
    }

    @Test
    void whereNothingIsKnownItSaysSo() {
        assertThat(report("--report", "7").output())
                .isEqualTo("nothing is known of the last 7 days beside " + folder + "/history.jsonl\n");
        assertThat(report("--report", "7", "--json").output()).isEqualTo("[]\n");
        assertThat(report("--report", "0").exitCode()).isEqualTo(2);
    }
}
