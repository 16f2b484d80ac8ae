package orion.node.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Lets the calling platform thread run before every ordinary thread of the host.
public final class RealTimeScheduling {
    private static final int SCHED_RR = 2;
    /// Children of the thread (a started script) fall back to ordinary scheduling.
    private static final int SCHED_RESET_ON_FORK = 0x40000000;
    private static final int LOWEST = 1;
    private static final int HIGHEST = 99;
    private static final MethodHandle SET =
            NativeFunction.bind("sched_setscheduler", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));

    private RealTimeScheduling() {}

    /// Switches the calling thread to round-robin real-time scheduling.
    ///
    /// @param priority 1 (lowest) to 99; the kernel's own watchdog threads run at 99, so stay below
    public static void roundRobin(int priority) throws LinuxException {
        if (priority < LOWEST || priority > HIGHEST) {
            throw new IllegalArgumentException("A real-time priority is 1 to 99, not " + priority + ".");
        }
        // A virtual thread would change its carrier, which other virtual threads share.
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("Only a platform thread can be scheduled in real time.");
        }
        MemorySegment state = NativeFunction.errnoState();
        int result;
        try {
            // Thread id 0 means the calling thread, not the whole process.
            result = (int) SET.invokeExact(state, 0, SCHED_RR | SCHED_RESET_ON_FORK, NativeFunction.intCell(priority));
        } catch (Throwable broken) {
            throw NativeFunction.broken(broken);
        }
        if (result != 0) {
            throw new LinuxException(
                    "use real-time scheduling (needs root, CAP_SYS_NICE, or LimitRTPRIO in the service unit)",
                    NativeFunction.errno(state));
        }
    }
}
