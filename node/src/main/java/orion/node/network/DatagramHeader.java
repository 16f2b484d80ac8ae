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
/// | 8 | 4 | id of the newest key that the sender has |
/// | 12 | 1 | node number of the sender |
/// | 13 | 1 | node number of the receiver |
/// | 14 | 8 | incarnation of the sender |
/// | 22 | 8 | session of the sender |
/// | 30 | 8 | echo: session of the receiver as the sender knows it, 0 where it does not |
/// | 38 | 8 | sequence, never used twice in a session |
record DatagramHeader(
        int link,
        int keyId,
        int newestKeyId,
        int sender,
        int receiver,
        long incarnation,
        long session,
        long echo,
        long sequence) {
    static final int BYTES = 46;

    private static final short MAGIC = 0x4f52;
    private static final byte VERSION = 2;
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    void write(byte[] to) {
        SHORTS.set(to, 0, MAGIC);
        to[2] = VERSION;
        to[3] = (byte) link;
        INTS.set(to, 4, keyId);
        INTS.set(to, 8, newestKeyId);
        to[12] = (byte) sender;
        to[13] = (byte) receiver;
        LONGS.set(to, 14, incarnation);
        LONGS.set(to, 22, session);
        LONGS.set(to, 30, echo);
        LONGS.set(to, 38, sequence);
    }

    /// Whether these bytes begin as datagrams of this version do.
    static boolean isOurs(byte[] from) {
        return (short) SHORTS.get(from, 0) == MAGIC && from[2] == VERSION;
    }

    static DatagramHeader read(byte[] from) {
        return new DatagramHeader(
                from[3],
                (int) INTS.get(from, 4),
                (int) INTS.get(from, 8),
                from[12],
                from[13],
                (long) LONGS.get(from, 14),
                (long) LONGS.get(from, 22),
                (long) LONGS.get(from, 30),
                (long) LONGS.get(from, 38));
    }

    /// Whether the numbers in it can be at all.
    boolean isPossible() {
        return sender >= 1 && sender <= NodeId.LARGEST && incarnation >= 1 && session != 0 && sequence >= 0;
    }
}
