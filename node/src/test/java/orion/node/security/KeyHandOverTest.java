package orion.node.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.core.configuration.Endpoint;

/// Keys are handed over to nodes of the cluster and to nobody else, over real connections on loopback.
final class KeyHandOverTest {
    private static final List<Endpoint> LINKS = List.of(new Endpoint("127.0.0.2", 7023));

    @TempDir
    private Path directory;

    private Path fresh(String name) throws IOException {
        return Files.createDirectory(directory.resolve(name));
    }

    private static NodeIdentity certified(EnrolmentStation member, String name) {
        KeyPair pair = CertificateAuthority.keyPair();
        CertificateAuthority authority = member.identity().authority();
        return new NodeIdentity(
                authority.issue(name, pair.getPublic(), Instant.now()),
                pair.getPrivate(),
                authority,
                ClusterKeys.create());
    }

    @Test
    void aNodeOfTheClusterGetsTheKeysAsTheyAreNow() throws IOException {
        Path home = fresh("member");
        try (EnrolmentStation member = EnrolmentStation.start(home)) {
            NodeIdentity other =
                    EnrolmentClient.enroll(member.token(), "server-2", LINKS).identity();
            member.identity().exchange(home, member.identity().clusterKeys().withNew());

            ClusterKeys got = KeyHandOver.ask(other, "server-1", member.listener());

            assertThat(got.text()).isEqualTo(member.identity().clusterKeys().text());
            assertThat(got.datagramKeys()).hasSize(2);
            member.awaitJournal(line -> line.equals("the keys of the cluster were given to node server-2"));
        }
    }

    @Test
    void aNodeThatWasRemovedGetsNothing() throws IOException {
        try (EnrolmentStation member = EnrolmentStation.start(fresh("member"))) {
            NodeIdentity removed = certified(member, "removed-2");

            assertThatExceptionOfType(IdentityException.class)
                    .isThrownBy(() -> KeyHandOver.ask(removed, "server-1", member.listener()))
                    .withMessageContaining("node removed-2 is not configured in this cluster");
            member.awaitJournal(line -> line.startsWith("a request from 127.0.0.1 for the keys of the cluster was"
                    + " refused: node removed-2 is not configured"));
        }
    }

    @Test
    void aNodeOfAnotherClusterGetsNothing() throws IOException {
        NodeIdentity stranger = NodeIdentity.createCluster(fresh("stranger"), "mail", "server-2");
        try (EnrolmentStation member = EnrolmentStation.start(fresh("member"))) {
            assertThat(toldTo(member, stranger.keyManagers())).isEmpty();
            member.awaitJournal(line -> line.contains("belongs to another cluster"));
            assertThatExceptionOfType(IdentityException.class)
                    .as("the stranger does not trust the member either")
                    .isThrownBy(() -> KeyHandOver.ask(stranger, "server-1", member.listener()));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Test
    void whoeverShowsNoCertificateGetsOneSentence() throws IOException {
        try (EnrolmentStation member = EnrolmentStation.start(fresh("member"))) {
            byte[] answer = toldTo(member, new KeyManager[0]);

            assertThatExceptionOfType(IdentityException.class)
                    .isThrownBy(() -> KeyHandOver.read(answer))
                    .withMessageContaining("only to nodes that show their certificate");
            member.awaitJournal(line -> line.contains("refused: the keys of a cluster are given only to nodes"));
        }
    }

    @Test
    void anotherNodeThanTheOneMeantIsNotBelieved() throws IOException {
        try (EnrolmentStation member = EnrolmentStation.start(fresh("member"))) {
            NodeIdentity other = certified(member, "server-2");

            assertThatExceptionOfType(IdentityException.class)
                    .isThrownBy(() -> KeyHandOver.ask(other, "server-3", member.listener()))
                    .withMessageContaining("answers node server-1, not server-3");
        }
    }

    /// What a client gets that asks for keys with these certificates and trusts everything the member shows; empty
    /// where the connection is cut.
    private static byte[] toldTo(EnrolmentStation member, KeyManager[] shown) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(shown, KeyHandOver.trust(member.identity(), InstantSource.system()), null);
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory()
                    .createSocket(
                            InetAddress.ofLiteral(member.listener().host()),
                            member.listener().port())) {
                socket.setSoTimeout(120_000);
                EnrolmentFormat.send(socket.getOutputStream(), "orion keys 1".getBytes(StandardCharsets.US_ASCII));
                return EnrolmentFormat.receive(socket.getInputStream(), EnrolmentFormat.LONGEST_ANSWER);
            }
        } catch (IOException cut) {
            return new byte[0];
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
