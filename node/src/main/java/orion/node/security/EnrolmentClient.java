package orion.node.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import orion.core.configuration.Endpoint;
import orion.core.wire.MalformedInput;

/// Asks a member to let this host in. It sends nothing, not even its name, before the member has proved to be of the
/// cluster that the token names. Nothing is written: the caller does that when all is there.
public final class EnrolmentClient {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /// The members have to agree before the answer comes.
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 3;

    private EnrolmentClient() {}

    /// Enrolls this host.
    ///
    /// @param name  the new node's name
    /// @param links its addresses, one per network of the cluster
    /// @throws IdentityException with one sentence; nothing was changed then
    public static Enrolled enroll(EnrolmentToken token, String name, List<Endpoint> links) throws IOException {
        KeyPair pair = CertificateAuthority.keyPair();
        byte[] question;
        try {
            question = EnrolmentFormat.question(token.secret(), name, links, pair);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a fresh key signs", impossible);
        }
        // When an answer is lost the same key asks again, and the member knows it.
        for (int attempt = 1; ; attempt++) {
            try {
                return ask(token, question, pair.getPrivate());
            } catch (IdentityException told) {
                throw told;
            } catch (SSLHandshakeException refused) {
                throw handshake(token, refused);
            } catch (IOException lost) {
                if (attempt == ATTEMPTS) {
                    throw new IdentityException(
                            "the member at " + token.listener() + " did not answer (" + lost.getMessage()
                                    + "); look at its journal, then try again with the same token",
                            lost);
                }
            }
        }
    }

    private static Enrolled ask(EnrolmentToken token, byte[] question, PrivateKey key) throws IOException {
        try (SSLSocket socket = socket(token)) {
            connect(socket, token.listener());
            socket.setSoTimeout((int) ANSWER.toMillis());
            socket.startHandshake();
            EnrolmentFormat.send(socket.getOutputStream(), question);
            byte[] answer = EnrolmentFormat.receive(socket.getInputStream(), EnrolmentFormat.LONGEST_ANSWER);
            return EnrolmentFormat.answer(answer, key);
        } catch (MalformedInput malformed) {
            throw new IdentityException(
                    "the answer of the member at " + token.listener() + " cannot be read: " + malformed.getMessage()
                            + "; both sides must run the same release",
                    malformed);
        }
    }

    private static SSLSocket socket(EnrolmentToken token) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            TrustManager[] trust = {new PinnedAuthority(token.fingerprint(), InstantSource.system())};
            context.init(null, trust, null);
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
            socket.setEnabledProtocols(new String[] {"TLSv1.3"});
            return socket;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has TLS 1.3", impossible);
        }
    }

    private static void connect(SSLSocket socket, Endpoint listener) throws IdentityException {
        try {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(listener.host()), listener.port()), (int)
                    CONNECT.toMillis());
        } catch (IOException cannot) {
            throw new IdentityException(
                    "no member can be reached at TCP " + listener + " (" + cannot.getMessage()
                            + "); start the daemon there, and let that port through the firewall",
                    cannot);
        }
    }

    private static IdentityException handshake(EnrolmentToken token, SSLHandshakeException refused) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException wrong && wrong.getMessage() != null) {
                return new IdentityException(
                        "what answers at " + token.listener() + " is not trusted: " + wrong.getMessage(), refused);
            }
        }
        return new IdentityException(
                "no secure connection to " + token.listener() + " can be made (" + refused.getMessage()
                        + "); check the address in the token's cluster, and that both run the same release",
                refused);
    }
}
