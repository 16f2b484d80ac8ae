package orion.node.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import orion.node.board.BoardKey;
import orion.node.network.DatagramKeys;

/// What proves a node to others, and what it shares with its cluster. Kept in the folder `identity` of the node's
/// directory, which only its owner can enter:
///
/// | file | what |
/// |---|---|
/// | `cluster.key` | the keys for datagrams and the white board; while they are exchanged, earlier ones too |
/// | `node.key`, `node.crt` | the node's own key (PKCS#8) and certificate |
/// | `ca.key`, `ca.crt` | those of the cluster's certificate authority |
/// | `tokens` | tokens given out by this node, as hashes |
public final class NodeIdentity {
    private static final String FOLDER = "identity";
    private static final String CLUSTER_KEY = "cluster.key";
    private static final String NODE_KEY = "node.key";
    private static final String NODE_CERTIFICATE = "node.crt";
    private static final String AUTHORITY_KEY = "ca.key";
    private static final String AUTHORITY_CERTIFICATE = "ca.crt";
    private static final String TOKENS = "tokens";

    private final X509Certificate certificate;
    private final PrivateKey key;
    private final CertificateAuthority authority;
    private final DatagramKeys datagramKeys;
    private final BoardKey boardKey;
    private volatile ClusterKeys clusterKeys;

    NodeIdentity(X509Certificate certificate, PrivateKey key, CertificateAuthority authority, ClusterKeys clusterKeys) {
        this.certificate = certificate;
        this.key = key;
        this.authority = authority;
        this.clusterKeys = clusterKeys;
        this.datagramKeys = new DatagramKeys(clusterKeys.datagramKeys());
        this.boardKey = new BoardKey(clusterKeys.boardSecrets().getFirst());
        this.boardKey.exchange(clusterKeys.boardSecrets());
    }

    /// Has other keys of the cluster from now on: first in its file, so that a node never shows or uses a key that it
    /// could have forgotten after a crash.
    void exchange(Path directory, ClusterKeys next) throws IOException {
        SecretFile.replace(directory.resolve(FOLDER).resolve(CLUSTER_KEY), next.text());
        clusterKeys = next;
        // Shown last: when all have shown a new pair, another may at once write with it on the board.
        boardKey.exchange(next.boardSecrets());
        datagramKeys.hold(next.datagramKeys());
    }

    /// Makes the secrets of a new cluster and the identity of its first node.
    ///
    /// @throws IdentityException with one sentence; nothing is left behind then
    public static NodeIdentity createCluster(Path directory, String cluster, String node) throws IOException {
        Instant now = Instant.now();
        CertificateAuthority authority = CertificateAuthority.create(cluster, now);
        KeyPair pair = CertificateAuthority.keyPair();
        NodeIdentity identity = new NodeIdentity(
                authority.issue(node, pair.getPublic(), now), pair.getPrivate(), authority, ClusterKeys.create());
        identity.write(directory);
        return identity;
    }

    /// Reads the identity of a node.
    ///
    /// @param directory the node's directory
    /// @throws IdentityException with one sentence that names the file and what to do
    public static NodeIdentity load(Path directory) throws IOException {
        Path folder = directory.resolve(FOLDER);
        try {
            SecretFile.requireClosed(folder, "700");
        } catch (IOException cannot) {
            throw SecretFile.sentence(folder, cannot);
        }
        ClusterKeys keys = parsed(folder.resolve(CLUSTER_KEY), ClusterKeys::parse);
        CertificateAuthority authority = new CertificateAuthority(
                parsed(folder.resolve(AUTHORITY_CERTIFICATE), NodeIdentity::certificate),
                parsed(folder.resolve(AUTHORITY_KEY), NodeIdentity::privateKey));
        NodeIdentity identity = new NodeIdentity(
                parsed(folder.resolve(NODE_CERTIFICATE), NodeIdentity::certificate),
                parsed(folder.resolve(NODE_KEY), NodeIdentity::privateKey),
                authority,
                keys);
        identity.requireMatching(folder);
        return identity;
    }

    private interface Parser<T> {
        T parse(String text) throws GeneralSecurityException;
    }

    private static <T> T parsed(Path file, Parser<T> parser) throws IdentityException {
        String text = SecretFile.read(file);
        try {
            return parser.parse(text);
        } catch (GeneralSecurityException | IllegalArgumentException damaged) {
            throw new IdentityException(
                    file + " is damaged: " + damaged.getMessage()
                            + "; restore it from a backup or enroll this node anew",
                    damaged);
        }
    }

    static X509Certificate certificate(String text) throws GeneralSecurityException {
        return CertificateAuthority.parse(Pem.decode(Pem.CERTIFICATE, text));
    }

    static PrivateKey privateKey(String text) throws GeneralSecurityException {
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(Pem.decode(Pem.PRIVATE_KEY, text)));
    }

    private void requireMatching(Path folder) throws IdentityException {
        if (!matches(certificate, key, authority.certificate())) {
            throw new IdentityException(NODE_KEY + ", " + NODE_CERTIFICATE + " and " + AUTHORITY_CERTIFICATE + " in "
                    + folder + " do not belong together; restore them from one backup or enroll this node anew");
        }
        if (!matches(authority.certificate(), authority.key(), authority.certificate())) {
            throw new IdentityException(AUTHORITY_KEY + " and " + AUTHORITY_CERTIFICATE + " in " + folder
                    + " do not belong together; restore them from one backup or enroll this node anew");
        }
    }

    /// Whether the key is that of the certificate, and the certificate is one of the authority.
    static boolean matches(X509Certificate certificate, PrivateKey key, X509Certificate authority) {
        byte[] probe = {1, 2, 3};
        try {
            certificate.verify(authority.getPublicKey());
            return CertificateAuthority.isSigned(
                    certificate.getPublicKey(), probe, CertificateAuthority.sign(key, probe));
        } catch (GeneralSecurityException other) {
            return false;
        }
    }

    /// Writes the identity into a node's directory: all of it or nothing.
    ///
    /// @throws IdentityException with one sentence, where an identity is there already or cannot be written
    public void write(Path directory) throws IOException {
        Path folder = directory.resolve(FOLDER);
        if (Files.exists(folder)) {
            throw new IdentityException(
                    folder + " exists already; remove it first if the node that lived there is to be forgotten");
        }
        Path fresh = directory.resolve(FOLDER + ".new");
        try {
            removeFolder(fresh);
            SecretFile.makeDirectory(fresh);
            SecretFile.write(fresh.resolve(CLUSTER_KEY), clusterKeys.text());
            SecretFile.write(fresh.resolve(NODE_KEY), Pem.encode(Pem.PRIVATE_KEY, key.getEncoded()));
            SecretFile.write(fresh.resolve(NODE_CERTIFICATE), Pem.encode(Pem.CERTIFICATE, encoded(certificate)));
            SecretFile.write(
                    fresh.resolve(AUTHORITY_KEY),
                    Pem.encode(Pem.PRIVATE_KEY, authority.key().getEncoded()));
            SecretFile.write(
                    fresh.resolve(AUTHORITY_CERTIFICATE),
                    Pem.encode(Pem.CERTIFICATE, encoded(authority.certificate())));
            SecretFile.move(fresh, folder);
        } catch (IOException cannot) {
            removeFolder(fresh);
            throw new IdentityException(
                    "the keys cannot be written to " + folder + ": " + cannot.getMessage()
                            + "; check that the directory exists, is writable and has room",
                    cannot);
        }
    }

    /// Removes the identity from a node's directory, if there is one. The node can never be itself again after this.
    public static void remove(Path directory) throws IOException {
        removeFolder(directory.resolve(FOLDER));
        removeFolder(directory.resolve(FOLDER + ".new"));
    }

    private static void removeFolder(Path folder) throws IOException {
        List<String> known = List.of(
                CLUSTER_KEY,
                CLUSTER_KEY + ".new",
                NODE_KEY,
                NODE_CERTIFICATE,
                AUTHORITY_KEY,
                AUTHORITY_CERTIFICATE,
                TOKENS,
                TOKENS + ".new");
        for (String name : known) {
            Files.deleteIfExists(folder.resolve(name));
        }
        Files.deleteIfExists(folder);
    }

    static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a certificate that was read has bytes", impossible);
        }
    }

    /// The secrets of datagrams; one object, which goes along when they are exchanged.
    public DatagramKeys datagramKeys() {
        return datagramKeys;
    }

    /// The secret of the white board; one object, which goes along when it is exchanged.
    public BoardKey boardKey() {
        return boardKey;
    }

    /// The name this node is certified under.
    public String name() {
        return CertificateAuthority.commonName(certificate);
    }

    ClusterKeys clusterKeys() {
        return clusterKeys;
    }

    CertificateAuthority authority() {
        return authority;
    }

    static Path tokens(Path directory) {
        return directory.resolve(FOLDER).resolve(TOKENS);
    }

    /// What a TLS server or client of this node shows.
    KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
        return keyManagers(key, certificate, authority.certificate());
    }

    /// For a TLS server of this node that asks nobody for a certificate.
    ///
    /// @throws IdentityException with one sentence
    public SSLContext serverContext() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException unusable) {
            throw new IdentityException(
                    "this node's certificate cannot be used: " + unusable.getMessage() + "; enroll the node anew",
                    unusable);
        }
    }

    static KeyManager[] keyManagers(PrivateKey key, X509Certificate... chain)
            throws GeneralSecurityException, IOException {
        char[] unused = new char[0];
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", key, unused, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, unused);
        return factory.getKeyManagers();
    }

    @Override
    public String toString() {
        return "NodeIdentity[" + name() + ", keys not shown]";
    }
}
