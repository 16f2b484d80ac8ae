package orion.node.security;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import orion.core.configuration.Endpoint;
import orion.core.model.NodeId;
import orion.core.wire.BoundedReader;
import orion.core.wire.BoundedWriter;
import orion.core.wire.MalformedInput;
import orion.core.wire.StateCodec;
import orion.node.board.ClusterIdentity;
import orion.node.board.DiskLocation;
import orion.node.board.DiskPlace;

/// What is said between a new node and a member: one question, one answer, each with its length before it.
final class EnrolmentFormat {
    static final int LONGEST_QUESTION = 64 * 1024;
    static final int LONGEST_ANSWER = StateCodec.LONGEST + 64 * 1024;

    private static final int VERSION = 3;
    private static final int LONGEST_KEY = 1024;
    private static final int LONGEST_CERTIFICATE = 8192;
    private static final int MOST_LINKS = 4;
    private static final byte[] PURPOSE = "orion enrolment 1".getBytes(StandardCharsets.US_ASCII);

    /// The new node's question.
    ///
    /// @param secret    of the token, in hexadecimal
    /// @param publicKey to be certified; the question is signed with its other half
    record Question(String secret, String name, List<Endpoint> links, PublicKey publicKey) {
        /// Tells this claimant from others.
        String claimant() {
            return HexFormat.of().formatHex(CertificateAuthority.sha256(publicKey.getEncoded()));
        }
    }

    private EnrolmentFormat() {}

    static byte[] question(String secret, String name, List<Endpoint> links, KeyPair pair)
            throws GeneralSecurityException {
        byte[] content = new BoundedWriter(LONGEST_QUESTION)
                .uint8(VERSION)
                .bytes(HexFormat.of().parseHex(secret))
                .text(name)
                .all(
                        links,
                        MOST_LINKS,
                        (writer, link) -> writer.text(link.host()).uint16(link.port()))
                .block(pair.getPublic().getEncoded())
                .toBytes();
        return new BoundedWriter(LONGEST_QUESTION)
                .block(content)
                .block(CertificateAuthority.sign(pair.getPrivate(), signed(content)))
                .toBytes();
    }

    private static byte[] signed(byte[] content) {
        return new BoundedWriter(LONGEST_QUESTION + PURPOSE.length)
                .bytes(PURPOSE)
                .bytes(content)
                .toBytes();
    }

    /// Reads a question and proves that the asker has the private half of its key.
    ///
    /// @throws MalformedInput where it is anything else
    static Question question(byte[] bytes) {
        return BoundedReader.whole(bytes, LONGEST_QUESTION, reader -> {
            byte[] content = reader.block(LONGEST_QUESTION);
            byte[] signature = reader.block(LONGEST_KEY);
            Question question = new BoundedReader(content).whole(EnrolmentFormat::readQuestion);
            try {
                if (!CertificateAuthority.isSigned(question.publicKey(), signed(content), signature)) {
                    throw reader.malformed("the request is not signed with the key it shows");
                }
            } catch (GeneralSecurityException unusable) {
                throw reader.malformed("the request's signature cannot be checked");
            }
            return question;
        });
    }

    /// The token's secret alone: nothing else is looked at before it has proved good.
    ///
    /// @throws MalformedInput where there is none
    static String secret(byte[] bytes) {
        return readSecret(new BoundedReader(new BoundedReader(bytes).block(LONGEST_QUESTION)));
    }

    private static String readSecret(BoundedReader reader) {
        int version = reader.uint8();
        if (version != VERSION) {
            throw reader.malformed("the request is of version " + version + ", this release reads version " + VERSION);
        }
        return HexFormat.of().formatHex(reader.bytes(EnrolmentToken.SECRET_BYTES));
    }

    private static Question readQuestion(BoundedReader reader) {
        String secret = readSecret(reader);
        String name = reader.text();
        List<Endpoint> links = reader.list(MOST_LINKS, 6, from -> new Endpoint(from.text(), from.uint16()));
        return new Question(secret, name, links, publicKey(reader));
    }

    private static PublicKey publicKey(BoundedReader reader) {
        try {
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(reader.block(LONGEST_KEY)));
        } catch (GeneralSecurityException unusable) {
            throw reader.malformed("the request shows no usable key");
        }
    }

    static byte[] refusal(String sentence) {
        return new BoundedWriter(LONGEST_ANSWER)
                .uint8(VERSION)
                .flag(false)
                .text(sentence)
                .toBytes();
    }

    static byte[] answer(Admission.Decision.Admitted admitted, byte[] certificate, NodeIdentity member) {
        BoundedWriter writer = new BoundedWriter(LONGEST_ANSWER).uint8(VERSION).flag(true);
        UUID id = admitted.cluster().id();
        writer.uint8(admitted.node().number())
                .text(admitted.cluster().name())
                .int64(id.getMostSignificantBits())
                .int64(id.getLeastSignificantBits())
                .all(admitted.boards(), DiskPlace.MOST, (all, board) -> all.text(board.text()))
                .block(StateCodec.encode(admitted.state()))
                .block(certificate)
                .block(NodeIdentity.encoded(member.authority().certificate()))
                .block(member.authority().key().getEncoded());
        ClusterKeys.write(writer, member.clusterKeys());
        return writer.toBytes();
    }

    /// Reads an answer.
    ///
    /// @param own the private half of the key that was to be certified
    /// @throws MalformedInput    where it is anything else
    /// @throws IdentityException with the sentence of the member, where it refused
    static Enrolled answer(byte[] bytes, PrivateKey own) throws IdentityException {
        BoundedReader reader = new BoundedReader(bytes);
        int version = reader.uint8();
        if (version != VERSION) {
            throw reader.malformed("the answer is of version " + version + ", this release reads version " + VERSION);
        }
        if (!reader.flag()) {
            throw new IdentityException(reader.whole(BoundedReader::text));
        }
        return reader.whole(from -> readEnrolled(from, own));
    }

    private static Enrolled readEnrolled(BoundedReader reader, PrivateKey own) {
        NodeId node = new NodeId(reader.uint8());
        ClusterIdentity cluster = new ClusterIdentity(reader.text(), new UUID(reader.int64(), reader.int64()));
        List<DiskLocation> boards = reader.list(DiskPlace.MOST, 2, from -> DiskLocation.parse(from.text()));
        byte[] state = reader.block(StateCodec.LONGEST);
        try {
            var certificate = CertificateAuthority.parse(reader.block(LONGEST_CERTIFICATE));
            var authority = CertificateAuthority.parse(reader.block(LONGEST_CERTIFICATE));
            PrivateKey authorityKey =
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(reader.block(LONGEST_KEY)));
            NodeIdentity identity = new NodeIdentity(
                    certificate, own, new CertificateAuthority(authority, authorityKey), ClusterKeys.read(reader));
            boolean matching = NodeIdentity.matches(certificate, own, authority)
                    && NodeIdentity.matches(authority, authorityKey, authority);
            if (!matching) {
                throw reader.malformed("the keys and certificates in the answer do not belong together");
            }
            return new Enrolled(node, cluster, boards, StateCodec.decode(state), identity);
        } catch (GeneralSecurityException unusable) {
            throw reader.malformed("a key or certificate in the answer cannot be used");
        }
    }

    static void send(OutputStream to, byte[] bytes) throws IOException {
        DataOutputStream stream = new DataOutputStream(to);
        stream.writeInt(bytes.length);
        stream.write(bytes);
        stream.flush();
    }

    /// Receives one block.
    ///
    /// @throws MalformedInput where it is longer than allowed, before anything of it is read
    static byte[] receive(InputStream from, int longest) throws IOException {
        DataInputStream stream = new DataInputStream(from);
        int length = stream.readInt();
        if (length < 0 || length > longest) {
            throw new MalformedInput("a block longer than the " + longest + " bytes allowed was announced", 0);
        }
        byte[] bytes = stream.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the connection ended too early");
        }
        return bytes;
    }
}
