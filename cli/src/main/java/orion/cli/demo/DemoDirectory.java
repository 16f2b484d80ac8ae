package orion.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import orion.cli.CommandFailure;
import orion.cli.ControlClient;

/// The directory in which a demonstration keeps everything: locked while it runs, removed at the end unless
/// somebody chose it.
final class DemoDirectory implements AutoCloseable {
    private static final String LOCK = "demo.lock";
    private static final int LONGEST_PATH = 80;
    /// All that a demonstration makes in its directory.
    private static final String OURS = "node[0-9]+|board|demo\\.(json|json\\.new|lock|sock)";

    private final Path path;
    private final boolean temporary;
    private final FileChannel lock;

    private DemoDirectory(Path path, boolean temporary, FileChannel lock) {
        this.path = path;
        this.temporary = temporary;
        this.lock = lock;
    }

    /// Takes the directory, or makes a temporary one, and empties it of an earlier demonstration.
    static DemoDirectory open(Optional<Path> chosen) throws CommandFailure {
        try {
            Path path = chosen.isPresent() ? make(chosen.get()) : Files.createTempDirectory("orion-demo-");
            checkName(path);
            List<Path> content = list(path);
            for (Path file : content) {
                if (!String.valueOf(file.getFileName()).matches(OURS)) {
                    throw new CommandFailure(
                            "the directory %s holds %s, which no demonstration made; choose an empty one"
                                    .formatted(path, file.getFileName()));
                }
            }
            FileChannel lock =
                    FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(lock)) {
                lock.close();
                throw new CommandFailure(
                        "a demonstration runs in %s already; stop it or choose another directory with --dir"
                                .formatted(path));
            }
            DemoDirectory directory = new DemoDirectory(path, chosen.isEmpty(), lock);
            directory.empty();
            return directory;
        } catch (IOException failed) {
            throw new CommandFailure(
                    "the directory of the demonstration cannot be used: %s; choose another one with --dir"
                            .formatted(failed.getMessage()),
                    failed);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException held) {
            return false;
        }
    }

    private static Path make(Path path) throws IOException {
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        return Files.createDirectories(path, owner).toRealPath();
    }

    private static void checkName(Path path) throws CommandFailure {
        if (path.toString().length() > LONGEST_PATH || !path.toString().matches("[^\\s*?\\[\\]\\\\]+")) {
            throw new CommandFailure(
                    "the directory \"%s\" cannot be used, sockets lie in it: its path must have at most %d"
                                    .formatted(path, LONGEST_PATH)
                            + " characters and no blanks or * ? [ ] \\; choose another with --dir");
        }
    }

    private static List<Path> list(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.toList();
        }
    }

    Path path() {
        return path;
    }

    /// Whether it goes away in the end.
    boolean isTemporary() {
        return temporary;
    }

    private void empty() throws IOException {
        for (Path file : list(path)) {
            if (!LOCK.equals(String.valueOf(file.getFileName()))) {
                delete(file);
            }
        }
    }

    private static void delete(Path top) throws IOException {
        try (Stream<Path> files = Files.walk(top)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    /// Gives the directory back: a temporary one vanishes, another keeps logs and boards but no pids and
    /// sockets. Whoever comes second finds it done.
    @Override
    public synchronized void close() throws IOException {
        if (!lock.isOpen()) {
            return;
        }
        if (temporary) {
            delete(path);
        } else {
            Files.deleteIfExists(path.resolve(DemoFile.NAME));
            Files.deleteIfExists(path.resolve(DemoDesk.SOCKET));
            for (Path file : list(path)) {
                // A daemon that ends may be too quick to do it.
                if (Files.isDirectory(file)) {
                    Files.deleteIfExists(file.resolve(ControlClient.SOCKET));
                }
            }
        }
        lock.close();
    }
}
