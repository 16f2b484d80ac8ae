package orion.node.witness;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts whoever has one key, known by its fingerprint, and nobody else. Names and dates in its certificate play no
/// part: a clock that is wrong must not take a disk of the white board away.
final class PinnedKey extends X509ExtendedTrustManager {
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

    private void check(X509Certificate[] chain) throws CertificateException {
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

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
