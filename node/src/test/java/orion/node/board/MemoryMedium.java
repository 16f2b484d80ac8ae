package orion.node.board;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import orion.node.os.BlockFile;
import orion.node.os.Errno;
import orion.node.os.LinuxException;

/// A disk in memory whose next write can go wrong in each way a real one can.
final class MemoryMedium implements BlockFile {
    /// What happens to a write.
    enum Fate {
        DONE,
        /// Nothing arrives, and the error is reported.
        REFUSED,
        /// The first half arrives, and the error is reported.
        TORN,
        /// The first half arrives, and success is reported.
        TORN_SILENTLY,
        /// Nothing arrives, and success is reported.
        LOST,
        /// All arrives, and an error is reported.
        DONE_BUT_REPORTED_FAILED
    }

    final byte[] content;
    private final int sectorSize;
    private Fate nextWrite = Fate.DONE;
    private boolean readsFail;
    private boolean closed;

    MemoryMedium(int size, int sectorSize) {
        this.content = new byte[size];
        this.sectorSize = sectorSize;
    }

    void nextWrite(Fate fate) {
        nextWrite = fate;
    }

    void readsFail(boolean fail) {
        readsFail = fail;
    }

    boolean isClosed() {
        return closed;
    }

    void zero(long offset, int length) {
        Arrays.fill(content, (int) offset, (int) offset + length, (byte) 0);
    }

    void flip(long offset) {
        content[(int) offset] ^= 1;
    }

    @Override
    public void read(long offset, MemorySegment buffer, long start, long length) throws LinuxException {
        if (readsFail) {
            throw new LinuxException("read " + length + " bytes at " + offset + " of " + name(), Errno.EIO);
        }
        MemorySegment.copy(content, (int) offset, buffer, JAVA_BYTE, start, (int) length);
    }

    @Override
    public void write(long offset, MemorySegment buffer, long start, long length) throws LinuxException {
        Fate fate = nextWrite;
        nextWrite = Fate.DONE;
        int arriving = switch (fate) {
            case DONE, DONE_BUT_REPORTED_FAILED -> (int) length;
            case TORN, TORN_SILENTLY -> (int) length / 2;
            case REFUSED, LOST -> 0;
        };
        MemorySegment.copy(buffer, JAVA_BYTE, start, content, (int) offset, arriving);
        boolean fails = switch (fate) {
            case DONE, TORN_SILENTLY, LOST -> false;
            case REFUSED, TORN, DONE_BUT_REPORTED_FAILED -> true;
        };
        if (fails) {
            throw new LinuxException("write " + length + " bytes at " + offset + " of " + name(), Errno.EIO);
        }
    }

    @Override
    public void flush() {
        // Memory has no cache before it.
    }

    @Override
    public long size() {
        return content.length;
    }

    @Override
    public int sectorSize() {
        return sectorSize;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public void close() {
        closed = true;
    }
}
