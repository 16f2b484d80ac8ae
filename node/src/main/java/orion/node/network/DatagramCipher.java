package orion.node.network;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/// Seals and opens datagrams with AES-256-GCM: the header is authenticated, the rest encrypted and authenticated. The
/// nonce is the sequence, which no session uses twice.
final class DatagramCipher {
    static final int TAG_BYTES = 16;

    private static final int NONCE_BYTES = 12;

    private final Cipher sealing = cipher();
    private final Cipher opening = cipher();

    private static Cipher cipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has AES-GCM", impossible);
        }
    }

    /// Seals `content` behind the header that `datagram` already holds.
    ///
    /// @return the length of the datagram
    int seal(SecretKey key, long sequence, byte[] content, int length, byte[] datagram) {
        try {
            sealing.init(Cipher.ENCRYPT_MODE, key, nonce(sequence));
            sealing.updateAAD(datagram, 0, DatagramHeader.BYTES);
            return DatagramHeader.BYTES + sealing.doFinal(content, 0, length, datagram, DatagramHeader.BYTES);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("a datagram cannot be sealed", broken);
        }
    }

    /// Opens a datagram into `content`.
    ///
    /// @return the length of the content, or -1 where the datagram is not genuine
    int open(SecretKey key, long sequence, byte[] datagram, int length, byte[] content) {
        try {
            opening.init(Cipher.DECRYPT_MODE, key, nonce(sequence));
            opening.updateAAD(datagram, 0, DatagramHeader.BYTES);
            return opening.doFinal(datagram, DatagramHeader.BYTES, length - DatagramHeader.BYTES, content, 0);
        } catch (GeneralSecurityException notGenuine) {
            Arrays.fill(content, (byte) 0);
            return -1;
        }
    }

    private static GCMParameterSpec nonce(long sequence) {
        byte[] nonce = new byte[NONCE_BYTES];
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[NONCE_BYTES - 1 - i] = (byte) (sequence >>> (8 * i));
        }
        return new GCMParameterSpec(8 * TAG_BYTES, nonce);
    }
}
