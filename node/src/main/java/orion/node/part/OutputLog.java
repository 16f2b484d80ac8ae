package orion.node.part;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the programs of a part wrote, in a file of bounded length. The programs write to the file themselves, so
/// neither a slow daemon nor a child that keeps the output open can hold anybody up.
final class OutputLog {
    private static final long LONGEST_BYTES = 1 << 20;
    private static final int TAIL_BYTES = 4096;

    private final Path path;
    private volatile long beginOfRun;

    OutputLog(Path path) throws IOException {
        this.path = path;
        Files.createDirectories(path.toAbsolutePath().getParent());
    }

    Path path() {
        return path;
    }

    /// Begins a new run: the tail is that of this run alone.
    ProcessBuilder.Redirect beginRun() {
        trim();
        File file = path.toFile();
        beginOfRun = file.length();
        return ProcessBuilder.Redirect.appendTo(file);
    }

    /// The last 4 KiB at most of the present run; empty when it cannot be read.
    String tail() {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long length = file.length();
            long begin = Math.max(Math.min(beginOfRun, length), length - TAIL_BYTES);
            byte[] bytes = new byte[(int) (length - begin)];
            file.seek(begin);
            int read = file.read(bytes);
            return read <= 0 ? "" : new String(bytes, 0, read, StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            return "";
        }
    }

    /// Cuts the file to its last half when it has grown too long. Programs append, so they go on at the new end; a line
    /// written in this very moment may be lost.
    void trim() {
        if (path.toFile().length() <= LONGEST_BYTES) {
            return;
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            long length = file.length();
            byte[] kept = new byte[(int) (LONGEST_BYTES / 2)];
            file.seek(length - kept.length);
            file.readFully(kept);
            file.setLength(0);
            file.seek(0);
            file.write(kept);
            beginOfRun = Math.max(0, beginOfRun - (length - kept.length));
        } catch (IOException failed) {
            // A log that cannot be cut must not stop a service; the next attempt follows.
            return;
        }
    }
}
