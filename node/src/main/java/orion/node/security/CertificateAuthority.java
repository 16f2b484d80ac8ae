package orion.node.security;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// The cluster's own certificate authority: who has a certificate of it belongs to the cluster. Every node holds its
/// key, because any node must be able to let a new one in while others are down (see ADR 5).
///
/// @param certificate the authority's own, signed by itself
/// @param key         what it signs with
record CertificateAuthority(X509Certificate certificate, PrivateKey key) {
    private static final Duration AUTHORITY_VALIDITY = Duration.ofDays(30L * 365);
    private static final Duration NODE_VALIDITY = Duration.ofDays(10L * 365);
    /// Clocks of servers differ before they are set.
    private static final Duration GRACE = Duration.ofDays(1);

    private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
    private static final String COMMON_NAME = "2.5.4.3";
    private static final String SUBJECT_KEY = "2.5.29.14";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String ALTERNATIVE_NAME = "2.5.29.17";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String AUTHORITY_KEY = "2.5.29.35";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final String SERVER = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT = "1.3.6.1.5.5.7.3.2";

    /// Makes the authority of a new cluster.
    static CertificateAuthority create(String cluster, Instant now) {
        KeyPair pair = keyPair();
        String name = "Orion cluster " + cluster;
        byte[] extensions = Der.sequence(
                extension(BASIC_CONSTRAINTS, true, Der.sequence(Der.yes(), Der.integer(BigInteger.ZERO))),
                // Signs certificates and revocation lists, nothing else.
                extension(KEY_USAGE, true, Der.bits(1, new byte[] {0x06})),
                extension(SUBJECT_KEY, false, Der.octets(keyIdentifier(pair.getPublic()))));
        X509Certificate certificate = certificate(
                pair.getPrivate(), name, name, pair.getPublic(), now, now.plus(AUTHORITY_VALIDITY), extensions);
        return new CertificateAuthority(certificate, pair.getPrivate());
    }

    /// Signs a certificate with which a node proves its name, as server and as client.
    X509Certificate issue(String node, PublicKey publicKey, Instant now) {
        List<byte[]> extensions = new ArrayList<>(List.of(
                extension(BASIC_CONSTRAINTS, true, Der.sequence()),
                // Signs handshakes, nothing else.
                extension(KEY_USAGE, true, Der.bits(7, new byte[] {(byte) 0x80})),
                extension(EXTENDED_KEY_USAGE, false, Der.sequence(Der.identifier(SERVER), Der.identifier(CLIENT))),
                extension(SUBJECT_KEY, false, Der.octets(keyIdentifier(publicKey))),
                extension(
                        AUTHORITY_KEY,
                        false,
                        Der.sequence(Der.implicit(0, keyIdentifier(certificate.getPublicKey()))))));
        if (node.matches("[A-Za-z][A-Za-z0-9-]*")) {
            // Other names of nodes are not names of hosts.
            byte[] host = node.getBytes(StandardCharsets.US_ASCII);
            extensions.add(extension(ALTERNATIVE_NAME, false, Der.sequence(Der.implicit(2, host))));
        }
        String issuer = commonName(certificate);
        return certificate(
                key,
                issuer,
                node,
                publicKey,
                now,
                now.plus(NODE_VALIDITY),
                Der.sequence(extensions.toArray(byte[][]::new)));
    }

    /// A certificate for a key that is trusted for itself, whatever name it has.
    static X509Certificate selfSigned(String name, KeyPair pair, Instant now) {
        byte[] extensions = Der.sequence(
                extension(BASIC_CONSTRAINTS, true, Der.sequence()),
                extension(KEY_USAGE, true, Der.bits(7, new byte[] {(byte) 0x80})),
                extension(EXTENDED_KEY_USAGE, false, Der.sequence(Der.identifier(SERVER))));
        return certificate(
                pair.getPrivate(), name, name, pair.getPublic(), now, now.plus(AUTHORITY_VALIDITY), extensions);
    }

    private static X509Certificate certificate(
            PrivateKey signer,
            String issuer,
            String subject,
            PublicKey publicKey,
            Instant now,
            Instant end,
            byte[] extensions) {
        byte[] algorithm = Der.sequence(Der.identifier(ECDSA_WITH_SHA256));
        byte[] serial = new byte[16];
        new SecureRandom().nextBytes(serial);
        byte[] signed = Der.sequence(
                Der.explicit(0, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(1, serial)),
                algorithm,
                name(issuer),
                Der.sequence(Der.time(now.minus(GRACE)), Der.time(end)),
                name(subject),
                publicKey.getEncoded(),
                Der.explicit(3, extensions));
        try {
            byte[] certificate = Der.sequence(signed, algorithm, Der.bits(0, sign(signer, signed)));
            return parse(certificate);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a certificate cannot be made", impossible);
        }
    }

    private static byte[] name(String commonName) {
        return Der.sequence(Der.set(Der.sequence(Der.identifier(COMMON_NAME), Der.text(commonName))));
    }

    private static byte[] extension(String identifier, boolean critical, byte[] value) {
        return critical
                ? Der.sequence(Der.identifier(identifier), Der.yes(), Der.octets(value))
                : Der.sequence(Der.identifier(identifier), Der.octets(value));
    }

    private static byte[] keyIdentifier(PublicKey key) {
        return Arrays.copyOf(sha256(key.getEncoded()), 20);
    }

    /// A new pair of keys on the curve P-256.
    static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has the curve P-256", impossible);
        }
    }

    static byte[] sign(PrivateKey key, byte[] bytes) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(bytes);
        return signature.sign();
    }

    static boolean isSigned(PublicKey key, byte[] bytes, byte[] signed) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initVerify(key);
        signature.update(bytes);
        return signature.verify(signed);
    }

    static X509Certificate parse(byte[] certificate) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
    }

    /// The name a certificate is made out to.
    static String commonName(X509Certificate certificate) {
        String name = certificate.getSubjectX500Principal().getName();
        return name.startsWith("CN=") ? name.substring(3) : name;
    }

    /// SHA-256 of the authority's certificate in hexadecimal: what a token names it by.
    String fingerprint() {
        return fingerprint(certificate);
    }

    static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(sha256(certificate.getEncoded()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a certificate that was read has bytes", impossible);
        }
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    @Override
    public String toString() {
        return "CertificateAuthority[" + commonName(certificate) + ", key not shown]";
    }
}
