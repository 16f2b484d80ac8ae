package orion.node.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import javax.net.ssl.KeyManager;

/// The key of a server that others know by its fingerprint, with the certificate that TLS wants around it. In a folder
/// it is the files `key.pem` and `certificate.pem`.
public final class SelfSignedKey {
    private static final String KEY = "key.pem";
    private static final String CERTIFICATE = "certificate.pem";

    private final X509Certificate certificate;
    private final PrivateKey key;

    private SelfSignedKey(X509Certificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
    }

    /// Makes a new key, and writes it in place of one that was there.
    ///
    /// @param name for people who look at the certificate
    public static SelfSignedKey create(Path folder, String name) throws IOException {
        KeyPair pair = CertificateAuthority.keyPair();
        SelfSignedKey made =
                new SelfSignedKey(CertificateAuthority.selfSigned(name, pair, Instant.now()), pair.getPrivate());
        remove(folder);
        SecretFile.write(folder.resolve(KEY), Pem.encode(Pem.PRIVATE_KEY, made.key.getEncoded()));
        SecretFile.write(
                folder.resolve(CERTIFICATE), Pem.encode(Pem.CERTIFICATE, NodeIdentity.encoded(made.certificate)));
        return made;
    }

    /// Reads it.
    ///
    /// @throws IdentityException with one sentence that names the file
    public static SelfSignedKey load(Path folder) throws IdentityException {
        String keyText = SecretFile.read(folder.resolve(KEY));
        String certificateText = SecretFile.read(folder.resolve(CERTIFICATE));
        try {
            SelfSignedKey loaded =
                    new SelfSignedKey(NodeIdentity.certificate(certificateText), NodeIdentity.privateKey(keyText));
            if (NodeIdentity.matches(loaded.certificate, loaded.key, loaded.certificate)) {
                return loaded;
            }
        } catch (GeneralSecurityException | IllegalArgumentException damaged) {
            throw new IdentityException(
                    KEY + " or " + CERTIFICATE + " in " + folder + " is damaged: " + damaged.getMessage()
                            + "; restore both from a backup",
                    damaged);
        }
        throw new IdentityException(
                KEY + " and " + CERTIFICATE + " in " + folder + " do not belong together; restore both from a backup");
    }

    /// Removes it, if it is there.
    public static void remove(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(KEY));
        Files.deleteIfExists(folder.resolve(CERTIFICATE));
    }

    /// SHA-256 of the public key, in hexadecimal.
    public String fingerprint() {
        return HexFormat.of()
                .formatHex(
                        CertificateAuthority.sha256(certificate.getPublicKey().getEncoded()));
    }

    /// What a TLS server with this key shows.
    public KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
        return NodeIdentity.keyManagers(key, certificate);
    }

    @Override
    public String toString() {
        return "SelfSignedKey[" + fingerprint() + ", key not shown]";
    }
}
