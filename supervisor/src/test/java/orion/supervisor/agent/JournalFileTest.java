package orion.supervisor.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.supervisor.configuration.Location;

/// What agents write may be letters of people.
final class JournalFileTest {
    @TempDir
    private Path folder;

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void whatAnAgentWritesIsNotForEverybody() throws Exception {
        Path file =
                AgentLog.open(folder.resolve("log"), new Location("post.dom")).file();

        assertThat(permissions(file)).isEqualTo("rw-r-----");
    }

    @Test
    void whoMayReadAFileThatIsThereStaysAsItIs() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x".repeat(11));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        JournalFile.prepare(file, folder.resolve("aside"), 11);
        assertThat(permissions(file)).isEqualTo("rw-r--r--");
        assertThat(file).hasContent("x".repeat(11));

        JournalFile.prepare(file, folder.resolve("aside"), 10);
        assertThat(permissions(file)).isEqualTo("rw-r-----");
        assertThat(file).isEmptyFile();
        assertThat(folder.resolve("aside")).hasContent("x".repeat(11));
    }
}
