package orion.node.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Keeps the daemon's memory out of swap, so that a host short of memory does not make its node late.
public final class MemoryLock {
    private static final int MCL_CURRENT = 1;
    private static final int MCL_FUTURE = 2;
    private static final int MCL_ONFAULT = 4;
    private static final MethodHandle LOCK = NativeFunction.bind("mlockall", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle UNLOCK = NativeFunction.bind("munlockall", FunctionDescriptor.of(JAVA_INT));

    private MemoryLock() {}

    /// Locks every page touched so far and every page when it is touched. Without "when touched" the kernel would
    /// bring in the whole reserved address space at once, which triples the daemon's memory.
    public static void lockTouchedPages() throws LinuxException {
        MemorySegment state = NativeFunction.errnoState();
        int result;
        try {
            result = (int) LOCK.invokeExact(state, MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT);
        } catch (Throwable broken) {
            throw NativeFunction.broken(broken);
        }
        if (result != 0) {
            throw new LinuxException(
                    "lock the memory (needs root, or LimitMEMLOCK=infinity in the service unit)",
                    NativeFunction.errno(state));
        }
    }

    /// Gives the memory free again.
    public static void unlock() throws LinuxException {
        MemorySegment state = NativeFunction.errnoState();
        int result;
        try {
            result = (int) UNLOCK.invokeExact(state);
        } catch (Throwable broken) {
            throw NativeFunction.broken(broken);
        }
        if (result != 0) {
            throw new LinuxException("unlock the memory", NativeFunction.errno(state));
        }
    }
}
