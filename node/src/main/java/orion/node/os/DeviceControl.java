package orion.node.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// `ioctl(2)`: questions and orders to an open device.
final class DeviceControl {
    private static final MethodHandle IOCTL =
            NativeFunction.bindVariadic("ioctl", 2, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));

    private DeviceControl() {}

    /// Gives the order `request` with `argument`, which the kernel may read and fill.
    ///
    /// @param action what is attempted, beginning with a verb, for the message
    static void call(int descriptor, long request, MemorySegment argument, String action) throws LinuxException {
        MemorySegment state = NativeFunction.errnoState();
        int result;
        try {
            result = (int) IOCTL.invokeExact(state, descriptor, request, argument);
        } catch (Throwable broken) {
            throw NativeFunction.broken(broken);
        }
        if (result < 0) {
            throw new LinuxException(action, NativeFunction.errno(state));
        }
    }

    static int readInt(int descriptor, long request, String action) throws LinuxException {
        MemorySegment cell = NativeFunction.intCell(0);
        call(descriptor, request, cell, action);
        return cell.get(JAVA_INT, 0);
    }

    static long readLong(int descriptor, long request, String action) throws LinuxException {
        MemorySegment cell = Arena.ofAuto().allocate(JAVA_LONG);
        call(descriptor, request, cell, action);
        return cell.get(JAVA_LONG, 0);
    }
}
