package orion.node.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Tells all neighbours on a card's network that an IPv6 address is at this card now: the unsolicited neighbour
/// advertisement of RFC 4861, to all nodes, with the override flag. The kernel sends one when an address is added, and
/// has no command to send it again; the JDK has no raw sockets. Needs root or CAP_NET_RAW.
public final class NeighbourAdvertisement {
    private static final short AF_INET6 = 10;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int IPPROTO_ICMPV6 = 58;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_MULTICAST_HOPS = 18;
    private static final int SOCKET_ADDRESS_BYTES = 28;
    private static final int ADDRESS_BYTES = 16;
    /// Neighbours ignore an advertisement that may have passed a router.
    private static final int NEVER_ROUTED = 255;

    private static final int TYPE = 136;
    private static final int OVERRIDE = 0x20000000;
    private static final int TARGET_LINK_ADDRESS = 2;
    private static final int EIGHT_BYTES = 1;
    private static final int ETHERNET_BYTES = 6;
    private static final byte[] ALL_NODES = {(byte) 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private static final MethodHandle SOCKET =
            NativeFunction.bind("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SET_OPTION = NativeFunction.bind(
            "setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle BIND =
            NativeFunction.bind("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SENDTO = NativeFunction.bind(
            "sendto", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));

    private NeighbourAdvertisement() {}

    /// Sends one; returns at once.
    ///
    /// @param address must be on that card
    public static void send(String card, Inet6Address address) throws IOException {
        NetworkInterface found = NetworkInterface.getByName(card);
        byte[] station = found == null ? null : found.getHardwareAddress();
        if (found == null || station == null || station.length != ETHERNET_BYTES) {
            throw new IOException("card " + card + " is not there or not an Ethernet card");
        }
        MemorySegment state = NativeFunction.errnoState();
        int socket = open(state);
        try {
            MemorySegment hops = NativeFunction.intCell(NEVER_ROUTED);
            MemorySegment from = socketAddress(address.getAddress(), found.getIndex());
            MemorySegment to = socketAddress(ALL_NODES, found.getIndex());
            MemorySegment message = message(address.getAddress(), station);
            check(state, (int) SET_OPTION.invokeExact(
                    state, socket, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, hops, (int) hops.byteSize()));
            check(state, (int) BIND.invokeExact(state, socket, from, SOCKET_ADDRESS_BYTES));
            check(state, (long)
                    SENDTO.invokeExact(state, socket, message, message.byteSize(), 0, to, SOCKET_ADDRESS_BYTES));
        } catch (IOException failed) {
            throw failed;
        } catch (Throwable broken) {
            throw NativeFunction.broken(broken);
        } finally {
            DirectFile.closeDescriptor(socket);
        }
    }

    private static int open(MemorySegment state) throws LinuxException {
        int socket;
        try {
            socket = (int) SOCKET.invokeExact(state, (int) AF_INET6, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMPV6);
        } catch (Throwable broken) {
            throw NativeFunction.broken(broken);
        }
        check(state, socket);
        return socket;
    }

    private static void check(MemorySegment state, long result) throws LinuxException {
        if (result < 0) {
            throw new LinuxException(
                    "tell the neighbours of an address (needs root or CAP_NET_RAW)", NativeFunction.errno(state));
        }
    }

    /// The message; the kernel fills in its checksum.
    private static MemorySegment message(byte[] address, byte[] station) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + ADDRESS_BYTES + 2 + ETHERNET_BYTES);
        bytes.put((byte) TYPE)
                .put((byte) 0)
                .putShort((short) 0)
                .putInt(OVERRIDE)
                .put(address);
        bytes.put((byte) TARGET_LINK_ADDRESS).put((byte) EIGHT_BYTES).put(station);
        return copy(bytes);
    }

    /// A `sockaddr_in6`.
    private static MemorySegment socketAddress(byte[] address, int card) {
        ByteBuffer bytes = ByteBuffer.allocate(SOCKET_ADDRESS_BYTES).order(ByteOrder.nativeOrder());
        bytes.putShort(AF_INET6).putShort((short) 0).putInt(0).put(address).putInt(card);
        return copy(bytes);
    }

    private static MemorySegment copy(ByteBuffer bytes) {
        MemorySegment segment = Arena.ofAuto().allocate(bytes.capacity(), Integer.BYTES);
        segment.copyFrom(MemorySegment.ofBuffer(bytes.clear()));
        return segment;
    }
}
