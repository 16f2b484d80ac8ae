package orion.node.network;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import orion.core.model.Member;

/// The secret that all nodes of a cluster share for their datagrams. It never seals anything itself: every
/// session has a key of its own derived from it, so that the numbers of one session cannot meet those of
/// another.
public final class DatagramKey {
    /// The key's length in bytes.
    public static final int BYTES = 32;

    private static final byte[] PURPOSE = "orion datagram 1".getBytes(StandardCharsets.US_ASCII);

    private final int id;
    private final SecretKeySpec secret;

    /// A key and its public number.
    ///
    /// @param id    tells keys apart on the wire, so that a wrong key is noticed as such
    /// @param bytes exactly 32 bytes; copied
    public DatagramKey(int id, byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a datagram key has " + BYTES + " bytes, not " + bytes.length);
        }
        this.id = id;
        this.secret = new SecretKeySpec(bytes, "HKDF");
    }

    /// Its public number.
    public int id() {
        return id;
    }

    /// The key of one session (HKDF-SHA256, RFC 5869).
    ///
    /// @param session a random number drawn by the sender when it opened its sockets
    SecretKey derive(Member sender, long session) {
        byte[] information = ByteBuffer.allocate(PURPOSE.length + 1 + 2 * Long.BYTES)
                .put(PURPOSE)
                .put((byte) sender.node().number())
                .putLong(sender.incarnation())
                .putLong(session)
                .array();
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "AES", HKDFParameterSpec.ofExtract().addIKM(secret).thenExpand(information, 32));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HKDF-SHA256", impossible);
        }
    }

    @Override
    public String toString() {
        return "DatagramKey[not shown]";
    }
}
