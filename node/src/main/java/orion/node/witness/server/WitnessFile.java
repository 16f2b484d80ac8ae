package orion.node.witness.server;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import orion.node.os.DirectFile;
import orion.node.os.LinuxException;
import orion.node.os.OpenMode;

/// The file that a witness serves, written by one connection at a time.
///
/// Connections are numbered as they come in. Where a newer one has written, an older one never writes again: its client
/// may have given it up long ago and written something else by a new one, and what it had sent before can arrive any
/// time later. A disk that is attached does not do that, and the white board relies on it: an older block over a newer
/// one would be a promise forgotten.
final class WitnessFile implements AutoCloseable {
    /// A write came too late.
    static final class Overtaken extends Exception {
        private static final long serialVersionUID = 1;

        Overtaken() {
            super("a newer connection has written there since; whoever it is of connects anew");
        }
    }

    private final Path path;
    private final DirectFile file;
    /// For each sector the connection that wrote it last.
    private final long[] writers;

    private WitnessFile(Path path, DirectFile file) {
        this.path = path;
        this.file = file;
        this.writers = new long[Math.toIntExact(file.size() / file.sectorSize())];
    }

    static WitnessFile open(Path path) throws LinuxException {
        return new WitnessFile(path, DirectFile.open(path, OpenMode.WRITE));
    }

    /// Another view of the same file, for reading by one thread.
    DirectFile reader() throws LinuxException {
        return DirectFile.open(path, OpenMode.READ);
    }

    /// Writes whole sectors; when it returns they are on the medium.
    synchronized void write(long connection, long offset, MemorySegment buffer, int length)
            throws LinuxException, Overtaken {
        int first = Math.toIntExact(offset / sectorSize());
        int end = Math.toIntExact((offset + length) / sectorSize());
        for (int sector = first; sector < end; sector++) {
            if (writers[sector] > connection) {
                throw new Overtaken();
            }
        }
        Arrays.fill(writers, first, end, connection);
        file.write(offset, buffer, 0, length);
    }

    synchronized void flush() throws LinuxException {
        file.flush();
    }

    long size() {
        return (long) writers.length * sectorSize();
    }

    int sectorSize() {
        return file.sectorSize();
    }

    /// Waits for a write in hand.
    @Override
    public synchronized void close() {
        file.close();
    }
}
