package orion.node.guard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// A daemon's sole right to a run directory, which the kernel takes back when the daemon dies. Without it a second
/// daemon started by mistake would take what the first one holds for leftovers and stop it all.
public final class RunClaim implements AutoCloseable {
    private final RunDirectory run;
    private final FileChannel channel;

    private RunClaim(RunDirectory run, FileChannel channel) {
        this.run = run;
        this.channel = channel;
    }

    /// Claims the directory, making it if need be.
    ///
    /// @throws IOException with one sentence for the administrator when another has it or it cannot be written
    public static RunClaim take(RunDirectory run) throws IOException {
        run.create();
        Path file = run.root().resolve("daemon.lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel).isEmpty()) {
            channel.close();
            throw new IOException("a node is already running with the run directory %s, process %s; stop it first"
                    .formatted(run.root(), Files.readString(file).strip()));
        }
        channel.truncate(0);
        String pid = ProcessHandle.current().pid() + "\n";
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
        return new RunClaim(run, channel);
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException ownProcess) {
            return Optional.empty();
        }
    }

    /// The directory that is claimed.
    public RunDirectory run() {
        return run;
    }

    /// Gives the directory back.
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
