package orion.cli.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// A monitor that is started as a daemon works in another folder than whoever starts it, on the same files.
final class MonitorOptionsTest {
    @Test
    void filesAreNamedSoThatTheyAreFoundFromAnyFolder() {
        MonitorOptions options = CommandLine.populateCommand(
                new MonitorOptions(),
                "--config",
                "monitor.conf",
                "--gwha-config",
                "etc/gwha.conf",
                "--hapassword-file",
                "word",
                "--hauser",
                "gwha");

        Path here = Path.of("").toAbsolutePath();
        assertThat(options.words())
                .containsExactly(
                        "--config",
                        here + "/monitor.conf",
                        "--gwha-config",
                        here + "/etc/gwha.conf",
                        "--hauser",
                        "gwha",
                        "--hapassword-file",
                        here + "/word");
    }
}
