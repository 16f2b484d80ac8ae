package orion.node.network;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import orion.core.model.NodeId;

/// The part of a datagram that is not encrypted, of fixed size; it is authenticated together with the rest. Nothing
/// else of a datagram is looked at before the whole has proved genuine.
///
/// | at | bytes | what |
/// |--:|--:|---|
/// | 0 | 2 | `OR` |
/// | 2 | 1 | version of this format |
/// | 3 | 1 | number of the link |
/// | 4 | 4 | id of the key |
/// | 8 | 1 | node number of the sender |
/// | 9 | 1 | node number of the receiver |
/// | 10 | 8 | incarnation of the sender |
/// | 18 | 8 | session of the sender |
/// | 26 | 8 | echo: session of the receiver as the sender knows it, 0 where it does not |
/// | 34 | 8 | sequence, never used twice in a session |
record DatagramHeader(
        int link, int keyId, int sender, int receiver, long incarnation, long session, long echo, long sequence) {
    static final int BYTES = 42;

    private static final short MAGIC = 0x4f52;
    private static final byte VERSION = 1;
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    void write(byte[] to) {
        SHORTS.set(to, 0, MAGIC);
        to[2] = VERSION;
        to[3] = (byte) link;
        INTS.set(to, 4, keyId);
        to[8] = (byte) sender;
        to[9] = (byte) receiver;
        LONGS.set(to, 10, incarnation);
        LONGS.set(to, 18, session);
        LONGS.set(to, 26, echo);
        LONGS.set(to, 34, sequence);
    }

    /// Whether these bytes begin as datagrams of this version do.
    static boolean isOurs(byte[] from) {
        return (short) SHORTS.get(from, 0) == MAGIC && from[2] == VERSION;
    }

    static DatagramHeader read(byte[] from) {
        return new DatagramHeader(
                from[3],
                (int) INTS.get(from, 4),
                from[8],
                from[9],
                (long) LONGS.get(from, 10),
                (long) LONGS.get(from, 18),
                (long) LONGS.get(from, 26),
                (long) LONGS.get(from, 34));
    }

    /// Whether the numbers in it can be at all.
    boolean isPossible() {
        return sender >= 1 && sender <= NodeId.LARGEST && incarnation >= 1 && session != 0 && sequence >= 0;
    }
}
