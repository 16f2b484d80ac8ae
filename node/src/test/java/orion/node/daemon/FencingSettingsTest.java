package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.node.fencing.FencePlan;

/// The file of fencing devices in a node's directory, which holds passwords.
final class FencingSettingsTest {
    private static final String GOOD = """
            devices: {ipmi2: {agent: fence_ipmilan, options: {password: hunter2}}}
            nodes: {n2: {levels: [[ipmi2]]}}
            """;

    @TempDir
    private Path folder;

    private void write(String text, String permissions) throws Exception {
        Path file = folder.resolve("fencing.yaml");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void whereThereIsNoFileNothingIsFenced() throws Exception {
        assertThat(FencingSettings.read(folder)).isEqualTo(FencePlan.NONE);
    }

    @Test
    void aFileThatOnlyItsOwnerReadsIsTaken() throws Exception {
        write(GOOD, "rw-------");
        assertThat(FencingSettings.read(folder).victims()).containsOnlyKeys("n2");
    }

    @Test
    void aFileThatOthersReadIsRefused() throws Exception {
        write(GOOD, "rw-r-----");
        assertThatThrownBy(() -> FencingSettings.read(folder))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("fencing.yaml is open to other users")
                .hasMessageContaining("chmod 600");
    }

    @Test
    void aWrongFileIsRefusedWithItsPlace() throws Exception {
        write(GOOD.replace("[[ipmi2]]", "[[ipmi9]]"), "rw-------");
        assertThatThrownBy(() -> FencingSettings.read(folder))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("fencing.yaml, line 2: nodes.n2.levels[0][0]: 'ipmi9' is not one of the devices");
    }
}
