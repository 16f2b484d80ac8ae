package orion.supervisor.gwha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.supervisor.agent.AgentFolder;
import orion.supervisor.agent.ClusterAuthority;
import orion.supervisor.configuration.ConfigurationFault;
import orion.supervisor.monitor.GwhaAnswer;
import orion.supervisor.monitor.GwhaAnswer.Outcome;
import orion.supervisor.monitor.GwhaClient;
import orion.supervisor.monitor.Order;

/// gwha over real connections: encrypted as it should be, and what becomes of those who speak otherwise.
final class GwhaServiceTest {
    private static final int LIMIT_MILLIS = 120_000;
    /// As many as gwha serves at once.
    private static final int MOST = 64;
    private static final String LOGIN = "USER gwha\r\nPASS right\r\nSTATUS\r\nQUIT\r\n";

    @TempDir
    private Path folder;

    private final List<String> journal = new CopyOnWriteArrayList<>();

    private GwhaServer serve(String settings) throws Exception {
        return serve(settings, new AgentFolder(folder), "exit 1");
    }

    private GwhaServer serve(String settings, AgentFolder agents, String script) throws Exception {
        agents.settings(settings);
        agents.define("dom", script, "");
        Accounts accounts =
                (user, password, host) -> password.equals("right") ? Optional.empty() : Optional.of(PamAccounts.WRONG);
        GwhaService service =
                new GwhaService(agents.configuration(), accounts, ClusterAuthority.NOT_CLUSTERED, journal::add);
        ServerSocketChannel listening =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return new GwhaServer(listening, service, journal::add);
    }

    /// As an administrator makes them.
    private void makeKey(String... more) throws Exception {
        String text = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -days 2 -subj /CN=localhost"
                + " -addext subjectAltName=IP:127.0.0.1 -keyout gwha.key -out gwha.crt " + String.join(" ", more);
        Process openssl = new ProcessBuilder("sh", "-c", text)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(openssl.waitFor()).as(output).isZero();
    }

    private static String talk(Socket socket, String text) throws IOException {
        socket.setSoTimeout(LIMIT_MILLIS);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        StringBuilder all = new StringBuilder();
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            all.append(line).append('\n');
        }
        return all.toString();
    }

    private SSLSocket connect(GwhaServer server, String protocol) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (var in = Files.newInputStream(folder.resolve("gwha.crt"))) {
            trusted.setCertificateEntry(
                    "gwha", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port());
        socket.setEnabledProtocols(new String[] {protocol});
        return socket;
    }

    @Test
    void anEncryptedConnectionIsServed() throws Exception {
        makeKey("-noenc");
        try (GwhaServer server = serve("key = gwha.key\ncert = gwha.crt\n");
                SSLSocket socket = connect(server, "TLSv1.3")) {
            assertThat(talk(socket, LOGIN)).contains("230 gwha is logged in", "250-dom stopped", "221 good bye");
        }
    }

    @Test
    void aKeyWithAPasswordIsOpenedWithIt() throws Exception {
        makeKey(
                "-noenc",
                "&& openssl pkcs8 -topk8 -v2 aes-256-cbc -passout pass:topsecret -in gwha.key -out closed.key");
        Files.move(folder.resolve("closed.key"), folder.resolve("gwha.key"), StandardCopyOption.REPLACE_EXISTING);
        try (GwhaServer server = serve("key = gwha.key\ncert = gwha.crt\npassword = topsecret\n");
                SSLSocket socket = connect(server, "TLSv1.3")) {
            assertThat(talk(socket, LOGIN)).contains("250-dom stopped");
        }
        assertThatThrownBy(() -> serve("key = gwha.key\ncert = gwha.crt\npassword = wrong\n"))
                .isInstanceOf(ConfigurationFault.class)
                .hasMessageContaining("is password = in [gwha] of gwha.conf the right one?");
        assertThatThrownBy(() -> serve("key = gwha.key\ncert = gwha.crt\n"))
                .isInstanceOf(ConfigurationFault.class)
                .hasMessageContaining("no password is given; write it without one: openssl pkey -in");
    }

    @Test
    void aKeyThatAnOldCipherHasClosedIsToldWithItsCure() throws Exception {
        makeKey("-noenc", "&& openssl pkcs8 -topk8 -v2 des3 -passout pass:topsecret -in gwha.key -out closed.key");
        assertThatThrownBy(() -> serve("key = closed.key\ncert = gwha.crt\npassword = topsecret\n"))
                .hasMessageContaining("openssl pkcs8 -topk8 -v2 aes-256-cbc");
    }

    @Test
    void olderProtocolsAreRefused() throws Exception {
        makeKey("-noenc");
        try (GwhaServer server = serve("key = gwha.key\ncert = gwha.crt\n");
                SSLSocket socket = connect(server, "TLSv1.2")) {
            assertThatThrownBy(() -> talk(socket, LOGIN)).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void telnetIsToldThatThePortIsEncrypted() throws Exception {
        makeKey("-noenc");
        try (GwhaServer server = serve("key = gwha.key\ncert = gwha.crt\n");
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            assertThat(talk(socket, "U"))
                    .isEqualTo("421 this port speaks TLS only; use: openssl s_client -quiet -connect HOST:"
                            + server.port() + "\n");
        }
    }

    @Test
    void clearTextIsServedWhereItIsAskedFor() throws Exception {
        try (GwhaServer server = serve("ssl = no\n");
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            assertThat(talk(socket, LOGIN)).contains("230 gwha is logged in", "250-dom stopped");
        }
    }

    @Test
    void aMonitorWithAnOldLookIsToldThatItWasRestartedMeanwhile() throws Exception {
        AgentFolder agents = new AgentFolder(folder);
        try (GwhaServer server = serve("ssl = no\n", agents, "exec sleep 1000")) {
            GwhaClient client = new GwhaClient(server.port(), "gwha", "right", Optional.empty());
            GwhaAnswer started = client.carryOut(Order.START_IF_DOWN, "127.0.0.1", "dom", "");
            assertThat(started.outcome()).isEqualTo(Outcome.STARTED);
            GwhaAnswer seen = client.carryOut(Order.START_IF_DOWN, "127.0.0.1", "dom", "");
            assertThat(seen.outcome()).isEqualTo(Outcome.WAS_RUNNING);
            assertThat(seen.run()).isEqualTo(started.run()).isNotEmpty();

            GwhaAnswer first = client.carryOut(Order.RESTART, "127.0.0.1", "dom", seen.run());
            GwhaAnswer late = client.carryOut(Order.RESTART, "127.0.0.1", "dom", seen.run());

            assertThat(first.outcome()).isEqualTo(Outcome.STARTED);
            assertThat(late.outcome()).isEqualTo(Outcome.WAS_RESTARTED);
            assertThat(late.run()).isEqualTo(first.run()).isNotEqualTo(seen.run());
        } finally {
            agents.stopAll();
        }
    }

    @Test
    void theLastWordArrivesWhateverElseWasSaid() throws Exception {
        try (GwhaServer server = serve("ssl = no\n")) {
            for (int i = 0; i < 50; i++) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                    assertThat(talk(socket, "QUIT\r\n" + "STATUS\r\n".repeat(50)))
                            .endsWith("221 good bye\n");
                }
            }
        }
    }

    /// Says the password only when all others are about to do so, too.
    ///
    /// @return the answer to it
    private String logIn(GwhaServer server, String password, CyclicBarrier all) throws Exception {
        try (SSLSocket socket = connect(server, "TLSv1.3")) {
            socket.setSoTimeout(LIMIT_MILLIS);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            socket.getOutputStream().write("USER gwha\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(in.readLine() + in.readLine()).contains("220 ", "331 ");
            all.await(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
            socket.getOutputStream().write(("PASS " + password + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return in.readLine();
        }
    }

    @Test
    void ofSixtyFourWhoGuessAtOnceThreeAreLookedAtAndWhoIsKnownIsLetIn() throws Exception {
        makeKey("-noenc");
        AgentFolder agents = new AgentFolder(folder);
        agents.settings("key = gwha.key\ncert = gwha.crt\n");
        AtomicInteger looks = new AtomicInteger();
        Accounts accounts = (user, password, host) -> {
            looks.incrementAndGet();
            return password.equals("right") ? Optional.empty() : Optional.of(PamAccounts.WRONG);
        };
        AtomicLong clock = new AtomicLong(5_000_000);
        FailedLogins failed =
                new FailedLogins(folder.resolve("failed-logins"), List.of("gwha"), clock::get, millis -> {});
        GwhaService service =
                new GwhaService(agents.configuration(), accounts, failed, ClusterAuthority.NOT_CLUSTERED, journal::add);
        List<String> guessed = logIn(service, "wrong", MOST);
        assertThat(looks).hasValue(3);
        assertThat(guessed).filteredOn(line -> line.startsWith("535 ")).hasSize(3);
        assertThat(guessed)
                .filteredOn(line -> line.startsWith("421 too many log-ins have failed"))
                .hasSize(MOST - 3);

        // Later the monitor logs in from there, and is known; then nobody is sent away who has the password.
        clock.addAndGet(TimeUnit.MINUTES.toMillis(5));
        assertThat(logIn(service, "right", 1)).allMatch(line -> line.startsWith("230 "));
        assertThat(logIn(service, "right", MOST)).allMatch(line -> line.startsWith("230 "));
        assertThat(looks).hasValue(3 + 1 + MOST);
    }

    /// So many at once, of none of whom gwha has taken leave before.
    private List<String> logIn(GwhaService service, String password, int count) throws Exception {
        CyclicBarrier all = new CyclicBarrier(count);
        List<String> answers = new ArrayList<>();
        try (GwhaServer server = new GwhaServer(
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                        service,
                        journal::add);
                var threads = Executors.newFixedThreadPool(count)) {
            Callable<String> one = () -> logIn(server, password, all);
            for (Future<String> answer : threads.invokeAll(Collections.nCopies(count, one))) {
                answers.add(answer.get());
            }
        }
        return answers;
    }

    @Test
    void itsOwnEndIsNoFaultOfThoseWhoTalkWithIt() throws Exception {
        makeKey("-noenc");
        GwhaServer server = serve("key = gwha.key\ncert = gwha.crt\n");
        try (SSLSocket done = connect(server, "TLSv1.3");
                SSLSocket asking = connect(server, "TLSv1.3")) {
            // One has been told all it asked for and has not left yet; one may ask for more.
            assertThat(talk(done, "QUIT\r\n")).endsWith("221 good bye\n");
            asking.startHandshake();
            assertThat(asking.getInputStream().read()).isEqualTo('2');
            server.close();

            assertThat(journal)
                    .containsExactly("a connection from 127.0.0.1 ended: closed here, for gwha ends, others waited, or"
                            + " encryption took too long to begin");
        }
    }

    @Test
    void strangersWhoSayNothingKeepNobodyOut() throws Exception {
        List<Socket> all = new ArrayList<>();
        try (GwhaServer server = serve("ssl = no\n");
                Socket known = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            known.setSoTimeout(LIMIT_MILLIS);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(known.getInputStream(), StandardCharsets.UTF_8));
            known.getOutputStream().write("USER gwha\r\nPASS right\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(in.readLine() + in.readLine() + in.readLine()).contains("230 ");
            for (int i = 0; i < 2 * MOST; i++) {
                Socket silent = new Socket(InetAddress.getLoopbackAddress(), server.port());
                all.add(silent);
                // It is served when it is greeted.
                silent.setSoTimeout(LIMIT_MILLIS);
                assertThat(silent.getInputStream().read()).isEqualTo('2');
            }

            try (Socket late = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                assertThat(talk(late, LOGIN)).contains("230 gwha is logged in", "221 good bye");
            }
            known.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(in.readLine()).isEqualTo("221 good bye");
        } finally {
            for (Socket one : all) {
                one.close();
            }
        }
    }

    @Test
    void whoIsSilentIsSentAway() throws Exception {
        try (GwhaServer server = serve("ssl = no\nidle = 1\n");
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            assertThat(talk(socket, "")).contains("220 gwha is ready", "421 nothing was said for 1 s; good bye");
        }
    }

    @Test
    void withoutAKeyItDoesNotStart() {
        assertThatThrownBy(() -> serve(""))
                .hasMessageContaining("has no key =, which ssl = yes needs")
                .hasMessageContaining("openssl req -x509");
        assertThatThrownBy(() -> serve("key = nowhere.key\ncert = nowhere.crt\n"))
                .hasMessageContaining("nowhere.key cannot be read");
    }

    @Test
    void anOldFormOfKeyIsToldWithItsCure() throws Exception {
        makeKey("-noenc");
        Files.writeString(
                folder.resolve("gwha.key"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");

        assertThatThrownBy(() -> serve("key = gwha.key\ncert = gwha.crt\n"))
                .hasMessageContaining("openssl pkcs8 -topk8");
    }
}
