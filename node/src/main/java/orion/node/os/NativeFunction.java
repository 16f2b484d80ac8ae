package orion.node.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/// Binds functions of the C library and reads the `errno` they leave behind.
///
/// Every handle made here takes, as its first argument, a segment made by [#errnoState()] into which the JVM copies
/// `errno` right after the call, before anything else on this thread can overwrite it.
final class NativeFunction {
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

    private NativeFunction() {}

    /// Binds `name`; the returned handle takes the errno state, then the arguments of `descriptor`.
    static MethodHandle bind(String name, FunctionDescriptor descriptor) {
        return bind(name, descriptor, List.of());
    }

    /// Binds a function with a variable argument list, such as `open` and `ioctl`: their calling convention differs
    /// from that of ordinary functions on some processors.
    static MethodHandle bindVariadic(String name, int fixedArguments, FunctionDescriptor descriptor) {
        return bind(name, descriptor, List.of(Linker.Option.firstVariadicArg(fixedArguments)));
    }

    @SuppressWarnings("restricted")
    private static MethodHandle bind(String name, FunctionDescriptor descriptor, List<Linker.Option> more) {
        List<Linker.Option> options = new ArrayList<>(more);
        options.add(Linker.Option.captureCallState("errno"));
        Linker linker = Linker.nativeLinker();
        MemorySegment symbol = linker.defaultLookup().findOrThrow(name);
        return linker.downcallHandle(symbol, descriptor, options.toArray(Linker.Option[]::new));
    }

    /// Memory for one thread's captured `errno`. It lives as long as somebody refers to it, so that a call which
    /// hangs in the kernel never finds it freed.
    static MemorySegment errnoState() {
        return Arena.ofAuto().allocate(STATE);
    }

    static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    /// A path as the C string the kernel wants.
    static MemorySegment text(String text) {
        return Arena.ofAuto().allocateFrom(text);
    }

    /// What a failed `invokeExact` means here: a programming error, for C functions throw nothing.
    static AssertionError broken(Throwable cause) {
        return new AssertionError("A native call was bound with the wrong types.", cause);
    }

    /// An `int` in native memory, for calls that take or fill one.
    static MemorySegment intCell(int value) {
        MemorySegment cell = Arena.ofAuto().allocate(ValueLayout.JAVA_INT);
        cell.set(ValueLayout.JAVA_INT, 0, value);
        return cell;
    }
}
