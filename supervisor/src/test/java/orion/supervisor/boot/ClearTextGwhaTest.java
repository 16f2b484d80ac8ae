package orion.supervisor.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Only a file by which gwha would run in clear text is told.
final class ClearTextGwhaTest {
    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("gwha.conf"), text);
    }

    @Test
    void clearTextIsToldWithItsFile() throws IOException {
        Path file = file("[gwha]\nssl = no\nusers = gwha\n");

        assertThat(ClearTextGwha.by(file)).contains(file.toString());
    }

    @Test
    void anythingElseIsNot() throws IOException {
        assertThat(ClearTextGwha.by(folder.resolve("gwha.conf"))).isEmpty();
        assertThat(ClearTextGwha.by(file("[gwha]\nssl = yes\nkey = k\ncert = c\nusers = gwha\n")))
                .isEmpty();
        assertThat(ClearTextGwha.by(file("[gwha]\nssl = perhaps\n"))).isEmpty();
    }
}
