package orion.node.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The real forced restart, by `reboot(2)`. File systems are deliberately not flushed: a flush could hang on the very
/// disk that was lost, and could write to a volume that another node has taken over.
public final class KernelReboot implements Reboot {
    private static final int RB_AUTOBOOT = 0x01234567;

    // Bound, and its memory reserved, beforehand: at the moment of need nothing must have to be loaded from disk.
    private final MethodHandle reboot = NativeFunction.bind("reboot", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private final MemorySegment state = NativeFunction.errnoState();

    @Override
    public void now() throws LinuxException {
        try {
            int ignored = (int) reboot.invokeExact(state, RB_AUTOBOOT);
        } catch (Throwable broken) {
            throw NativeFunction.broken(broken);
        }
        throw new LinuxException("restart the host (needs root or CAP_SYS_BOOT)", NativeFunction.errno(state));
    }
}
