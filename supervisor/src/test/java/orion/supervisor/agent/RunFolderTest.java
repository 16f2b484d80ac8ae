package orion.supervisor.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One folder is one set of agents, by whatever name it is called.
final class RunFolderTest {
    @TempDir
    private Path folder;

    @Test
    void aFolderByAnotherNameHasTheSameAgents() throws Exception {
        Path other = Files.createSymbolicLink(folder.resolve("other"), Files.createDirectory(folder.resolve("real")));

        assertThat(new RunFolder(other.resolve("run")).owner())
                .isEqualTo(new RunFolder(folder.resolve("real/run")).owner())
                .isNotEqualTo(new RunFolder(folder.resolve("run")).owner());
    }
}
