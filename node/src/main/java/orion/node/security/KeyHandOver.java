package orion.node.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import orion.core.configuration.Endpoint;
import orion.core.wire.BoundedReader;
import orion.core.wire.BoundedWriter;
import orion.core.wire.MalformedInput;

/// How a node gets keys of its cluster that another one has already: over TLS, where both show their certificates.
/// Keys that are no secret any more can therefore not betray those that follow them.
final class KeyHandOver {
    private static final byte[] QUESTION = "orion keys 1".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_ANSWER = 4096;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private KeyHandOver() {}

    static boolean isAskedFor(byte[] question) {
        return Arrays.equals(question, QUESTION);
    }

    /// What somebody who asks gets: the keys, or a sentence.
    ///
    /// @param belongs see [Admission#belongs]
    /// @param given   gets a sentence where keys are given
    /// @param refused gets the sentence of a refusal
    static byte[] answer(
            SSLSession asker,
            NodeIdentity own,
            Predicate<String> belongs,
            Consumer<String> given,
            Consumer<String> refused) {
        String sentence;
        try {
            Certificate[] chain = asker.getPeerCertificates();
            String name = CertificateAuthority.commonName((X509Certificate) chain[0]);
            if (belongs.test(name)) {
                BoundedWriter writer = new BoundedWriter(LONGEST_ANSWER).flag(true);
                ClusterKeys.write(writer, own.clusterKeys());
                given.accept("the keys of the cluster were given to node " + name);
                return writer.toBytes();
            }
            sentence = "node " + name + " is not configured in this cluster, or node " + own.name()
                    + " is no member at present and cannot tell; a node that was removed must enroll anew";
        } catch (SSLPeerUnverifiedException unknown) {
            sentence = "the keys of a cluster are given only to nodes that show their certificate";
        }
        refused.accept(sentence);
        return refusal(sentence);
    }

    static byte[] refusal(String sentence) {
        return new BoundedWriter(LONGEST_ANSWER).flag(false).text(sentence).toBytes();
    }

    /// Reads an answer.
    ///
    /// @throws MalformedInput    where it is anything else
    /// @throws IdentityException with the sentence of the other, where it refused
    static ClusterKeys read(byte[] answer) throws IdentityException {
        BoundedReader reader = new BoundedReader(answer);
        if (!reader.flag()) {
            throw new IdentityException(reader.whole(BoundedReader::text));
        }
        return reader.whole(ClusterKeys::read);
    }

    /// Asks another node for its keys.
    ///
    /// @param name under which it must be certified
    /// @throws IdentityException with one sentence
    static ClusterKeys ask(NodeIdentity own, String name, Endpoint listener) throws IOException {
        try (SSLSocket socket = socket(own)) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(listener.host()), listener.port()), (int)
                    PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.startHandshake();
            String shown = CertificateAuthority.commonName(
                    (X509Certificate) socket.getSession().getPeerCertificates()[0]);
            if (!shown.equals(name)) {
                throw new IdentityException("at TCP " + listener + " answers node " + shown + ", not " + name);
            }
            EnrolmentFormat.send(socket.getOutputStream(), QUESTION);
            return read(EnrolmentFormat.receive(socket.getInputStream(), LONGEST_ANSWER));
        } catch (IdentityException told) {
            throw told;
        } catch (IOException | MalformedInput failed) {
            throw new IdentityException(
                    "the keys of the cluster cannot be had from node " + name + " at TCP " + listener + " ("
                            + failed.getMessage() + "); let that port through the firewall",
                    failed);
        }
    }

    private static SSLSocket socket(NodeIdentity own) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(own.keyManagers(), trust(own, InstantSource.system()), null);
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
            socket.setEnabledProtocols(new String[] {"TLSv1.3"});
            return socket;
        } catch (GeneralSecurityException unusable) {
            throw new IdentityException(
                    "this node's certificate cannot be used: " + unusable.getMessage() + "; enroll the node anew",
                    unusable);
        }
    }

    /// Nodes of the same cluster, and nobody else.
    static TrustManager[] trust(NodeIdentity own, InstantSource clock) {
        return new TrustManager[] {new PinnedAuthority(own.authority().fingerprint(), clock)};
    }
}
