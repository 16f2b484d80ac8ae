package orion.node.guard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/// A file that one process at a time has locked, with that process's number in it. The kernel takes the
/// lock back when the process dies.
public final class LockFile implements AutoCloseable {
    private final FileChannel channel;

    private LockFile(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the lock.
    ///
    /// @param what is already going on when another has it, the beginning of the sentence
    /// @throws IOException with one sentence for the administrator when another has it or it cannot be made
    public static LockFile take(Path file, String what) throws IOException {
        while (true) {
            Object before = identity(file);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            if (tryLock(channel).isEmpty()) {
                channel.close();
                throw new IOException("%s, process %s; stop it first"
                        .formatted(what, Files.readString(file).strip()));
            }
            // Its last holder may have just deleted the file that was opened here; others would lock a new one.
            if (before.equals(identity(file))) {
                String holder = ProcessHandle.current().pid() + "\n";
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.US_ASCII)), 0);
                return new LockFile(channel);
            }
            channel.close();
        }
    }

    /// What tells the file from one of the same name that was made later; made here where there is none. The file must
    /// not be opened for that: the kernel takes a lock back when its process closes *any* channel of the file.
    private static Object identity(Path file) throws IOException {
        while (true) {
            try {
                return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            } catch (NoSuchFileException missing) {
                try {
                    Files.createFile(file);
                } catch (FileAlreadyExistsException somebodyWasFaster) {
                    // Theirs will do.
                }
            }
        }
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException ownProcess) {
            return Optional.empty();
        }
    }

    /// Gives the lock back.
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
