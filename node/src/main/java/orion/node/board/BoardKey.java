package orion.node.board;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The secret every node of a cluster shares for the board: whoever lacks it can neither forge a block nor a tick.
/// While the cluster exchanges it there are several: one to write with, and all of them to read.
/// It never appears in a message or a log.
public final class BoardKey {
    /// The key's length in bytes.
    public static final int BYTES = 32;
    /// The length of a proof made with it, in bytes.
    static final int PROOF_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private volatile Secrets secrets;

    /// What it is at one moment.
    ///
    /// @param edition counts the exchanges
    record Secrets(int edition, List<SecretKeySpec> writingFirst) {}

    /// @param bytes exactly 32 bytes; copied
    public BoardKey(byte[] bytes) {
        this.secrets = new Secrets(1, List.of(secret(bytes)));
    }

    private static SecretKeySpec secret(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("A board key has " + BYTES + " bytes, not " + bytes.length + ".");
        }
        return new SecretKeySpec(bytes, ALGORITHM);
    }

    /// From now on the first of these writes and all of them are believed; whoever has this object open goes on
    /// with them.
    ///
    /// @param writingFirst at least one, of 32 bytes each; copied
    public synchronized void exchange(List<byte[]> writingFirst) {
        if (writingFirst.isEmpty()) {
            throw new IllegalArgumentException("A board needs a key.");
        }
        List<SecretKeySpec> next = new ArrayList<>();
        writingFirst.forEach(bytes -> next.add(secret(bytes)));
        secrets = new Secrets(secrets.edition() + 1, List.copyOf(next));
    }

    Secrets secrets() {
        return secrets;
    }

    /// A maker of proofs with one of them; not for use by several threads at once.
    static Mac mac(SecretKeySpec secret) {
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
