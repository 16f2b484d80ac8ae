package orion.node.security;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import orion.core.configuration.Endpoint;
import orion.core.wire.MalformedInput;
import orion.node.network.SocketDeadline;

/// Lets new nodes in, and hands new keys to nodes of the cluster: TLS 1.3 on the TCP port with the number of
/// the node's first link. Whoever shows no good token, or no certificate of this cluster, gets a sentence at
/// most and nothing else.
public final class EnrolmentServer implements AutoCloseable {
    /// How long a request may take to come in, and how long its answer to be taken.
    static final Duration PATIENCE = Duration.ofSeconds(10);
    /// Connections that are served at the same time; others are closed at once.
    static final int MOST_CONNECTIONS = 8;

    private final SSLServerSocket socket;
    private final Enrolments enrolments;
    private final Consumer<String> journal;
    private final Repetition useless;
    private final Repetition refusedKeys;
    private final Duration patience;
    private final Semaphore places = new Semaphore(MOST_CONNECTIONS);
    private final Thread listener;

    /// What decides about a request.
    ///
    /// @param subnets the networks of this node
    record Enrolments(
            NodeIdentity identity,
            Tokens tokens,
            Subnets subnets,
            Admission admission,
            WrongTokens wrongTokens,
            InstantSource clock) {}

    private EnrolmentServer(
            SSLServerSocket socket, Enrolments enrolments, Consumer<String> journal, Duration patience) {
        this.socket = socket;
        this.enrolments = enrolments;
        this.journal = journal;
        this.useless = new Repetition(enrolments.clock(), journal);
        this.refusedKeys = new Repetition(enrolments.clock(), journal);
        this.patience = patience;
        this.listener = Thread.ofPlatform().daemon().name("enrolment").unstarted(this::listen);
    }

    /// Listens from now on.
    ///
    /// @param links   this node's own addresses; it listens at the first one
    /// @param journal gets a sentence for each request that was let in or refused
    /// @throws IdentityException with one sentence, where it cannot listen
    public static EnrolmentServer start(
            NodeIdentity identity, Tokens tokens, List<Endpoint> links, Admission admission, Consumer<String> journal)
            throws IOException {
        InstantSource clock = InstantSource.system();
        Enrolments enrolments =
                new Enrolments(identity, tokens, new Subnets(links), admission, new WrongTokens(clock), clock);
        return start(enrolments, links.getFirst(), journal, PATIENCE);
    }

    static EnrolmentServer start(Enrolments enrolments, Endpoint listener, Consumer<String> journal, Duration patience)
            throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(
                    enrolments.identity().keyManagers(),
                    KeyHandOver.trust(enrolments.identity(), enrolments.clock()),
                    null);
            SSLServerSocket socket =
                    (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
            socket.setEnabledProtocols(new String[] {"TLSv1.3"});
            // Nodes that come for keys show their certificate, new ones have none.
            socket.setWantClientAuth(true);
            socket.setReuseAddress(true);
            socket.bind(
                    new InetSocketAddress(InetAddress.ofLiteral(listener.host()), listener.port()),
                    2 * MOST_CONNECTIONS);
            EnrolmentServer server = new EnrolmentServer(socket, enrolments, journal, patience);
            server.listener.start();
            return server;
        } catch (BindException refused) {
            throw new IdentityException(
                    "enrolments cannot be listened for at TCP " + listener + ": " + refused.getMessage()
                            + "; 'ss -ltnp' names the program that uses the port",
                    refused);
        } catch (GeneralSecurityException unusable) {
            throw new IdentityException(
                    "this node's certificate cannot be used: " + unusable.getMessage() + "; enroll the node anew",
                    unusable);
        }
    }

    private void listen() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                if (!socket.isClosed() && places.tryAcquire()) {
                    Thread.ofVirtual().name("enrolment").start(() -> serve((SSLSocket) connection));
                } else {
                    connection.close();
                }
            } catch (IOException closedOrTooMany) {
                // Closed: the loop ends. Otherwise, as with too many open files, the next one may work a little later.
                if (!socket.isClosed()) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                }
            }
        }
    }

    private void serve(SSLSocket connection) {
        try (connection) {
            byte[] bytes;
            try (SocketDeadline _ = new SocketDeadline(connection, patience)) {
                connection.setSoTimeout((int) patience.toMillis());
                connection.startHandshake();
                bytes = EnrolmentFormat.receive(connection.getInputStream(), EnrolmentFormat.LONGEST_QUESTION);
            }
            byte[] answer = KeyHandOver.isAskedFor(bytes)
                    ? KeyHandOver.answer(
                            connection.getSession(),
                            enrolments.identity(),
                            enrolments.admission()::belongs,
                            journal,
                            why -> refusedKeys.note("a request from "
                                    + connection.getInetAddress().getHostAddress()
                                    + " for the keys of the cluster was refused: " + why))
                    : answer(bytes, connection.getInetAddress());
            try (SocketDeadline _ = new SocketDeadline(connection, patience)) {
                EnrolmentFormat.send(connection.getOutputStream(), answer);
            }
        } catch (IOException | MalformedInput strange) {
            useless.note("a connection from " + connection.getInetAddress().getHostAddress() + " to enroll was no use: "
                    + strange.getMessage());
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        } finally {
            places.release();
        }
    }

    private byte[] answer(byte[] bytes, InetAddress from) throws IOException, InterruptedException {
        String secret = EnrolmentFormat.secret(bytes);
        if (enrolments.wrongTokens().mustWait(from)) {
            return refused(
                    from,
                    "too many wrong tokens came from " + from.getHostAddress()
                            + "; wait a minute and use the token that 'orion token' printed");
        }
        Optional<Tokens.Claim.Refused> unfit = enrolments.tokens().refusal(secret);
        if (unfit.isPresent()) {
            if (unfit.get().unknown()) {
                enrolments.wrongTokens().note(from);
            }
            return refused(from, unfit.get().sentence());
        }
        EnrolmentFormat.Question question = EnrolmentFormat.question(bytes);
        return switch (enrolments.tokens().claim(secret, question.claimant())) {
            case Tokens.Claim.Refused no -> refused(from, question, no.sentence());
            case Tokens.Claim.Granted claim -> admit(from, question, claim);
        };
    }

    private byte[] refused(InetAddress from, String sentence) {
        journal.accept("a request from " + from.getHostAddress() + " to enroll a node was refused: " + sentence);
        return EnrolmentFormat.refusal(sentence);
    }

    private byte[] admit(InetAddress from, EnrolmentFormat.Question question, Tokens.Claim.Granted claim)
            throws IOException, InterruptedException {
        boolean admittedNow = false;
        try {
            String misfit = enrolments.subnets().misfit(question.links()).orElse("");
            if (!misfit.isEmpty()) {
                return refused(from, question, misfit);
            }
            Admission.Newcomer newcomer = new Admission.Newcomer(question.name(), question.links(), claim.before());
            return switch (enrolments.admission().admit(newcomer)) {
                case Admission.Decision.Refused no -> refused(from, question, no.sentence());
                case Admission.Decision.Admitted admitted -> {
                    admittedNow = true;
                    enrolments.tokens().used(claim, admitted.node());
                    Instant now = enrolments.clock().instant();
                    X509Certificate certificate =
                            enrolments.identity().authority().issue(question.name(), question.publicKey(), now);
                    byte[] answer =
                            EnrolmentFormat.answer(admitted, NodeIdentity.encoded(certificate), enrolments.identity());
                    journal.accept("node " + question.name() + " at "
                            + question.links().getFirst() + " was enrolled as " + admitted.node());
                    yield answer;
                }
            };
        } finally {
            if (!admittedNow) {
                enrolments.tokens().release(claim);
            }
        }
    }

    private byte[] refused(InetAddress from, EnrolmentFormat.Question question, String sentence) {
        journal.accept("a request from " + from.getHostAddress() + " to enroll a node named "
                + printable(question.name()) + " was refused: " + sentence);
        return EnrolmentFormat.refusal(sentence);
    }

    /// A name that nobody has checked yet must not write lines of its own into the journal.
    private static String printable(String name) {
        String shortened = name.length() <= 63 ? name : name.substring(0, 63);
        return "'" + shortened.replaceAll("[^A-Za-z0-9_-]", "?") + "'";
    }

    /// Lets nobody in from here on. The kernel still hands over one connection to a thread that waits for it
    /// while the socket is being closed; hence the end of that thread is waited for.
    @Override
    public void close() throws IOException {
        socket.close();
        try {
            listener.join(PATIENCE);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }
}
