package orion.node.board;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The secret every node of a cluster shares for the board: whoever lacks it can neither forge a block nor a tick.
/// It never appears in a message or a log.
public final class BoardKey {
    /// The key's length in bytes.
    public static final int BYTES = 32;
    /// The length of a proof made with it, in bytes.
    static final int PROOF_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private final SecretKeySpec secret;

    /// @param bytes exactly 32 bytes; copied
    public BoardKey(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("A board key has " + BYTES + " bytes, not " + bytes.length + ".");
        }
        this.secret = new SecretKeySpec(bytes, ALGORITHM);
    }

    /// A fresh maker of proofs; not for use by several threads at once.
    Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM + ".", impossible);
        }
    }

    @Override
    public String toString() {
        return "BoardKey[not shown]";
    }
}
