package orion.supervisor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.supervisor.agent.AgentFolder;
import orion.supervisor.agent.ClusterAuthority;
import orion.supervisor.gwha.Accounts;
import orion.supervisor.gwha.GwhaServer;
import orion.supervisor.gwha.GwhaService;
import orion.supervisor.monitor.GwhaAnswer.Outcome;

/// The monitor tells its password to the gwha it knows, and to nobody else.
final class GwhaClientTest {
    @TempDir
    private Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> journal = new CopyOnWriteArrayList<>();

    @BeforeEach
    void makeKeys() throws Exception {
        for (String name : List.of("real", "other")) {
            Process openssl = new ProcessBuilder(
                            "sh",
                            "-c",
                            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 2 -subj /CN=x"
                                    + " -keyout %1$s.key -out %1$s.crt".formatted(name))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(openssl.waitFor()).as(output).isZero();
        }
    }

    private GwhaAnswer ask(String trusted) throws Exception {
        return ask("real", new PeerTrust.Known(List.of(certificate(trusted))));
    }

    private X509Certificate certificate(String file) throws Exception {
        try (var in = Files.newInputStream(folder.resolve(file))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    /// One that `real` has issued.
    private void issue(String name, String address, int days) throws Exception {
        Process openssl = new ProcessBuilder("sh", "-c", """
                        openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -subj /CN=x -keyout %1$s.key \\
                            -addext subjectAltName=IP:%2$s -out %1$s.csr &&
                        openssl x509 -req -in %1$s.csr -CA real.crt -CAkey real.key -copy_extensions copyall \\
                            -days %3$d -out %1$s.crt
                        """.formatted(name, address, days))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(openssl.waitFor()).as(output).isZero();
    }

    private GwhaAnswer ask(String served, PeerTrust trust) throws Exception {
        try (GwhaServer server = serve(served)) {
            return new GwhaClient(server.port(), "gwha", "word", Optional.of(trust))
                    .carryOut(Order.START_IF_DOWN, "127.0.0.1", "dom", "");
        }
    }

    private GwhaServer serve(String served) throws Exception {
        AgentFolder agents = new AgentFolder(folder);
        agents.settings("key = %1$s.key\ncert = %1$s.crt\n".formatted(served));
        agents.define("dom", "exit 1", "");
        Accounts accounts = (user, password, host) -> {
            asked.add(password);
            return Optional.of("nobody is let in");
        };
        return new GwhaServer(
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                new GwhaService(agents.configuration(), accounts, ClusterAuthority.NOT_CLUSTERED, journal::add),
                line -> {});
    }

    @Test
    void aProbeBelievesWhomItsIssuerKnows() throws Exception {
        issue("good", "127.0.0.1", 2);
        try (GwhaServer server = serve("good")) {
            String place = "https://127.0.0.1:" + server.port() + "/";
            for (String issuer : List.of("real", "other")) {
                Verdict verdict = Probes.of(
                                place,
                                StatusPage.NONE,
                                PeerTrust.issuedBy(List.of(certificate(issuer + ".crt"))),
                                KeptConnection.none())
                        .orElseThrow()
                        .look();
                // It is no web server, which can be told only by who believes it.
                assertThat(verdict.detail()).contains(issuer.equals("real") ? "answers '220" : "is not believed");
            }
        }
    }

    @Test
    void aCertificateThatHasExpiredIsNothingThatARestartCures() throws Exception {
        issue("expired", "127.0.0.1", -1);
        PeerTrust real = PeerTrust.issuedBy(List.of(certificate("real.crt")));
        try (GwhaServer server = serve("expired")) {
            Verdict verdict = Probes.of(
                            "https://127.0.0.1:" + server.port() + "/", StatusPage.NONE, real, KeptConnection.none())
                    .orElseThrow()
                    .look();
            assertThat(verdict.sign()).isEqualTo(Verdict.Sign.UNCLEAR);
            assertThat(verdict.detail()).contains("answers and is not believed", "renew its certificate");
        }
        try (ServerSocket rubbish = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = rubbish.accept()) {
                    socket.getOutputStream().write("rubbish\r\n".getBytes(StandardCharsets.US_ASCII));
                    socket.getInputStream().readAllBytes();
                } catch (IOException over) {
                    return;
                }
            });
            Verdict verdict = Probes.of(
                            "https://127.0.0.1:" + rubbish.getLocalPort() + "/",
                            StatusPage.NONE,
                            real,
                            KeptConnection.none())
                    .orElseThrow()
                    .look();
            assertThat(verdict.sign()).isEqualTo(Verdict.Sign.USELESS);
            assertThat(verdict.detail()).contains("does not speak TLS as it should");
        }
    }

    @Test
    void whomTheIssuerKnowsIsToldThePassword() throws Exception {
        issue("good", "127.0.0.1", 2);
        assertThat(ask("good", PeerTrust.issuedBy(List.of(certificate("real.crt"))))
                        .detail())
                .contains("lets 'gwha' not in");
        assertThat(asked).containsExactly("word");
    }

    @Test
    void whoseCertificateIsNotGoodIsToldNothing() throws Exception {
        issue("good", "127.0.0.1", 2);
        issue("elsewhere", "192.0.2.9", 2);
        issue("expired", "127.0.0.1", -1);
        PeerTrust real = PeerTrust.issuedBy(List.of(certificate("real.crt")));
        for (GwhaAnswer answer : List.of(
                ask("elsewhere", real),
                ask("expired", real),
                ask("other", real),
                ask("good", PeerTrust.issuedBy(List.of(certificate("other.crt")))))) {
            assertThat(answer.outcome()).isEqualTo(Outcome.UNREACHABLE);
            assertThat(answer.detail()).contains("cannot be asked", "haca =");
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void theGwhaThatIsKnownIsToldThePassword() throws Exception {
        GwhaAnswer answer = ask("real.crt");
        assertThat(answer.detail()).contains("lets 'gwha' not in: 535 nobody is let in");
        assertThat(answer.outcome()).isEqualTo(Outcome.UNREACHABLE);
        assertThat(asked).containsExactly("word");
        // Who leaves without a word looks like an attack in the journal of gwha.
        assertThat(journal).allMatch(line -> line.startsWith("a log-in from 127.0.0.1 failed"));
    }

    @Test
    void whoRefusesIsAskedOnceForAllItsAgents() throws Exception {
        try (GwhaServer server = serve("real")) {
            GwhaClient client = new GwhaClient(
                    server.port(), "gwha", "word", Optional.of(new PeerTrust.Known(List.of(certificate("real.crt")))));
            for (int i = 0; i < 6; i++) {
                GwhaAnswer answer = client.patient(Duration.ofSeconds(60 + i))
                        .carryOut(Order.START_IF_DOWN, "127.0.0.1", "agent" + i, "");
                assertThat(answer.outcome()).isEqualTo(Outcome.UNREACHABLE);
                assertThat(answer.detail()).isEqualTo("gwha lets 'gwha' not in: 535 nobody is let in");
            }
        }
        assertThat(asked).containsExactly("word");
    }

    @Test
    void anotherOneIsToldNothing() throws Exception {
        GwhaAnswer answer = ask("other.crt");

        assertThat(answer.outcome()).isEqualTo(Outcome.UNREACHABLE);
        assertThat(answer.detail()).contains("its certificate is not a known one", "hacert =");
        assertThat(asked).isEmpty();
    }

    @Test
    void whoNeverComesToAnEndOfItsGreetingIsNotWaitedFor() throws Exception {
        try (ServerSocket slow = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = slow.accept()) {
                    // Each single read is answered in time.
                    while (true) {
                        socket.getOutputStream().write('2');
                        LockSupport.parkNanos(1_000_000);
                    }
                } catch (IOException over) {
                    return;
                }
            });
            GwhaAnswer answer = new GwhaClient(slow.getLocalPort(), "gwha", "word", Optional.empty())
                    .patient(Duration.ofSeconds(1))
                    .carryOut(Order.START_IF_DOWN, "127.0.0.1", "dom", "");
            assertThat(answer.outcome()).isEqualTo(Outcome.UNREACHABLE);
            assertThat(answer.detail()).contains("it let nobody begin within 1 s");
        }
    }

    @Test
    void nobodyThereIsToldAsSuch() {
        GwhaAnswer answer =
                new GwhaClient(1, "gwha", "word", Optional.empty()).carryOut(Order.RESTART, "127.0.0.1", "dom", "");

        assertThat(answer.outcome()).isEqualTo(Outcome.UNREACHABLE);
        assertThat(answer.detail()).contains("gwha at 127.0.0.1:1 cannot be asked");
    }
}
