package orion.node.os;

import java.lang.foreign.MemorySegment;

/// A block device or file that is read and written in whole sectors at given places. It is an interface so that tests
/// can put a medium beneath the board that fails, tears or swallows writes.
///
/// Not for use by several threads at once.
public interface BlockFile extends AutoCloseable {
    /// What to do about a disk that fails, as the end of a sentence.
    String CHECK_DISK = "check the disk and its cables";

    /// Reads exactly `length` bytes at `offset` into `buffer` from its byte `start` on; all four in bytes. Fewer
    /// bytes than asked for is a failure.
    void read(long offset, MemorySegment buffer, long start, long length) throws LinuxException;

    /// Writes exactly `length` bytes; when it returns, they are on the medium. Fewer bytes written is a failure.
    void write(long offset, MemorySegment buffer, long start, long length) throws LinuxException;

    /// Returns when everything written is on the medium and not in a cache before it.
    void flush() throws LinuxException;

    /// Size in bytes.
    long size();

    /// The smallest piece in bytes that can be written without touching its neighbours.
    int sectorSize();

    /// Where it is, for messages.
    String name();

    /// What people should look at when a transfer fails, as the end of a sentence.
    default String remedy() {
        return CHECK_DISK;
    }

    /// Whether no transfer can succeed any more before it is opened again.
    default boolean hasExpired() {
        return false;
    }

    @Override
    void close();
}
