package orion.supervisor.gwha;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import orion.supervisor.agent.AgentControl;
import orion.supervisor.agent.ClusterAuthority;
import orion.supervisor.configuration.ConfigurationFault;
import orion.supervisor.configuration.GwhaConfiguration;

/// Serves connections, wherever they come from: encrypted, unless the configuration asks for clear text.
public final class GwhaService {
    private static final Duration FAREWELL_LIMIT = Duration.ofSeconds(1);
    private static final int MOST_UNREAD_BYTES = 4096;
    private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(10);
    /// The first byte of everything that speaks TLS.
    private static final int TLS_HANDSHAKE = 0x16;

    private final GwhaConfiguration configuration;
    private final Optional<SSLContext> tls;
    private final Accounts accounts;
    private final ClusterAuthority cluster;
    private final FailedLogins failed;
    private final Consumer<String> journal;

    /// @param journal gets a sentence for each log-in and each command that changes something
    public GwhaService(
            GwhaConfiguration configuration, Accounts accounts, ClusterAuthority cluster, Consumer<String> journal)
            throws ConfigurationFault {
        this(
                configuration,
                accounts,
                new FailedLogins(
                        configuration.settings().run().resolve("failed-logins"),
                        configuration.settings().users()),
                cluster,
                journal);
    }

    /// @param failed with a clock of its own in a test
    GwhaService(
            GwhaConfiguration configuration,
            Accounts accounts,
            FailedLogins failed,
            ClusterAuthority cluster,
            Consumer<String> journal)
            throws ConfigurationFault {
        this.configuration = configuration;
        this.tls = GwhaTls.context(configuration);
        this.accounts = accounts;
        this.cluster = cluster;
        this.failed = failed;
        this.journal = journal;
    }

    /// Talks with whoever is at the other end, and closes the connection.
    public void serve(Socket connection) throws InterruptedException {
        serve(connection, () -> {});
    }

    /// @param known called when somebody has logged in
    void serve(Socket connection, Runnable known) throws InterruptedException {
        String host = connection.getInetAddress().getHostAddress();
        try (connection) {
            connection.setTcpNoDelay(true);
            connection.setSoTimeout((int) HANDSHAKE_LIMIT.toMillis());
            Optional<Socket> secured = tls.isPresent() ? secure(connection, tls.get()) : Optional.of(connection);
            if (secured.isPresent()) {
                talk(host, connection, secured.get(), known);
            }
        } catch (SocketTimeoutException silent) {
            journal.accept("a connection from " + host + " said nothing for too long");
        } catch (IOException ended) {
            journal.accept("a connection from " + host + " ended: " + why(ended));
        }
    }

    /// Of a connection that is closed here, the library tells nothing but where it was in its work.
    private static String why(IOException ended) {
        for (Throwable cause = ended; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClosedChannelException) {
                return "closed here, for gwha ends, others waited, or encryption took too long to begin";
            }
        }
        return String.valueOf(ended.getMessage());
    }

    private void talk(String host, Socket connection, Socket secured, Runnable known)
            throws IOException, InterruptedException {
        Duration idle = configuration.settings().idle();
        connection.setSoTimeout((int) idle.toMillis());
        GwhaConfiguration now = fresh();
        // What runs is known in the folder in which it was started: another one counts when gwha is started anew.
        AgentControl control = new AgentControl(configuration.settings(), cluster);
        try (secured) {
            new GwhaSession(host, accounts, failed, new AgentDesk(now, control), idle, known, journal)
                    .run(secured.getInputStream(), secured.getOutputStream());
            farewell(connection, secured);
        }
    }

    /// Lets the other side read the last reply: whoever closes while something is unread takes back what he said.
    /// All is said by then, so it does not matter how the connection ends.
    private static void farewell(Socket connection, Socket talking) {
        try {
            talking.shutdownOutput();
            connection.setSoTimeout((int) FAREWELL_LIMIT.toMillis());
            talking.getInputStream().skipNBytes(MOST_UNREAD_BYTES);
        } catch (IOException over) {
            return;
        }
    }

    /// The agents as the file has them now; those of the start where it was broken meanwhile.
    private GwhaConfiguration fresh() {
        try {
            return GwhaConfiguration.read(configuration.file());
        } catch (ConfigurationFault broken) {
            journal.accept(broken.getMessage() + "; what was read before counts on");
            return configuration;
        }
    }

    /// Begins encryption; who does not, as telnet cannot, is told so in words.
    private static Optional<Socket> secure(Socket connection, SSLContext context)
            throws IOException, InterruptedException {
        int first = connection.getInputStream().read();
        if (first < 0) {
            return Optional.empty();
        }
        if (first != TLS_HANDSHAKE) {
            connection
                    .getOutputStream()
                    .write("421 this port speaks TLS only; use: openssl s_client -quiet -connect HOST:%d\r\n"
                            .formatted(connection.getLocalPort())
                            .getBytes(StandardCharsets.US_ASCII));
            farewell(connection, connection);
            return Optional.empty();
        }
        SSLSocket secure = (SSLSocket) context.getSocketFactory()
                .createSocket(connection, new ByteArrayInputStream(new byte[] {(byte) first}), true);
        secure.setUseClientMode(false);
        secure.setEnabledProtocols(new String[] {GwhaTls.PROTOCOL});
        CountDownLatch done = new CountDownLatch(1);
        // Each read has its limit; the whole, of many slow ones, needs one too.
        Thread.ofVirtual().start(() -> closeUnless(done, connection));
        secure.startHandshake();
        done.countDown();
        return Optional.of(secure);
    }

    private static void closeUnless(CountDownLatch done, Socket connection) {
        try {
            if (!done.await(HANDSHAKE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                connection.close();
            }
        } catch (InterruptedException | IOException over) {
            // The connection is at its end anyway.
            return;
        }
    }
}
