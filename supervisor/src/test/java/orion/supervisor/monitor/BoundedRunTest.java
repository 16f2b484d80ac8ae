package orion.supervisor.monitor;

import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said of a program that does not take what it is given.
final class BoundedRunTest {
    /// More than a pipe holds: it cannot be written before the program has ended.
    private static final String LONG = "x".repeat(200_000);

    private @TempDir Path folder = Path.of("");

    private BoundedRun program(String script) throws IOException {
        Path program = Files.writeString(folder.resolve("tell"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new BoundedRun(program, Duration.ofSeconds(60));
    }

    @Test
    void theExitStatusOfOneThatReadsNothingIsTold() {
        assertThatIOException()
                .isThrownBy(() -> program("exit 3").run(List.of(), LONG))
                .withMessage(folder.resolve("tell") + " ended with 3");
    }

    @Test
    void oneThatReadsNothingHasNotTold() {
        assertThatIOException()
                .isThrownBy(() -> program("exit 0").run(List.of(), LONG))
                .withMessage(folder.resolve("tell") + " did not read what it was to tell");
    }
}
