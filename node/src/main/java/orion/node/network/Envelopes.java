package orion.node.network;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.SecretKey;
import orion.core.model.Member;
import orion.core.model.NodeId;

/// Puts contents into sealed datagrams, each with the next sequence of this session, whichever key seals it.
final class Envelopes {
    private final DatagramCipher cipher = new DatagramCipher();
    private final Map<Integer, SecretKey> ownKeys = new HashMap<>();
    private final Member self;
    private final long session;
    private final byte[] content = new byte[Content.LONGEST];
    private final byte[] datagram = new byte[Content.LONGEST_DATAGRAM];
    private long sequence;

    Envelopes(Member self, long session) {
        this.self = self;
        this.session = session;
    }

    /// A datagram ready to be sent; it is overwritten by the next one.
    ///
    /// @param newestKeyId of all keys this node has
    /// @param kind        see [Content]
    /// @param bytes       what follows the kind; for fragments the kind is in them already
    ByteBuffer seal(DatagramKey key, int newestKeyId, NodeId to, long echo, int link, int kind, byte[] bytes) {
        int skip = kind == Content.FRAGMENT ? 0 : 1;
        content[0] = (byte) kind;
        System.arraycopy(bytes, 0, content, skip, bytes.length);
        DatagramHeader header = new DatagramHeader(
                link,
                key.id(),
                newestKeyId,
                self.node().number(),
                to.number(),
                self.incarnation(),
                session,
                echo,
                sequence);
        header.write(datagram);
        SecretKey ownKey = ownKeys.computeIfAbsent(key.id(), _ -> key.derive(self, session));
        int length = cipher.seal(ownKey, sequence, content, skip + bytes.length, datagram);
        sequence++;
        return ByteBuffer.wrap(datagram, 0, length);
    }

    /// Sequences used so far.
    long used() {
        return sequence;
    }
}
