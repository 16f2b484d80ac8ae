package orion.node.os;

import java.nio.file.Path;

/// The writing end of a named pipe that never waits: neither for somebody to open the other end, nor for
/// somebody to read what is in it already.
public final class NonBlockingPipe implements AutoCloseable {
    private static final int O_WRONLY = 1;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;

    private final int descriptor;
    private final String name;
    private boolean closed;

    private NonBlockingPipe(int descriptor, String name) {
        this.descriptor = descriptor;
        this.name = name;
    }

    /// Opens the pipe.
    ///
    /// @throws LinuxException where it is not there, or nobody reads it (`ENXIO`)
    public static NonBlockingPipe open(Path path) throws LinuxException {
        return new NonBlockingPipe(
                DirectFile.openDescriptor(path.toString(), O_WRONLY | O_NONBLOCK | O_CLOEXEC), path.toString());
    }

    /// Writes one letter.
    ///
    /// @throws LinuxException where the pipe is full (`EAGAIN`) or nobody reads it any more (`EPIPE`); it can
    ///     be tried again when a reader is back
    public void write(char letter) throws LinuxException {
        SingleByte.write(descriptor, letter, "write to the pipe " + name);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            DirectFile.closeDescriptor(descriptor);
        }
    }
}
