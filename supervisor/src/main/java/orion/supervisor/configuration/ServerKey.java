package orion.supervisor.configuration;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// The key and the certificate with which a service of this host shows who it is.
///
/// @param keyFile  in PEM
/// @param certFile in PEM, those of its issuers behind it
/// @param password of the key; empty where it is not encrypted
/// @param place    where all of these are configured, for messages
public record ServerKey(Path keyFile, Path certFile, String password, String place) {
    /// How a person makes both.
    public static final String MAKE = "; make both with: openssl req -x509 -newkey rsa:3072 -noenc -days 3650"
            + " -subj /CN=$(hostname -f) -addext subjectAltName=DNS:$(hostname -f),DNS:localhost,IP:127.0.0.1"
            + " -keyout gwha.key -out gwha.crt";

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([^-]*)-----END \\1-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    /// Both as a context for TLS.
    ///
    /// @param protocol the highest version, or the only one
    public SSLContext context(String protocol) throws ConfigurationFault {
        PrivateKey key = key(keyFile, password.toCharArray());
        Certificate[] chain = chain(certFile);
        requirePair(key, chain[0].getPublicKey());
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key, new char[0], chain);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance(protocol);
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException unfit) {
            throw new ConfigurationFault("the key " + keyFile + " and the certificate " + certFile
                    + " cannot be used together: " + unfit.getMessage() + MAKE);
        }
    }

    /// The library would take both, and each connection would fail.
    private void requirePair(PrivateKey key, PublicKey shown) throws ConfigurationFault {
        try {
            Signature signature = Signature.getInstance(
                    switch (key.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> key.getAlgorithm();
                    });
            byte[] word = certFile.toString().getBytes(StandardCharsets.UTF_8);
            signature.initSign(key);
            signature.update(word);
            byte[] signed = signature.sign();
            signature.initVerify(shown);
            signature.update(word);
            if (signature.verify(signed)) {
                return;
            }
        } catch (InvalidKeyException | SignatureException another) {
            // Of another kind or size, so it is another one's.
        } catch (GeneralSecurityException unknown) {
            throw new ConfigurationFault("the key " + keyFile + " cannot be used: " + unknown.getMessage() + MAKE);
        }
        throw new ConfigurationFault("the certificate " + certFile + " does not belong to the key " + keyFile
                + ", it was made for another one; correct " + place + ", or where its issuer's stands before it, the"
                + " order in the file" + MAKE.replace("; make both with", ", or make both with"));
    }

    @Override
    public String toString() {
        return "key " + keyFile;
    }

    private byte[] bytes(Path file, String what) throws ConfigurationFault {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new ConfigurationFault("the " + what + " file " + file + " cannot be read ("
                    + Unreadable.why(unreadable) + "); correct it in " + place);
        }
    }

    private Certificate[] chain(Path file) throws ConfigurationFault {
        byte[] bytes = bytes(file, "certificate");
        try {
            Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes))
                    .toArray(Certificate[]::new);
            if (chain.length > 0) {
                return chain;
            }
        } catch (CertificateException unusable) {
            throw new ConfigurationFault(
                    file + " holds no usable certificate: " + unusable.getMessage() + "; it must be PEM or DER");
        }
        throw new ConfigurationFault(file + " holds no certificate; it must be PEM or DER");
    }

    private PrivateKey key(Path file, char[] password) throws ConfigurationFault {
        Matcher block = BLOCK.matcher(new String(bytes(file, "key"), StandardCharsets.ISO_8859_1));
        if (!block.find()) {
            throw new ConfigurationFault(file + " holds no private key in PEM; is it the right file?");
        }
        try {
            byte[] content = Base64.getMimeDecoder().decode(block.group(2));
            return switch (block.group(1)) {
                case "PRIVATE KEY" -> plain(new PKCS8EncodedKeySpec(content));
                case "ENCRYPTED PRIVATE KEY" -> plain(decrypted(content, password));
                default ->
                    throw new ConfigurationFault(
                            file + " is a '" + block.group(1) + "', an old form; turn it into the usual one with:"
                                    + " openssl pkcs8 -topk8 -in " + file + " -out new.key");
            };
        } catch (GeneralSecurityException | IOException | IllegalArgumentException unusable) {
            throw new ConfigurationFault("the key in " + file + " cannot be read: " + unusable.getMessage()
                    + (block.group(1).startsWith("ENC") ? "; " + cureOfEncrypted(file, unusable) : ""));
        }
    }

    /// The JDK opens what AES has closed, and some versions of openssl still take an older cipher by themselves.
    private String cureOfEncrypted(Path file, Exception unusable) {
        if (password.isEmpty()) {
            return "it is encrypted, and no password is given; write it without one: openssl pkey -in " + file
                    + " -out new.key";
        }
        return unusable instanceof IOException
                ? "encrypt it with AES: openssl pkcs8 -topk8 -v2 aes-256-cbc -in " + file + " -out new.key"
                : "is password = in " + place + " the right one?";
    }

    private static PKCS8EncodedKeySpec decrypted(byte[] content, char[] password)
            throws GeneralSecurityException, IOException {
        EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(content);
        String algorithm = info.getAlgParameters() == null
                ? info.getAlgName()
                : info.getAlgParameters().toString();
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.DECRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password)),
                info.getAlgParameters());
        return info.getKeySpec(cipher);
    }

    private static PrivateKey plain(PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (GeneralSecurityException another) {
                // The next one may know it.
            }
        }
        throw new GeneralSecurityException("it is neither RSA nor EC nor EdDSA");
    }
}
