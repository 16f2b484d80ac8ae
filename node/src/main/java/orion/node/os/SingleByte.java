package orion.node.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// `write(2)` of one letter: what watchdogs understand.
final class SingleByte {
    private static final MethodHandle WRITE =
            NativeFunction.bind("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));

    private SingleByte() {}

    /// Writes the letter, once.
    ///
    /// @param action what is attempted, beginning with a verb, for the message
    static void write(int descriptor, char letter, String action) throws LinuxException {
        MemorySegment state = NativeFunction.errnoState();
        MemorySegment cell = Arena.ofAuto().allocate(JAVA_BYTE);
        cell.set(JAVA_BYTE, 0, (byte) letter);
        long written;
        try {
            written = (long) WRITE.invokeExact(state, descriptor, cell, 1L);
        } catch (Throwable broken) {
            throw NativeFunction.broken(broken);
        }
        if (written != 1) {
            throw new LinuxException(action, NativeFunction.errno(state));
        }
    }
}
