package orion.node.witness;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import orion.node.network.PinnedTrust;

/// Trusts whoever has one key, known by its fingerprint, and nobody else. Names and dates in its certificate play no
/// part: a clock that is wrong must not take a disk of the white board away.
final class PinnedKey extends PinnedTrust {
    /// The other side has another key.
    static final class OtherKey extends CertificateException {
        private static final long serialVersionUID = 1;

        OtherKey() {
            super("it has another key");
        }
    }

    private final byte[] fingerprint;

    /// @param fingerprint SHA-256 of the public key, in hexadecimal
    PinnedKey(String fingerprint) {
        this.fingerprint = HexFormat.of().parseHex(fingerprint);
    }

    @Override
    protected void check(X509Certificate[] chain) throws CertificateException {
        try {
            byte[] shown = MessageDigest.getInstance("SHA-256")
                    .digest(chain[0].getPublicKey().getEncoded());
            if (!MessageDigest.isEqual(shown, fingerprint)) {
                throw new OtherKey();
            }
        } catch (CertificateException other) {
            throw other;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
