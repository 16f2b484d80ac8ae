package orion.node.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.core.configuration.Endpoint;
import orion.core.model.NodeId;
import orion.core.wire.MalformedInput;

/// A new node and a member, over real connections on loopback.
final class EnrolmentTest {
    private static final List<Endpoint> LINKS = List.of(new Endpoint("127.0.0.2", 7023));

    @TempDir
    private Path directory;

    private Path fresh(String name) throws IOException {
        return Files.createDirectory(directory.resolve(name));
    }

    @Test
    void aNodeWithAGoodTokenGetsAllItNeeds() throws IOException {
        try (EnrolmentStation member = EnrolmentStation.start(fresh("member"))) {
            EnrolmentToken token = EnrolmentToken.parse(member.token().text());

            Enrolled enrolled = EnrolmentClient.enroll(token, "server-2", LINKS);
            Path home = fresh("new");
            enrolled.identity().write(home);
            NodeIdentity identity = NodeIdentity.load(home);

            assertThat(enrolled.node()).isEqualTo(new NodeId(2));
            assertThat(enrolled.cluster()).isEqualTo(EnrolmentStation.CLUSTER);
            assertThat(enrolled.boards()).isEqualTo(EnrolmentStation.BOARDS);
            assertThat(enrolled.state()).isEqualTo(EnrolmentStation.STATE);
            assertThat(identity.name()).isEqualTo("server-2");
            assertThat(identity.clusterKeys().text())
                    .isEqualTo(member.identity().clusterKeys().text());
            assertThat(member.newcomers()).containsExactly(new Admission.Newcomer("server-2", LINKS, Optional.empty()));
        }
    }

    @Test
    void anEnrolledNodeCanLetOthersInItself() throws IOException {
        try (EnrolmentStation first = EnrolmentStation.start(fresh("first"))) {
            Path home = fresh("second");
            EnrolmentClient.enroll(first.token(), "server-2", LINKS).identity().write(home);
            try (EnrolmentStation second =
                    EnrolmentStation.of(home, NodeIdentity.load(home), EnrolmentServer.PATIENCE)) {
                assertThat(EnrolmentClient.enroll(second.token(), "server-3", LINKS)
                                .identity()
                                .name())
                        .isEqualTo("server-3");
            }
        }
    }

    private static void assertRefused(EnrolmentToken token, String name, List<Endpoint> links, String... words) {
        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> EnrolmentClient.enroll(token, name, links))
                .satisfies(told -> assertThat(told.getMessage()).contains(words).doesNotContain("\n"));
    }

    @Test
    void aTokenIsGoodForOneNodeOnly() throws IOException {
        try (EnrolmentStation member = EnrolmentStation.start(fresh("member"))) {
            EnrolmentToken token = member.token();
            EnrolmentClient.enroll(token, "server-2", LINKS);

            assertRefused(token, "server-3", LINKS, "has been used already", "'orion token'");
            assertThat(member.newcomers()).hasSize(1);
        }
    }

    @Test
    void aWrongTokenIsRefusedAndAfterAFewOfThemTheAddressMustWait() throws IOException {
        try (EnrolmentStation member = EnrolmentStation.start(fresh("member"))) {
            EnrolmentToken good = member.token();
            EnrolmentToken wrong = new EnrolmentToken(
                    good.listener(), good.cluster(), good.fingerprint(), "00".repeat(16), good.expiry());
            for (int i = 0; i < WrongTokens.MOST; i++) {
                assertRefused(wrong, "server-2", LINKS, "not known to this member");
            }

            assertRefused(good, "server-2", LINKS, "too many wrong tokens", "wait a minute");
            assertThat(member.newcomers()).isEmpty();
        }
    }

    @Test
    void anExpiredTokenIsRefused() throws IOException {
        try (EnrolmentStation member = EnrolmentStation.start(fresh("member"))) {
            EnrolmentToken token = member.token();
            member.passTime(Tokens.VALIDITY.plusSeconds(1));

            assertRefused(token, "server-2", LINKS, "the token expired at");
            assertThat(member.newcomers()).isEmpty();
        }
    }

    @Test
    void whatTheClusterRefusesIsToldAndTheTokenStaysGood() throws IOException {
        try (EnrolmentStation member = EnrolmentStation.start(fresh("member"))) {
            EnrolmentToken token = member.token();

            assertRefused(token, "server-1", LINKS, "there is already a node server-1");
            assertThat(EnrolmentClient.enroll(token, "server-2", LINKS).node()).isEqualTo(new NodeId(2));
        }
    }

    @Test
    void anAddressOfAnotherSubnetOrTooManyOfThemAreRefusedBeforeTheClusterIsAsked() throws IOException {
        try (EnrolmentStation member = EnrolmentStation.start(fresh("member"))) {
            EnrolmentToken token = member.token();

            assertRefused(
                    token,
                    "server-2",
                    List.of(new Endpoint("192.0.2.9", 7023)),
                    "address 192.0.2.9 is not in the subnet",
                    "127.0.0.1/8");
            assertRefused(
                    token,
                    "server-2",
                    List.of(LINKS.getFirst(), new Endpoint("127.0.0.3", 7023)),
                    "1 address(es) each, 2 given");
            assertThat(member.newcomers()).isEmpty();
        }
    }

    @Test
    void nothingIsSentToAServerOfAnotherCluster() throws IOException {
        try (EnrolmentStation member = EnrolmentStation.start(fresh("member"));
                EnrolmentStation impostor = EnrolmentStation.start(fresh("impostor"))) {
            EnrolmentToken token = member.token();
            EnrolmentToken misled = new EnrolmentToken(
                    impostor.token().listener(), token.cluster(), token.fingerprint(), token.secret(), token.expiry());

            assertRefused(misled, "server-2", LINKS, "is not trusted", "belongs to another cluster");
            assertThat(impostor.newcomers()).isEmpty();
            impostor.awaitJournal(line -> line.contains("was no use"));
            assertThat(impostor.journal()).noneMatch(line -> line.contains("server-2"));
        }
    }

    @Test
    void aServerWithoutTheAuthoritysSignatureIsNotTrusted() throws GeneralSecurityException {
        Instant now = Instant.now();
        CertificateAuthority real = CertificateAuthority.create("mail", now);
        CertificateAuthority other = CertificateAuthority.create("mail", now);
        X509Certificate forged =
                other.issue("server-1", CertificateAuthority.keyPair().getPublic(), now);
        X509Certificate genuine =
                real.issue("server-1", CertificateAuthority.keyPair().getPublic(), now);
        PinnedAuthority trust = new PinnedAuthority(real.fingerprint(), () -> now);
        PinnedAuthority later = new PinnedAuthority(real.fingerprint(), () -> now.plus(Duration.ofDays(20 * 365)));

        trust.checkServerTrusted(new X509Certificate[] {genuine, real.certificate()}, "EC");
        for (X509Certificate[] chain : List.of(
                new X509Certificate[] {forged, real.certificate()},
                new X509Certificate[] {forged, other.certificate()},
                new X509Certificate[] {genuine},
                new X509Certificate[] {real.certificate(), real.certificate()},
                new X509Certificate[0])) {
            assertThatExceptionOfType(CertificateException.class)
                    .isThrownBy(() -> trust.checkServerTrusted(chain, "EC"));
        }
        assertThatExceptionOfType(CertificateException.class)
                .isThrownBy(() -> later.checkServerTrusted(new X509Certificate[] {genuine, real.certificate()}, "EC"))
                .withMessageContaining("set the clock");
    }

    @Test
    void aMemberThatCannotBeReachedIsToldInOneSentence() throws IOException {
        for (int i = 0; i < 20; i++) {
            EnrolmentToken token;
            try (EnrolmentStation member = EnrolmentStation.start(fresh("member" + i))) {
                token = member.token();
            }
            // Many times, because a socket that is being closed may hand over one more connection.
            assertRefused(token, "server-2", LINKS, "no member can be reached at TCP 127.0.0.1:", "firewall");
        }
    }

    @Test
    void aLostAnswerIsGivenAgainToTheSameKeyOnly() throws IOException, GeneralSecurityException {
        try (EnrolmentStation member = EnrolmentStation.start(fresh("member"))) {
            EnrolmentToken token = member.token();
            KeyPair pair = CertificateAuthority.keyPair();
            byte[] question = EnrolmentFormat.question(token.secret(), "server-2", LINKS, pair);
            for (int i = 0; i < 2; i++) {
                try (SSLSocket socket = trustingSocket(member, Optional.empty())) {
                    EnrolmentFormat.send(socket.getOutputStream(), question);
                    byte[] answer = EnrolmentFormat.receive(socket.getInputStream(), EnrolmentFormat.LONGEST_ANSWER);
                    assertThat(EnrolmentFormat.answer(answer, pair.getPrivate()).node())
                            .isEqualTo(new NodeId(2));
                }
            }
            assertThat(member.newcomers())
                    .extracting(Admission.Newcomer::before)
                    .containsExactly(Optional.empty(), Optional.of(new NodeId(2)));
        }
    }

    @Test
    void aClientWithoutATokenGetsNothing() throws IOException, GeneralSecurityException {
        try (EnrolmentStation member = EnrolmentStation.start(fresh("member"));
                SSLSocket socket = trustingSocket(member, Optional.empty())) {
            EnrolmentFormat.send(socket.getOutputStream(), "let me in".getBytes(StandardCharsets.US_ASCII));

            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
            assertThat(member.newcomers()).isEmpty();
        }
    }

    @Test
    void aClientWithACertificateOfItsOwnMakingGetsNothing() throws IOException, GeneralSecurityException {
        NodeIdentity selfMade = NodeIdentity.createCluster(fresh("own"), "mail", "server-1");
        try (EnrolmentStation member = EnrolmentStation.start(fresh("member"));
                SSLSocket socket = trustingSocket(member, Optional.of(selfMade))) {
            byte[] question = EnrolmentFormat.question(
                    member.token().secret(), "server-2", LINKS, CertificateAuthority.keyPair());
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
                EnrolmentFormat.send(socket.getOutputStream(), question);
                EnrolmentFormat.receive(socket.getInputStream(), EnrolmentFormat.LONGEST_ANSWER);
            });
            member.awaitJournal(line -> line.contains("belongs to another cluster"));
            assertThat(member.newcomers()).isEmpty();
        }
    }

    @Test
    void ofAQuestionWithAWrongTokenNothingElseIsLookedAt() throws IOException, GeneralSecurityException {
        KeyPair shown = CertificateAuthority.keyPair();
        KeyPair other = CertificateAuthority.keyPair();
        byte[] unsigned = EnrolmentFormat.question(
                "11".repeat(16), "server-2", LINKS, new KeyPair(shown.getPublic(), other.getPrivate()));
        try (EnrolmentStation member = EnrolmentStation.start(fresh("member"));
                SSLSocket socket = trustingSocket(member, Optional.empty())) {
            EnrolmentFormat.send(socket.getOutputStream(), unsigned);
            byte[] answer = EnrolmentFormat.receive(socket.getInputStream(), EnrolmentFormat.LONGEST_ANSWER);

            assertThatExceptionOfType(IdentityException.class)
                    .isThrownBy(() -> EnrolmentFormat.answer(answer, shown.getPrivate()))
                    .withMessageContaining("not known");
        }
    }

    @Test
    void aQuestionNotSignedWithItsKeyIsNoQuestion() throws GeneralSecurityException {
        KeyPair shown = CertificateAuthority.keyPair();
        KeyPair other = CertificateAuthority.keyPair();
        byte[] question = EnrolmentFormat.question(
                "11".repeat(16), "server-2", LINKS, new KeyPair(shown.getPublic(), other.getPrivate()));

        assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> EnrolmentFormat.question(question));
    }

    @Test
    void aRequestThatIsTooLongIsCutOffUnread() throws IOException, GeneralSecurityException {
        try (EnrolmentStation member = EnrolmentStation.start(fresh("member"));
                SSLSocket socket = trustingSocket(member, Optional.empty())) {
            socket.getOutputStream().write(new byte[] {0x7f, -1, -1, -1});

            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
            member.awaitJournal(line -> line.contains("longer than the 65536 bytes"));
        }
    }

    @Test
    void whoeverSaysNothingIsCutOffAndMakesRoomForOthers() throws IOException {
        try (EnrolmentStation member = EnrolmentStation.start(fresh("member"), Duration.ofSeconds(8))) {
            EnrolmentToken token = member.token();
            List<Socket> silent = new ArrayList<>();
            try {
                for (int i = 0; i < EnrolmentServer.MOST_CONNECTIONS; i++) {
                    silent.add(plainSocket(token.listener()));
                }
                for (Socket socket : silent) {
                    assertThat(socket.getInputStream().readAllBytes().length)
                            .as("at most a TLS alert")
                            .isLessThan(16);
                }
            } finally {
                for (Socket socket : silent) {
                    socket.close();
                }
            }
            assertThat(EnrolmentClient.enroll(token, "server-2", LINKS).node()).isEqualTo(new NodeId(2));
        }
    }

    @Test
    void whoeverSendsByteByByteIsCutOffAllTheSame() throws IOException {
        try (EnrolmentStation member = EnrolmentStation.start(fresh("member"), Duration.ofMillis(700));
                Socket slow = plainSocket(member.token().listener())) {
            // A TLS record of 16,000 bytes is announced: the handshake waits for it.
            slow.getOutputStream().write(new byte[] {22, 3, 1, 0x3e, (byte) 0x80});
            slow.setSoTimeout(50);
            long began = System.nanoTime();
            boolean open = true;
            while (open && System.nanoTime() - began < TimeUnit.SECONDS.toNanos(120)) {
                try {
                    slow.getOutputStream().write(0);
                    open = slow.getInputStream().read() != -1;
                } catch (SocketTimeoutException stillOpen) {
                    open = true;
                } catch (IOException cutOff) {
                    open = false;
                }
            }
            assertThat(open).isFalse();
        }
    }

    private static Socket plainSocket(Endpoint at) throws IOException {
        Socket socket = new Socket(InetAddress.ofLiteral(at.host()), at.port());
        socket.setSoTimeout(120_000);
        return socket;
    }

    @Test
    void plainTextInsteadOfTlsGetsNoAnswerThatTellsAnything() throws IOException {
        try (EnrolmentStation member = EnrolmentStation.start(fresh("member"))) {
            Endpoint at = member.token().listener();
            try (Socket plain = new Socket(InetAddress.ofLiteral(at.host()), at.port())) {
                plain.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(plain.getInputStream().readAllBytes().length)
                        .as("at most a TLS alert")
                        .isLessThan(16);
            }
        }
    }

    @Test
    void aPortInUseIsToldInOneSentence() throws IOException {
        Path home = fresh("member");
        try (EnrolmentStation member = EnrolmentStation.start(home)) {
            Endpoint at = member.token().listener();
            Tokens tokens = Tokens.open(home);
            assertThatExceptionOfType(IdentityException.class)
                    .isThrownBy(() -> EnrolmentServer.start(
                            member.identity(), tokens, List.of(at), EnrolmentStation::refuse, line -> {}))
                    .withMessageContaining("cannot be listened for at TCP " + at);
        }
    }

    private static SSLSocket trustingSocket(EnrolmentStation member, Optional<NodeIdentity> shown)
            throws IOException, GeneralSecurityException {
        EnrolmentToken token = member.token();
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        TrustManager[] trust = {new PinnedAuthority(token.fingerprint(), Instant::now)};
        context.init(shown.isPresent() ? shown.get().keyManagers() : null, trust, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(
                        InetAddress.ofLiteral(token.listener().host()),
                        token.listener().port());
        socket.setSoTimeout(120_000);
        return socket;
    }
}
