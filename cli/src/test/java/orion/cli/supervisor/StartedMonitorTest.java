package orion.cli.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Whoever asks for a monitor need not repeat how it was started.
final class StartedMonitorTest {
    @TempDir
    private Path folder;

    @Test
    void itsOptionsAreFoundAgain() throws Exception {
        StartedMonitor started = new StartedMonitor(folder.resolve("run/gwmon.options"));
        assertThat(started.words()).isEmpty();

        started.keep(List.of("--config", "/a b", "--hauser", "gwha"));
        started.keep(List.of("--config", "/a b"));
        assertThat(started.words()).contains(List.of("--config", "/a b"));
    }

    @Test
    void aPasswordIsNotKept() {
        MonitorOptions options = CommandLine.populateCommand(
                new MonitorOptions(), "--config", "/m", "--hauser", "gwha", "--hapassword", "secret7", "--hapoll", "3");

        assertThat(options.words()).contains("secret7");
        assertThat(options.withoutPassword()).contains("/m", "gwha", "3").doesNotContain("--hapassword", "secret7");
    }
}
