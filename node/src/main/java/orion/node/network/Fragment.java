package orion.node.network;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import orion.core.wire.BoundedReader;
import orion.core.wire.BoundedWriter;
import orion.core.wire.MessageCodec;

/// One piece of a message that is too long for a datagram.
///
/// Pieces are named after the content of the whole, not after the sending of it: when a message is repeated because a
/// piece was lost, the repetition fills the gaps of the first attempt, and so do copies over other links.
///
/// @param of    which message
/// @param index which piece, from 0
/// @param count how many pieces there are
@SuppressWarnings("ArrayRecordComponent") // never compared
record Fragment(Digest of, int index, int count, byte[] bytes) {
    /// Bytes of the message in each piece but the last.
    static final int BYTES = 1100;
    /// Pieces of the longest message.
    static final int MOST = (MessageCodec.LONGEST + BYTES - 1) / BYTES;

    private static final int OVERHEAD = 21;

    /// The first half of the SHA-256 of a message.
    record Digest(long first, long second) {
        static Digest of(byte[] message) {
            try {
                BoundedReader hash =
                        new BoundedReader(MessageDigest.getInstance("SHA-256").digest(message));
                return new Digest(hash.int64(), hash.int64());
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("every JDK has SHA-256", impossible);
            }
        }
    }

    static int countOf(byte[] message) {
        return (message.length + BYTES - 1) / BYTES;
    }

    /// The piece of a message as the content of a datagram.
    static byte[] content(Digest of, byte[] message, int index) {
        int from = index * BYTES;
        int length = Math.min(BYTES, message.length - from);
        byte[] piece = new byte[length];
        System.arraycopy(message, from, piece, 0, length);
        return new Fragment(of, index, countOf(message), piece).content();
    }

    /// As the content of a datagram.
    byte[] content() {
        return new BoundedWriter(BYTES + OVERHEAD)
                .uint8(Content.FRAGMENT)
                .int64(of.first())
                .int64(of.second())
                .uint16(index)
                .uint16(count)
                .bytes(bytes)
                .toBytes();
    }

    /// Reads what follows the kind of the content.
    ///
    /// @throws orion.core.wire.MalformedInput where it is no piece
    static Fragment read(BoundedReader reader) {
        Digest of = new Digest(reader.int64(), reader.int64());
        int index = reader.uint16();
        int count = reader.uint16();
        int length = reader.remaining();
        boolean last = index == count - 1;
        if (count < 2 || count > MOST || index >= count || length > BYTES || (last ? length < 1 : length != BYTES)) {
            throw reader.malformed("piece " + index + " of " + count + " with " + length + " bytes cannot be");
        }
        return new Fragment(of, index, count, reader.bytes(length));
    }
}
