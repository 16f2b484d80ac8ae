package orion.node.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/// The receiving end of a unix datagram socket, as the service manager has one; the JDK has none.
final class DatagramReceiver implements AutoCloseable {
    private static final MethodHandle SOCKET =
            NativeFunction.bind("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND =
            NativeFunction.bind("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle RECEIVE =
            NativeFunction.bind("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final int DO_NOT_WAIT = 0x40;

    private final int descriptor;

    private DatagramReceiver(int descriptor) {
        this.descriptor = descriptor;
    }

    static DatagramReceiver bind(String name) throws Exception {
        MemorySegment state = NativeFunction.errnoState();
        MemorySegment address = ServiceNotifier.socketAddress(name);
        try {
            int descriptor = (int) SOCKET.invokeExact(state, 1, 2, 0);
            int bound = (int) BIND.invokeExact(state, descriptor, address, (int) address.byteSize());
            assertThat(bound).as("bind %s", name).isZero();
            return new DatagramReceiver(descriptor);
        } catch (Throwable broken) {
            throw NativeFunction.broken(broken);
        }
    }

    /// The next message, which must have been sent already.
    String receive() {
        MemorySegment bytes = DirectFile.buffer(4096);
        long length;
        try {
            length = (long)
                    RECEIVE.invokeExact(NativeFunction.errnoState(), descriptor, bytes, bytes.byteSize(), DO_NOT_WAIT);
        } catch (Throwable broken) {
            throw NativeFunction.broken(broken);
        }
        assertThat(length).as("bytes received").isPositive();
        return new String(bytes.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        DirectFile.closeDescriptor(descriptor);
    }
}
