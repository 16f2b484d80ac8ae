package orion.node.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.node.board.BoardException.Fault;

/// Boards on real block devices, and what the kernel and `mkfs` have to say about them.
@Tag("root")
class BlockDeviceBoardTest {
    @TempDir
    Path folder;

    private static void create(Path path, boolean force) throws BoardException {
        BoardAdministration.create(path, Boards.CLUSTER, Boards.KEY, force);
    }

    @Test
    void aFileSystemIsOnlyDestroyedByForce() throws Exception {
        try (LoopDevice loop = LoopDevice.attach(folder.resolve("disk"))) {
            Path path = loop.path();
            LoopDevice.run("mkfs.ext4", "-q", path.toString());
            assertThat(Boards.refusal(Fault.OCCUPIED, () -> create(path, false)))
                    .contains("ext4");
            LoopDevice.run("fsck.ext4", "-n", "-f", path.toString());
            create(path, true);
            try (BoardDevice board = BoardDevice.open(path, Boards.CLUSTER, Boards.KEY)) {
                List<NodeReading> readings = board.cycle(1, Boards.bytes("x"));
                assertThat(Boards.text(Boards.written(readings, 1).payload())).isEqualTo("x");
            }
        }
    }

    @Test
    void aMountedFileSystemIsNeverDestroyed() throws Exception {
        Path mount = Files.createDirectory(folder.resolve("mount"));
        try (LoopDevice loop = LoopDevice.attach(folder.resolve("disk"))) {
            Path path = loop.path();
            LoopDevice.run("mkfs.ext4", "-q", path.toString());
            LoopDevice.run("mount", path.toString(), mount.toString());
            try {
                Files.writeString(mount.resolve("precious"), "kept");
                assertThat(Boards.refusal(Fault.MOUNTED, () -> create(path, true)))
                        .contains(path.toString(), mount.toString());
                Boards.refusal(Fault.MOUNTED, () -> BoardDevice.open(path, Boards.CLUSTER, Boards.KEY));
            } finally {
                LoopDevice.run("umount", mount.toString());
            }
            LoopDevice.run("fsck.ext4", "-n", "-f", path.toString());
        }
    }

    @Test
    void aDeviceMountedWhereThisProcessCannotSeeItIsRefusedByTheKernel() throws Exception {
        Path mount = Files.createDirectory(folder.resolve("mount"));
        try (LoopDevice loop = LoopDevice.attach(folder.resolve("disk"))) {
            Path path = loop.path();
            LoopDevice.run("mkfs.ext4", "-q", path.toString());
            // The mount lives in a mount namespace of its own, which ends with the shell.
            String script = "mount \"$1\" \"$2\" && echo mounted && read -r line";
            Process other = new ProcessBuilder(
                            "unshare", "--mount", "sh", "-c", script, "sh", path.toString(), mount.toString())
                    .start();
            try {
                assertThat(other.inputReader().readLine()).isEqualTo("mounted");
                assertThat(Boards.refusal(Fault.IN_USE, () -> create(path, true)))
                        .contains(path.toString());
            } finally {
                other.getOutputStream().close();
                other.onExit().join();
            }
        }
    }

    @Test
    void swapSpaceIsRecognised() throws Exception {
        try (LoopDevice loop = LoopDevice.attach(folder.resolve("disk"))) {
            LoopDevice.run("mkswap", loop.path().toString());
            assertThat(Boards.refusal(Fault.OCCUPIED, () -> create(loop.path(), false)))
                    .contains("swap");
        }
    }

    @Test
    void aReadOnlyDeviceIsRefused() throws Exception {
        try (LoopDevice loop = LoopDevice.attach(folder.resolve("disk"), "--read-only")) {
            assertThat(Boards.refusal(Fault.NO_PERMISSION, () -> create(loop.path(), false)))
                    .contains(loop.path().toString());
        }
    }

    @Test
    void aSearchOverAllDisksFindsTheBoard() throws Exception {
        try (LoopDevice loop = LoopDevice.attach(folder.resolve("disk"))) {
            create(loop.path(), false);
            List<Path> candidates = BoardAdministration.candidates();
            assertThat(candidates).contains(loop.path());
            assertThat(BoardAdministration.find(List.of(loop.path())).boards())
                    .singleElement()
                    .satisfies(found -> assertThat(found.bytes()).isEqualTo(24 << 20));
        }
    }
}
