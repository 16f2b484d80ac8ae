package orion.node.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import orion.node.board.BoardException.Fault;
import orion.node.os.BlockDevices;
import orion.node.os.BlockFile;
import orion.node.os.DirectFile;
import orion.node.os.Errno;
import orion.node.os.LinuxException;
import orion.node.os.OpenMode;
import orion.node.witness.WitnessDisk;
import orion.node.witness.WitnessWord;

/// Opens the device or file beneath a board, and refuses what cannot be one, each time with a sentence of its own.
final class BoardMedium {
    private BoardMedium() {}

    /// Opens a disk wherever it is.
    static BlockFile open(DiskLocation disk, OpenMode mode) throws BoardException {
        return open(disk, mode, () -> WitnessDisk.PATIENCE);
    }

    /// The same for somebody who can wait only so long for one that is served over a network.
    static BlockFile open(DiskLocation disk, OpenMode mode, Supplier<Duration> patience) throws BoardException {
        return switch (disk) {
            case DiskLocation.Local local -> open(local.path(), mode);
            case DiskLocation.Witness witness -> open(witness.word(), patience);
        };
    }

    private static BlockFile open(WitnessWord word, Supplier<Duration> patience) throws BoardException {
        WitnessDisk disk;
        try {
            disk = WitnessDisk.open(word, patience);
        } catch (WitnessDisk.Unreachable failure) {
            throw new BoardException(
                    failure.isRefused() ? Fault.NO_PERMISSION : Fault.INPUT_OUTPUT,
                    failure.getMessage() + ".",
                    failure);
        }
        if (disk.size() < BoardLayout.LEAST_BYTES) {
            disk.close();
            throw tooSmall(disk.name(), disk.size());
        }
        return disk;
    }

    /// Opens `path`; a device with a mounted file system and anything smaller than the least size is refused.
    static DirectFile open(Path path, OpenMode mode) throws BoardException {
        checkKind(path);
        refuseMounted(path);
        DirectFile file;
        try {
            file = DirectFile.open(path, mode);
        } catch (LinuxException failure) {
            throw explain(path, mode, failure);
        }
        if (file.size() < BoardLayout.LEAST_BYTES) {
            file.close();
            throw tooSmall(path.toString(), file.size());
        }
        return file;
    }

    private static BoardException tooSmall(String name, long size) {
        return new BoardException(
                Fault.TOO_SMALL,
                name + " has " + size + " bytes and a board needs at least " + BoardLayout.LEAST_BYTES
                        + " (20 MB); give a larger device or file.");
    }

    private static void checkKind(Path path) throws BoardException {
        if (Files.exists(path) && !Files.isRegularFile(path) && !BlockDevices.isBlockDevice(path)) {
            throw new BoardException(
                    Fault.UNUSABLE,
                    path + " is neither a block device nor a file; give the path of one for the board.");
        }
    }

    /// A board on a mounted file system would destroy it, and be destroyed by it.
    private static void refuseMounted(Path path) throws BoardException {
        try {
            Optional<String> folder = BlockDevices.mountPoint(path);
            if (folder.isPresent()) {
                throw new BoardException(
                        Fault.MOUNTED,
                        path + " holds a file system that is mounted on " + folder.get()
                                + "; give another device for the board.");
            }
        } catch (BoardException refused) {
            throw refused;
        } catch (IOException unreadable) {
            throw new BoardException(
                    Fault.UNUSABLE,
                    "Whether " + path + " is mounted cannot be read from /proc/self/mountinfo; mount /proc.",
                    unreadable);
        }
    }

    private static BoardException explain(Path path, OpenMode mode, LinuxException failure) {
        return switch (failure.errno()) {
            case Errno.ENOENT, Errno.ENOTDIR, Errno.ENXIO, Errno.ENODEV ->
                new BoardException(
                        Fault.MISSING,
                        "There is no device or file " + path + "; check the path and that the disk is attached.",
                        failure);
            case Errno.EACCES, Errno.EPERM, Errno.EROFS ->
                new BoardException(
                        Fault.NO_PERMISSION,
                        "This process may not " + (mode == OpenMode.READ ? "read " : "write to ") + path + " ("
                                + Errno.text(failure.errno()) + "); run as root or change the owner of the file.",
                        failure);
            case Errno.EBUSY ->
                new BoardException(
                        Fault.IN_USE,
                        path + " is in use by a mounted partition, a volume manager or swap; give another device.",
                        failure);
            default ->
                new BoardException(
                        Fault.INPUT_OUTPUT,
                        "The board " + path + " failed: " + failure.getMessage() + "; " + BlockFile.CHECK_DISK + ".",
                        failure);
        };
    }

    /// The sentence for a transfer that the kernel refused or cut short.
    static BoardException inputOutput(BlockFile file, LinuxException failure) {
        return new BoardException(
                Fault.INPUT_OUTPUT,
                "The board " + file.name() + " failed: " + failure.getMessage() + "; " + file.remedy() + ".",
                failure);
    }
}
