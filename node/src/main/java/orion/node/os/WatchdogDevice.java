package orion.node.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The kernel's watchdog (`/dev/watchdog`): it resets the host when nobody feeds it in time. Opening arms it.
///
/// [#close()] leaves it armed, so that a daemon that ends unasked takes its host down with it; [#disarm()] is the
/// orderly way out.
public final class WatchdogDevice implements KernelWatchdog {
    private static final int O_WRONLY = 1;
    private static final int O_CLOEXEC = 0x80000;
    private static final long GET_SUPPORT = 0x80285700L;
    private static final long KEEP_ALIVE = 0x80045705L;
    private static final long SET_TIMEOUT = 0xC0045706L;
    private static final long GET_TIMEOUT = 0x80045707L;
    private static final int MAGIC_CLOSE_OPTION = 0x0100;
    private static final int IDENTITY_OFFSET = 8;
    private static final int IDENTITY_LENGTH = 32;

    private final int descriptor;
    private final String name;
    private final boolean magicClose;
    private final String identity;
    private final MemorySegment cell = NativeFunction.intCell(0);
    private boolean closed;

    private WatchdogDevice(int descriptor, String name) throws LinuxException {
        this.descriptor = descriptor;
        this.name = name;
        MemorySegment info = Arena.ofAuto().allocate(IDENTITY_OFFSET + IDENTITY_LENGTH, Integer.BYTES);
        DeviceControl.call(descriptor, GET_SUPPORT, info, "use " + name + " as a watchdog");
        this.magicClose = (info.get(JAVA_INT, 0) & MAGIC_CLOSE_OPTION) != 0;
        byte[] text = info.asSlice(IDENTITY_OFFSET, IDENTITY_LENGTH).toArray(JAVA_BYTE);
        this.identity =
                new String(text, StandardCharsets.US_ASCII).replace("\0", "").strip();
    }

    /// Opens and so arms the watchdog. A device that is no watchdog is refused.
    public static WatchdogDevice open(Path path) throws LinuxException {
        int descriptor = DirectFile.openDescriptor(path.toString(), O_WRONLY | O_CLOEXEC);
        try {
            return new WatchdogDevice(descriptor, path.toString());
        } catch (LinuxException noWatchdog) {
            DirectFile.closeDescriptor(descriptor);
            throw noWatchdog;
        }
    }

    @Override
    public void setTimeoutSeconds(int seconds) throws LinuxException {
        cell.set(JAVA_INT, 0, seconds);
        DeviceControl.call(
                descriptor, SET_TIMEOUT, cell, "set the time-out of " + name + " to " + seconds + " seconds");
    }

    @Override
    public int timeoutSeconds() throws LinuxException {
        return DeviceControl.readInt(descriptor, GET_TIMEOUT, "read the time-out of " + name);
    }

    @Override
    public void feed() throws LinuxException {
        DeviceControl.call(descriptor, KEEP_ALIVE, cell, "feed " + name);
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public boolean staysArmedWhenClosed() {
        // A driver that does not know the magic letter is stopped by the kernel at every close.
        return magicClose;
    }

    @Override
    public void disarm() throws LinuxException {
        try {
            SingleByte.write(descriptor, 'V', "disarm " + name);
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            DirectFile.closeDescriptor(descriptor);
        }
    }
}
