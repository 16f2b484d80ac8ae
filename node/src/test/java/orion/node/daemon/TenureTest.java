package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.core.lint.HostFacts;
import orion.node.alert.Post;
import orion.node.os.Privileges;

/// Who may be this node, and what must be settled before.
final class TenureTest {
    private static final Path GUARD = Path.of(System.getProperty("orion.repository"), "dist", "orion-guard");

    private final Path node;
    private final Journal journal;

    TenureTest(@TempDir Path folder) throws IOException {
        this.node = Files.createDirectory(folder.resolve("node"));
        this.journal = new Journal(node, "n1", _ -> {});
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private Tenure begin(String run) throws Exception {
        DaemonOptions options = new DaemonOptions(
                node,
                "none",
                Fence.KILL,
                Optional.of(node.resolveSibling(run)),
                GUARD,
                true,
                true,
                () -> HostFacts.Agents.SOUND,
                Post.Office.CLOSED);
        return Tenure.begin(options, "n1", journal, reason -> {
            throw new AssertionError("fenced: " + reason);
        });
    }

    @Test
    void whatEndsInOrderLeavesNothingInItsRunDirectoryAndIsNotLookedForAgain() throws Exception {
        try (Tenure first = begin("run1")) {
            first.endInOrder();
        }
        assertThat(node.resolveSibling("run1")).isEmptyDirectory();
        Files.delete(node.resolveSibling("run1"));

        try (Tenure second = begin("run2")) {
            second.endInOrder();
        }
        assertThat(journal.last(10)).isEmpty();
    }

    @Test
    void aSecondDaemonOfTheSameNodeIsRefusedWhateverItsRunDirectory() throws Exception {
        try (Tenure first = begin("run1")) {
            assertThatIOException()
                    .isThrownBy(() -> begin("run2").close())
                    .withMessageContaining("the node of the directory " + node + " is already running, process "
                            + ProcessHandle.current().pid());
            first.endInOrder();
        }
    }

    @Test
    void aLostRunDirectoryIsRefusedUnlessTheHostWasBootedSince() throws Exception {
        Path gone = node.resolveSibling("gone");
        String boot =
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        Path noted = node.resolve("last-run");
        Files.write(noted, List.of(boot, gone.toString()));

        assertThatExceptionOfType(SetupException.class)
                .isThrownBy(() -> begin("run").close())
                .withMessageContaining(gone.toString())
                .withMessageContaining("reboot this host, or delete " + noted);

        Files.write(noted, List.of("another-boot", gone.toString()));
        try (Tenure tenure = begin("run")) {
            tenure.endInOrder();
        }
    }

    @Test
    void whoMayNotRebootOrWhoseGuardMayNotIsRefused() throws Exception {
        long all = -1;
        Fence.requireRightToReboot(new Privileges(0, all, all, 0), "n1 cannot run");
        assertThatExceptionOfType(SetupException.class)
                .isThrownBy(() -> Fence.requireRightToReboot(new Privileges(0, 0, 0, 0), "n1 cannot run"))
                .withMessageContaining("n1 cannot run")
                .withMessageContaining("CAP_SYS_BOOT is missing;");
        assertThatExceptionOfType(SetupException.class)
                .isThrownBy(() -> Fence.requireRightToReboot(new Privileges(1, all, all, 0), "n1 cannot run"))
                .withMessageContaining("CAP_SYS_BOOT is missing for the programs it starts");
    }
}
