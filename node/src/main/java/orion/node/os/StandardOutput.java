package orion.node.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The standard output of this process, as `poll(2)` sees it: the only way to learn that a pipe lost its reader without
/// writing to it.
public final class StandardOutput {
    private static final int DESCRIPTOR = 1;
    /// `struct pollfd`: the descriptor, what is asked for (nothing: errors are always told), what there is.
    private static final long POLLFD_BYTES = 8;

    private static final long ANSWER_AT = 6;
    private static final int ERROR_OR_HANGUP = 0x8 | 0x10;
    private static final MethodHandle POLL =
            NativeFunction.bind("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

    private StandardOutput() {}

    /// Whether nobody can read any more what is written there; false where that cannot be told.
    public static boolean hasNoReader() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment asked = arena.allocate(POLLFD_BYTES, Integer.BYTES);
            asked.set(JAVA_INT, 0, DESCRIPTOR);
            int found = (int) POLL.invokeExact(NativeFunction.errnoState(), asked, 1L, 0);
            return found > 0 && (asked.get(JAVA_SHORT, ANSWER_AT) & ERROR_OR_HANGUP) != 0;
        } catch (Throwable broken) {
            throw NativeFunction.broken(broken);
        }
    }
}
