package orion.node.network;

import java.nio.ByteBuffer;
import javax.crypto.SecretKey;
import orion.core.model.Member;
import orion.core.model.NodeId;

/// Puts contents into sealed datagrams, each with the next sequence of this session, and takes them out again.
final class Envelopes {
    private final DatagramCipher cipher = new DatagramCipher();
    private final SecretKey ownKey;
    private final int keyId;
    private final Member self;
    private final long session;
    private final byte[] content = new byte[Content.LONGEST];
    private final byte[] datagram = new byte[Content.LONGEST_DATAGRAM];
    private long sequence;

    Envelopes(DatagramKey key, Member self, long session) {
        this.ownKey = key.derive(self, session);
        this.keyId = key.id();
        this.self = self;
        this.session = session;
    }

    /// A datagram ready to be sent; it is overwritten by the next one.
    ///
    /// @param kind  see [Content]
    /// @param bytes what follows the kind; for fragments the kind is in them already
    ByteBuffer seal(NodeId to, long echo, int link, int kind, byte[] bytes) {
        int skip = kind == Content.FRAGMENT ? 0 : 1;
        content[0] = (byte) kind;
        System.arraycopy(bytes, 0, content, skip, bytes.length);
        DatagramHeader header = new DatagramHeader(
                link, keyId, self.node().number(), to.number(), self.incarnation(), session, echo, sequence);
        header.write(datagram);
        int length = cipher.seal(ownKey, sequence, content, skip + bytes.length, datagram);
        sequence++;
        return ByteBuffer.wrap(datagram, 0, length);
    }

    /// Sequences used so far.
    long used() {
        return sequence;
    }

    /// Opens a datagram into `opened`.
    ///
    /// @return the length of the content, or -1 where the datagram is not genuine
    int open(SecretKey key, long number, byte[] received, int length, byte[] opened) {
        return cipher.open(key, number, received, length, opened);
    }
}
