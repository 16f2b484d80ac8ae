package orion.node.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// Tells systemd how the service is (`READY=1`, `STATUS=...`, `WATCHDOG=1`, `STOPPING=1`) over the datagram socket
/// named in `NOTIFY_SOCKET`. The JDK has unix stream sockets only.
public final class ServiceNotifier implements AutoCloseable {
    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int FAMILY_BYTES = 2;
    private static final int LONGEST_PATH = 107;
    private static final MethodHandle SOCKET =
            NativeFunction.bind("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SENDTO = NativeFunction.bind(
            "sendto", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));

    private final int descriptor;
    private final String name;
    private final MemorySegment address;
    private boolean closed;

    private ServiceNotifier(int descriptor, String name, MemorySegment address) {
        this.descriptor = descriptor;
        this.name = name;
        this.address = address;
    }

    /// The notifier of the service this process runs in; empty when no service manager listens.
    public static Optional<ServiceNotifier> fromEnvironment(Map<String, String> environment) throws LinuxException {
        String name = environment.getOrDefault("NOTIFY_SOCKET", "");
        return name.isEmpty() ? Optional.empty() : Optional.of(open(name));
    }

    /// @param name a path, or a name beginning with `@` in the kernel's own name space
    static ServiceNotifier open(String name) throws LinuxException {
        MemorySegment address = socketAddress(name);
        MemorySegment state = NativeFunction.errnoState();
        int descriptor;
        try {
            descriptor = (int) SOCKET.invokeExact(state, (int) AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        } catch (Throwable broken) {
            throw NativeFunction.broken(broken);
        }
        if (descriptor < 0) {
            throw new LinuxException("make a socket for the service manager", NativeFunction.errno(state));
        }
        return new ServiceNotifier(descriptor, name, address);
    }

    /// `struct sockaddr_un`, exactly as long as the name needs.
    static MemorySegment socketAddress(String name) throws LinuxException {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        if (path.length == 0 || path.length > LONGEST_PATH) {
            throw new LinuxException("reach the service manager at " + name, "the name is too long for a socket");
        }
        if (path[0] == '@') {
            path[0] = 0;
        }
        MemorySegment address = Arena.ofAuto().allocate(FAMILY_BYTES + path.length, FAMILY_BYTES);
        address.set(JAVA_SHORT, 0, AF_UNIX);
        MemorySegment.copy(path, 0, address, JAVA_BYTE, FAMILY_BYTES, path.length);
        return address;
    }

    /// Sends one state, such as `READY=1`; never waits, so a stuck service manager cannot make a node late.
    public void send(String message) throws LinuxException {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        MemorySegment bytes = Arena.ofAuto().allocate(Math.max(1, text.length));
        MemorySegment.copy(text, 0, bytes, JAVA_BYTE, 0, text.length);
        MemorySegment state = NativeFunction.errnoState();
        long sent;
        try {
            sent = (long) SENDTO.invokeExact(
                    state, descriptor, bytes, (long) text.length, MSG_DONTWAIT | MSG_NOSIGNAL, address, (int)
                            address.byteSize());
        } catch (Throwable broken) {
            throw NativeFunction.broken(broken);
        }
        if (sent != text.length) {
            throw new LinuxException("tell the service manager at " + name, NativeFunction.errno(state));
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
