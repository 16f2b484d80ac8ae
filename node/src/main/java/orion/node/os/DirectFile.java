package orion.node.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file or block device opened past the page cache (`O_DIRECT`), each write on the medium before it returns
/// (`O_DSYNC`). It exists because `FileChannel` insists on the file store's block size (4096 bytes), while a mailbox
/// of the board is one device sector (mostly 512) that must be written alone.
///
/// `read` and `write` allocate nothing of their own: the buffer's address goes to the kernel as a number, and `errno`
/// lands in memory reserved at the opening (the JVM's glue makes one object of 40 bytes where C2 is switched off).
/// Buffers must begin at a multiple of 4096, as [#buffer(long)] makes them.
public final class DirectFile implements BlockFile {
    private static final int O_RDWR = 2;
    private static final int O_EXCL = 0x80;
    private static final int O_DSYNC = 0x1000;
    private static final int O_CLOEXEC = 0x80000;
    private static final int O_DIRECT = System.getProperty("os.arch", "").equals("aarch64") ? 0x10000 : 0x4000;
    private static final long BLKGETSIZE64 = 0x80081272L;
    private static final long BLKSSZGET = 0x1268L;
    private static final long BLKROGET = 0x125EL;
    private static final int ALIGNMENT = 4096;
    private static final int FILE_SECTOR = 512;

    private static final MethodHandle OPEN =
            NativeFunction.bindVariadic("open", 2, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE = NativeFunction.bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final FunctionDescriptor TRANSFER =
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle PREAD = NativeFunction.bind("pread", TRANSFER);
    private static final MethodHandle PWRITE = NativeFunction.bind("pwrite", TRANSFER);
    private static final MethodHandle FSYNC = NativeFunction.bind("fsync", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final int descriptor;
    private final String name;
    private final boolean direct;
    private final boolean blockDevice;
    private final long size;
    private final int sectorSize;
    private final MemorySegment state = NativeFunction.errnoState();
    private boolean closed;

    private DirectFile(int descriptor, Path path, boolean direct) throws LinuxException {
        this.descriptor = descriptor;
        this.name = path.toString();
        this.blockDevice = BlockDevices.isBlockDevice(path);
        if (blockDevice) {
            this.direct = direct;
            this.size = DeviceControl.readLong(descriptor, BLKGETSIZE64, "ask the size of " + name);
            this.sectorSize = DeviceControl.readInt(descriptor, BLKSSZGET, "ask the sector size of " + name);
        } else {
            this.size = path.toFile().length();
            this.sectorSize = FILE_SECTOR;
            // A file system on 4096 byte sectors takes no smaller direct transfers; a mailbox needs them.
            this.direct = direct && (size < ALIGNMENT || takesSmallTransfers());
        }
    }

    /// Opens without the page cache where the file system allows it, and says by [#isDirect()] whether it did.
    public static DirectFile open(Path path, OpenMode mode) throws LinuxException {
        int flags = O_CLOEXEC
                | switch (mode) {
                    case READ -> 0;
                    case WRITE -> O_RDWR | O_DSYNC;
                    case WRITE_EXCLUSIVE -> O_RDWR | O_DSYNC | (BlockDevices.isBlockDevice(path) ? O_EXCL : 0);
                };
        if (Files.isDirectory(path)) {
            throw new LinuxException("open " + path, Errno.EISDIR);
        }
        try {
            return open(path, flags | O_DIRECT, true);
        } catch (LinuxException refused) {
            if (refused.errno() != Errno.EINVAL) {
                throw refused;
            }
            return open(path, flags, false);
        }
    }

    private static DirectFile open(Path path, int flags, boolean direct) throws LinuxException {
        int descriptor = openDescriptor(path.toString(), flags);
        try {
            DirectFile file = new DirectFile(descriptor, path, direct);
            file.refuseReadOnly(flags);
            if (direct && !file.direct) {
                file.close();
                return open(path, flags & ~O_DIRECT, false);
            }
            return file;
        } catch (LinuxException unusable) {
            closeDescriptor(descriptor);
            throw unusable;
        }
    }

    /// The kernel opens a write-protected device for writing and only refuses the first write.
    private void refuseReadOnly(int flags) throws LinuxException {
        boolean writing = (flags & O_RDWR) != 0;
        if (writing && blockDevice && DeviceControl.readInt(descriptor, BLKROGET, "ask about " + name) != 0) {
            throw new LinuxException("open " + name + " for writing", Errno.EROFS);
        }
    }

    /// `open(2)`, tried again when a signal interrupts it.
    static int openDescriptor(String path, int flags) throws LinuxException {
        MemorySegment state = NativeFunction.errnoState();
        MemorySegment name = NativeFunction.text(path);
        while (true) {
            int descriptor;
            try {
                descriptor = (int) OPEN.invokeExact(state, name, flags, 0);
            } catch (Throwable broken) {
                throw NativeFunction.broken(broken);
            }
            if (descriptor >= 0) {
                return descriptor;
            }
            int errno = NativeFunction.errno(state);
            if (errno != Errno.EINTR) {
                throw new LinuxException("open " + path, errno);
            }
        }
    }

    /// `close(2)`; Linux frees the descriptor whatever the result.
    static void closeDescriptor(int descriptor) {
        try {
            int ignored = (int) CLOSE.invokeExact(NativeFunction.errnoState(), descriptor);
        } catch (Throwable broken) {
            throw NativeFunction.broken(broken);
        }
    }

    /// A zeroed buffer of `length` bytes, aligned as direct transfers need it. It is freed when nobody refers to it
    /// any more, so a transfer that hangs in the kernel never writes into freed memory.
    public static MemorySegment buffer(long length) {
        return Arena.ofAuto().allocate(length, ALIGNMENT);
    }

    @Override
    public void read(long offset, MemorySegment buffer, long start, long length) throws LinuxException {
        transfer(PREAD, "read", offset, buffer, start, length);
    }

    @Override
    public void write(long offset, MemorySegment buffer, long start, long length) throws LinuxException {
        transfer(PWRITE, "write", offset, buffer, start, length);
    }

    private void transfer(MethodHandle call, String verb, long offset, MemorySegment buffer, long start, long length)
            throws LinuxException {
        if (closed) {
            throw new LinuxException(verb + " " + name, Errno.EBADF);
        }
        if (start < 0 || length < 0 || start > buffer.byteSize() - length) {
            throw new IndexOutOfBoundsException("A transfer of " + length + " bytes leaves its buffer.");
        }
        long address = buffer.address() + start;
        try {
            while (true) {
                long done;
                try {
                    done = (long) call.invokeExact(state, descriptor, address, length, offset);
                } catch (Throwable broken) {
                    throw NativeFunction.broken(broken);
                }
                if (done == length) {
                    return;
                }
                int errno = done < 0 ? NativeFunction.errno(state) : 0;
                if (errno != Errno.EINTR) {
                    throw failure(verb, offset, length, done, errno);
                }
            }
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    private LinuxException failure(String verb, long offset, long length, long done, int errno) {
        String action = verb + " " + length + " bytes at " + offset + " of " + name;
        // A transfer cut short is a failed one: half a block is not the block.
        return done < 0 ? new LinuxException(action, errno) : new LinuxException(action, "only " + done + " were done");
    }

    private boolean takesSmallTransfers() throws LinuxException {
        MemorySegment sector = buffer(ALIGNMENT);
        try {
            long done = (long)
                    PREAD.invokeExact(state, descriptor, sector.address(), (long) FILE_SECTOR, (long) FILE_SECTOR);
            return done == FILE_SECTOR;
        } catch (Throwable broken) {
            throw NativeFunction.broken(broken);
        } finally {
            Reference.reachabilityFence(sector);
        }
    }

    @Override
    public void flush() throws LinuxException {
        int result;
        try {
            result = (int) FSYNC.invokeExact(state, descriptor);
        } catch (Throwable broken) {
            throw NativeFunction.broken(broken);
        }
        if (result != 0) {
            throw new LinuxException("flush " + name, NativeFunction.errno(state));
        }
    }

    /// Whether transfers bypass the page cache. Where they do not, a read may come from this host's memory.
    public boolean isDirect() {
        return direct;
    }

    /// Whether this is a block device and not a file.
    public boolean isBlockDevice() {
        return blockDevice;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int sectorSize() {
        return sectorSize;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            closeDescriptor(descriptor);
        }
    }
}
