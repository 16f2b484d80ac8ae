package orion.node.security;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import orion.core.configuration.Endpoint;
import orion.core.model.NodeId;
import orion.core.wire.BoundedReader;
import orion.core.wire.BoundedWriter;
import orion.core.wire.MalformedInput;
import orion.node.fuzz.ProtocolTargets;
import orion.node.fuzz.Target;

/// What comes through the port for enrolments, and tokens.
public final class SecurityTargets {
    private static final Endpoint ADDRESS = new Endpoint("192.0.2.7", 7023);
    /// Keys and certificates are unpacked by the JDK.
    private static final Target.Limit LIMIT = new Target.Limit(2_000_000, 200);

    private SecurityTargets() {}

    /// All of them.
    public static List<Target> all() {
        Instant now = Instant.ofEpochSecond(1_900_000_000);
        CertificateAuthority authority = CertificateAuthority.create("mail", now);
        KeyPair pair = CertificateAuthority.keyPair();
        var certificate = authority.issue("server-2", pair.getPublic(), now);
        ClusterKeys keys = ClusterKeys.create().withNew();
        NodeIdentity member = new NodeIdentity(certificate, pair.getPrivate(), authority, keys);
        Admission.Decision.Admitted admitted = new Admission.Decision.Admitted(
                new NodeId(2), EnrolmentStation.CLUSTER, ProtocolTargets.state(), EnrolmentStation.BOARDS);
        byte[] answer = EnrolmentFormat.answer(admitted, NodeIdentity.encoded(certificate), member);
        EnrolmentToken token = new EnrolmentToken(
                ADDRESS,
                new UUID(1, 2),
                authority.fingerprint(),
                "5a".repeat(16),
                Instant.ofEpochSecond(1_900_000_000));
        byte[] handedOver = BoundedWriter.whole(4_096, keys, ClusterKeys::write);
        return List.of(
                target("questions of new nodes", 2_000, question(pair), SecurityTargets::question),
                target("secrets in questions", 20_000, question(pair), SecurityTargets::secret),
                target("answers to new nodes", 1_500, answer, input -> answer(input, pair)),
                target("frames of enrolments", 20_000, framed(answer), SecurityTargets::frame),
                target("tokens", 20_000, token.text().getBytes(StandardCharsets.UTF_8), SecurityTargets::token),
                target("keys handed over", 20_000, handedOver, SecurityTargets::handedOver),
                target("key files", 20_000, keys.text().getBytes(StandardCharsets.US_ASCII), SecurityTargets::file));
    }

    private static Target target(String name, int quick, byte[] seed, Target.Decoder decoder) {
        return new Target(name, List.of(seed), 20_000, quick, decoder, LIMIT);
    }

    private static byte[] question(KeyPair pair) {
        try {
            return EnrolmentFormat.question("5a".repeat(16), "server-2", List.of(ADDRESS), pair);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a fresh key signs", impossible);
        }
    }

    /// Only who has the key can have signed what was read, and it signed all of it.
    private static Optional<byte[]> question(byte[] input) {
        return ProtocolTargets.readOrMalformed(input, bytes -> {
            EnrolmentFormat.question(bytes);
            return bytes;
        });
    }

    private static Optional<byte[]> secret(byte[] input) {
        return ProtocolTargets.readOrMalformed(input, bytes -> {
            EnrolmentFormat.secret(bytes);
            return bytes;
        });
    }

    private static Optional<byte[]> answer(byte[] input, KeyPair pair) {
        try {
            EnrolmentFormat.answer(input, pair.getPrivate());
            return Optional.of(input);
        } catch (MalformedInput | IdentityException refused) {
            return Optional.empty();
        }
    }

    private static byte[] framed(byte[] bytes) {
        try {
            ByteArrayOutputStream framed = new ByteArrayOutputStream();
            EnrolmentFormat.send(framed, bytes);
            return framed.toByteArray();
        } catch (IOException impossible) {
            throw new IllegalStateException("memory takes all", impossible);
        }
    }

    private static Optional<byte[]> frame(byte[] input) throws IOException {
        try {
            byte[] bytes = EnrolmentFormat.receive(new ByteArrayInputStream(input), EnrolmentFormat.LONGEST_ANSWER);
            return Arrays.equals(framed(bytes), 0, bytes.length + 4, input, 0, bytes.length + 4)
                    ? Optional.of(input)
                    : Optional.of(framed(bytes));
        } catch (MalformedInput | EOFException refused) {
            return Optional.empty();
        }
    }

    /// Base64 has several forms of the same bytes, and so what was read is read again.
    private static Optional<byte[]> token(byte[] input) {
        EnrolmentToken token;
        try {
            token = EnrolmentToken.parse(new String(input, StandardCharsets.UTF_8));
        } catch (IdentityException refused) {
            return Optional.empty();
        }
        try {
            if (!EnrolmentToken.parse(token.text()).equals(token)) {
                throw new IllegalStateException("read again it is another token");
            }
        } catch (IdentityException wrong) {
            throw new IllegalStateException("it cannot be read again", wrong);
        }
        return Optional.of(input);
    }

    private static Optional<byte[]> handedOver(byte[] input) {
        return ProtocolTargets.readOrMalformed(
                input,
                bytes -> BoundedWriter.whole(
                        4_096, new BoundedReader(bytes).whole(ClusterKeys::read), ClusterKeys::write));
    }

    private static Optional<byte[]> file(byte[] input) {
        try {
            ClusterKeys.parse(ClusterKeys.parse(new String(input, StandardCharsets.US_ASCII))
                    .text());
            return Optional.of(input);
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
    }
}
