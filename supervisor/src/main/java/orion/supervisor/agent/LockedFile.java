package orion.supervisor.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// A file that one process at a time may have, in a folder that is nobody else's business: whoever may open a file
/// may lock it, and keep everybody else from his work.
public final class LockedFile implements AutoCloseable {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final long LOOK_AGAIN_MILLIS = 10;

    private final FileChannel channel;
    private final FileLock lock;

    private LockedFile(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /// Somebody else has had the file for too long; the message says who, and what to do.
    public static final class Held extends IOException {
        private static final long serialVersionUID = 1;

        private Held(String message) {
            super(message);
        }
    }

    /// Makes a folder that only its owner may enter, or corrects one.
    static void makeFolder(Path folder) throws IOException {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
        if (!Files.getPosixFilePermissions(folder).equals(FOLDER)) {
            Files.setPosixFilePermissions(folder, FOLDER);
        }
    }

    /// Opens a file that only its owner may read.
    static FileChannel open(Path file, OpenOption... options) throws IOException {
        FileChannel channel = FileChannel.open(file, Set.of(options), PosixFilePermissions.asFileAttribute(FILE));
        if (!Files.getPosixFilePermissions(file).equals(FILE)) {
            Files.setPosixFilePermissions(file, FILE);
        }
        return channel;
    }

    /// Waits for the file, and makes it and its folder where they are missing.
    ///
    /// @throws Held where somebody has had it for longer than the limit
    public static LockedFile of(Path file, Duration limit) throws IOException, InterruptedException {
        makeFolder(file.toAbsolutePath().resolveSibling(""));
        FileChannel channel = open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            long end = System.nanoTime() + limit.toNanos();
            FileLock lock = channel.tryLock();
            while (lock == null) {
                if (System.nanoTime() - end > 0) {
                    throw new Held("%s has had the lock %s for more than %d s; end it, and try again"
                            .formatted(holder(file), file, limit.toSeconds()));
                }
                Thread.sleep(LOOK_AGAIN_MILLIS);
                lock = channel.tryLock();
            }
            return new LockedFile(channel, lock);
        } catch (IOException | InterruptedException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    /// As the kernel knows him: `1: POSIX ADVISORY WRITE PID DEVICE:INODE 0 EOF`, a line for each lock.
    private static String holder(Path file) throws IOException {
        String inode = ":" + Files.getAttribute(file, "unix:ino");
        Optional<String> pid = Files.readAllLines(Path.of("/proc/locks")).stream()
                .map(line -> line.strip().split("\\s+", -1))
                .filter(words -> words.length > 5 && words[1].equals("POSIX") && words[5].endsWith(inode))
                .map(words -> words[4])
                .findFirst();
        return pid.map(number -> "process " + number
                        + ProcessHandle.of(Long.parseLong(number))
                                .flatMap(process -> process.info().command())
                                .map(command -> " (" + command + ")")
                                .orElse(""))
                .orElse("a process that this user may not see");
    }

    public FileChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            lock.release();
        }
    }
}
