package orion.node.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The time since the host booted, suspension included. `System.nanoTime` stands still while a host sleeps, so a lease
/// measured by it would still look valid after an hour of suspension; measured by this clock it has run out.
///
/// Not for use by several threads at once: each thread makes its own.
public final class BootClock {
    private static final int CLOCK_BOOTTIME = 7;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final MethodHandle GET =
            NativeFunction.bind("clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

    private final MemorySegment state = NativeFunction.errnoState();
    private final MemorySegment time = Arena.ofAuto().allocate(2 * JAVA_LONG.byteSize(), JAVA_LONG.byteAlignment());

    /// Nanoseconds since boot; never goes back.
    public long nanos() {
        int result;
        try {
            result = (int) GET.invokeExact(state, CLOCK_BOOTTIME, time);
        } catch (Throwable broken) {
            throw NativeFunction.broken(broken);
        }
        if (result != 0) {
            throw new IllegalStateException(
                    "The kernel has no boot-time clock: " + Errno.text(NativeFunction.errno(state)) + ".");
        }
        return time.get(JAVA_LONG, 0) * NANOS_PER_SECOND + time.get(JAVA_LONG, JAVA_LONG.byteSize());
    }
}
