package orion.supervisor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import orion.supervisor.monitor.Verdict.Sign;

/// A connection with TLS that stays open between two polls saves a handshake, and shows nobody down who is not.
final class KeptConnectionTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    /// For what does not answer; a fifth of it is for the connection that was open.
    private static final Duration SHORT = Duration.ofSeconds(15);
    private static final StatusPage SAYS_WELL = new StatusPage(Optional.of(Pattern.compile("well")), Optional.empty());

    @TempDir
    private Path folder;

    private final AtomicLong now = new AtomicLong();
    private final Semaphore room = new Semaphore(1);

    @BeforeEach
    void makeKeys() throws Exception {
        KeepingServer.makeKey(folder, "good");
    }

    private KeepingServer server(KeepingServer.Manner manner) throws Exception {
        return new KeepingServer(folder, "good", 0, manner);
    }

    private KeptConnection kept() {
        return new KeptConnections(room, KeptConnections.LONGEST, now::get).pollsEvery(Duration.ofSeconds(15));
    }

    private StreamProbe probe(KeepingServer server, Duration limit, StatusPage page, KeptConnection kept)
            throws Exception {
        return new StreamProbe(
                server.uri(), Dialogue.of(server.uri()).orElseThrow(), limit, page, new PeerTrust.Anybody(), kept);
    }

    private void passes(Duration time) {
        now.addAndGet(time.toNanos());
    }

    /// The first handshake of a JVM may take so long that its connection is not kept.
    private void warmUp() throws Exception {
        try (KeepingServer other = server((_, _) -> KeepingServer.WELL)) {
            probe(other, LONG, StatusPage.NONE, KeptConnection.none()).look();
        }
    }

    @Test
    void itIsUsedUntilItsTimeIsOver() throws Exception {
        try (KeepingServer server = server((_, _) -> KeepingServer.WELL)) {
            StreamProbe probe = probe(server, LONG, StatusPage.NONE, kept());
            for (int poll = 1; poll <= 16; poll++) {
                assertThat(probe.look().sign()).isEqualTo(Sign.USEFUL);
                assertThat(server.connections).as("at poll " + poll).hasSize(poll <= 8 ? 1 : 2);
                passes(Duration.ofSeconds(15));
            }
            assertThat(server.questions).hasSize(16).allMatch(question -> question.contains("Connection: keep-alive"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                KeepingServer.END,
                KeepingServer.SILENCE,
                "rubbish keep-alive\r\n",
                "HTTP/1.1 408 Request Time-out\r\n\r\n",
                "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n"
            })
    void whatGoesWrongOnItAFreshOneDecides(String again) throws Exception {
        try (KeepingServer server =
                server((connection, question) -> connection == 1 && question > 1 ? again : KeepingServer.WELL)) {
            warmUp();
            StreamProbe probe = probe(server, again.isEmpty() ? SHORT : LONG, StatusPage.NONE, kept());
            for (int poll = 1; poll <= 3; poll++) {
                assertThat(probe.look().sign()).as("poll " + poll).isEqualTo(Sign.USEFUL);
            }
            assertThat(server.connections).containsExactly(1, 2);
            assertThat(server.questions).hasSize(4);
        }
    }

    @Test
    void whoSaysNothingOnAnyConnectionHangs() throws Exception {
        try (KeepingServer server = server((connection, question) ->
                connection == 1 && question == 1 ? KeepingServer.WELL : KeepingServer.SILENCE)) {
            warmUp();
            StreamProbe probe = probe(server, SHORT, StatusPage.NONE, kept());
            assertThat(probe.look().sign()).isEqualTo(Sign.USEFUL);

            Verdict verdict = probe.look();
            assertThat(verdict.sign()).isEqualTo(Sign.USELESS);
            assertThat(verdict.detail()).contains("accepts connections and says nothing for 15 s");
            assertThat(server.connections).containsExactly(1, 2);
        }
    }

    @Test
    void whatWasNotAskedForIsNoAnswer() throws Exception {
        // As a service does that says farewell after a minute; here it even says that all is well.
        try (KeepingServer server = server((_, _) -> KeepingServer.WELL)) {
            KeptConnection kept = kept();
            StreamProbe probe = probe(server, LONG, StatusPage.NONE, kept);
            assertThat(probe.look().sign()).isEqualTo(Sign.USEFUL);
            server.sayUnasked(KeepingServer.WELL);
            Waiting.until("it has come", () -> {
                Optional<KeptConnection.Open> open = kept.take();
                open.ifPresent(kept::giveBack);
                return open.isEmpty();
            });

            assertThat(probe.look().sign()).isEqualTo(Sign.USEFUL);
            assertThat(server.connections).containsExactly(1, 2);
        }
    }

    @Test
    void whoLetsNobodyInAnyMoreIsFoundWhenItsTimeIsOver() throws Exception {
        try (KeepingServer server = server((_, _) -> KeepingServer.WELL)) {
            StreamProbe probe = probe(server, LONG, StatusPage.NONE, kept());
            assertThat(probe.look().sign()).isEqualTo(Sign.USEFUL);
            server.closeTheDoor();
            assertThat(probe.look().sign()).isEqualTo(Sign.USEFUL);

            passes(KeptConnections.LONGEST);
            assertThat(probe.look().sign()).isEqualTo(Sign.ABSENT);
        }
    }

    @Test
    void whoIsGoneIsAbsentAndWhoIsBackIsSeenAtOnce() throws Exception {
        int port;
        StreamProbe probe;
        try (KeepingServer server = server((_, _) -> KeepingServer.WELL)) {
            port = server.port();
            probe = probe(server, LONG, StatusPage.NONE, kept());
            assertThat(probe.look().sign()).isEqualTo(Sign.USEFUL);
        }
        assertThat(probe.look().sign()).isEqualTo(Sign.ABSENT);
        try (KeepingServer next = new KeepingServer(folder, "good", port, (_, _) -> KeepingServer.WELL)) {
            assertThat(probe.look().sign()).isEqualTo(Sign.USEFUL);
            assertThat(next.connections).hasSize(1);
        }
    }

    @Test
    void anotherCertificateIsLookedAtWhenTheNextOneBegins() throws Exception {
        KeepingServer.makeKey(folder, "other");
        X509Certificate good;
        try (var in = Files.newInputStream(folder.resolve("good.crt"))) {
            good = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
        KeepingServer server = server((_, _) -> KeepingServer.WELL);
        StreamProbe probe = new StreamProbe(
                server.uri(),
                Dialogue.of(server.uri()).orElseThrow(),
                LONG,
                StatusPage.NONE,
                PeerTrust.issuedBy(List.of(good)),
                kept());
        assertThat(probe.look().sign()).isEqualTo(Sign.USEFUL);
        server.closeTheDoor();
        try (server;
                KeepingServer _ = new KeepingServer(folder, "other", server.port(), (_, _) -> KeepingServer.WELL)) {
            assertThat(probe.look().sign()).isEqualTo(Sign.USEFUL);
            passes(KeptConnections.LONGEST);
            Verdict verdict = probe.look();
            assertThat(verdict.sign()).isEqualTo(Sign.UNCLEAR);
            assertThat(verdict.detail()).contains("is not believed");
        }
    }

    @Test
    void aPageIsReadToTheEndThatItsHeaderTells() throws Exception {
        StatusPage page = new StatusPage(Optional.empty(), Optional.of(StatusPage.Place.of("queue=([0-9]+)")));
        try (KeepingServer server = server(
                (_, question) -> KeepingServer.answer("200 OK", "x".repeat(5_000 * question) + "queue=" + question))) {
            StreamProbe probe = probe(server, LONG, page, kept());
            for (int poll = 1; poll <= 3; poll++) {
                assertThat(probe.look().value()).hasValue(poll);
            }
            assertThat(server.connections).containsExactly(1);
        }
    }

    @Test
    void whoseAnswerHasNoEndIsAskedInTheOlderWayFromThenOn() throws Exception {
        try (KeepingServer server = new KeepingServer(folder, "good", 0, KeepingServer.Manner.ENDLESS)) {
            StreamProbe probe = probe(server, LONG, SAYS_WELL, kept());
            assertThat(probe.look().sign()).isEqualTo(Sign.USEFUL);
            assertThat(probe.look().sign()).isEqualTo(Sign.USEFUL);
            assertThat(server.questions).hasSize(3);
            assertThat(server.questions.getFirst()).contains("keep-alive");
            assertThat(server.questions.subList(1, 3)).noneMatch(question -> question.contains("keep-alive"));
        }
    }

    @Test
    void whoEndsItsConnectionsIsPolledAsBefore() throws Exception {
        try (KeepingServer server = server((_, _) -> "HTTP/1.0 200 OK\r\n\r\nwell")) {
            StreamProbe probe = probe(server, LONG, SAYS_WELL, kept());
            assertThat(probe.look().sign()).isEqualTo(Sign.USEFUL);
            assertThat(probe.look().sign()).isEqualTo(Sign.USEFUL);
            assertThat(server.connections).containsExactly(1, 2);
        }
    }

    @Test
    void thereIsRoomForSoManyAndAnEndMakesRoom() throws Exception {
        try (KeepingServer server = server((_, _) -> KeepingServer.WELL)) {
            StreamProbe one = probe(server, LONG, StatusPage.NONE, kept());
            StreamProbe two = probe(server, LONG, StatusPage.NONE, kept());
            for (StreamProbe probe : List.of(one, two, one, two)) {
                assertThat(probe.look().sign()).isEqualTo(Sign.USEFUL);
            }
            assertThat(server.connections).containsExactly(1, 2, 3);

            one.end();
            Waiting.until("nothing is left open", () -> server.open() == 0);
            assertThat(two.look().sign()).isEqualTo(Sign.USEFUL);
            assertThat(two.look().sign()).isEqualTo(Sign.USEFUL);
            assertThat(server.connections).containsExactly(1, 2, 3, 4);
            two.end();
        }
        assertThat(room.availablePermits()).isEqualTo(1);
    }

    @Test
    void onlyFrequentPollsKeepOne() {
        KeptConnections all = KeptConnections.ofThisProcess();
        assertThat(all.room().availablePermits()).isPositive();
        assertThat(all.pollsEvery(Duration.ofSeconds(60)).isWanted()).isTrue();
        assertThat(all.pollsEvery(Duration.ofSeconds(61)).isWanted()).isFalse();
    }
}
