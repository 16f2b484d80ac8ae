package orion.node.witness.server;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import orion.core.wire.MalformedInput;
import orion.node.guard.LockFile;
import orion.node.network.SocketDeadline;
import orion.node.os.LinuxException;
import orion.node.security.Repetition;
import orion.node.witness.WitnessFormat;
import orion.node.witness.WitnessWord;

/// Serves the board in a directory over TLS 1.3, to whoever shows the secret of its word and to nobody else. It
/// knows nothing of the cluster: to it a white board is bytes.
public final class WitnessServer implements AutoCloseable {
    /// How long a connection may take until it has shown the secret.
    static final Duration PATIENCE = Duration.ofSeconds(5);
    /// Clients at the same time: 32 nodes, and the commands of people.
    static final int MOST_CLIENTS = 96;

    private final WitnessWord word;
    private final LockFile lock;
    private final WitnessFile file;
    private final SSLContext tls;
    private final ServerSocket socket;
    private final Consumer<String> journal;
    private final Runnable atClient;
    private final Duration patience;
    private final Repetition useless;
    private final Strangers strangers = new Strangers();
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final AtomicLong connections = new AtomicLong();
    private final Thread listener;

    private WitnessServer(
            WitnessWord word,
            LockFile lock,
            WitnessFile file,
            SSLContext tls,
            ServerSocket socket,
            Consumer<String> journal,
            Runnable atClient,
            Duration patience) {
        this.word = word;
        this.lock = lock;
        this.file = file;
        this.tls = tls;
        this.socket = socket;
        this.journal = journal;
        this.atClient = atClient;
        this.patience = patience;
        this.useless = new Repetition(InstantSource.system(), journal);
        this.listener = Thread.ofPlatform().daemon().name("witness").unstarted(this::listen);
    }

    /// Serves from now on.
    ///
    /// @param journal  gets a sentence for its start, its end, and what it refuses
    /// @param atClient runs first on the thread of each client, for its scheduling class
    public static WitnessServer start(WitnessDirectory directory, Consumer<String> journal, Runnable atClient)
            throws WitnessException {
        return start(directory, journal, atClient, PATIENCE);
    }

    static WitnessServer start(
            WitnessDirectory directory, Consumer<String> journal, Runnable atClient, Duration patience)
            throws WitnessException {
        WitnessWord word = directory.readWord();
        SSLContext tls = context(directory);
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        boolean done = false;
        try {
            LockFile lock = directory.lock();
            opened.push(lock);
            WitnessFile file = WitnessFile.open(directory.board());
            opened.push(file);
            WitnessServer server = new WitnessServer(word, lock, file, tls, listen(word), journal, atClient, patience);
            server.listener.start();
            journal.accept(word + " serves " + directory.board());
            done = true;
            return server;
        } catch (WitnessException told) {
            throw told;
        } catch (IOException failed) {
            throw new WitnessException(
                    "the witness in " + directory + " cannot run: " + failed.getMessage() + "; check its file 'board'",
                    failed);
        } finally {
            if (!done) {
                opened.forEach(WitnessServer::close);
            }
        }
    }

    private static SSLContext context(WitnessDirectory directory) throws WitnessException {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(directory.readKey().keyManagers(), null, null);
            return context;
        } catch (WitnessException told) {
            throw told;
        } catch (IOException | GeneralSecurityException unusable) {
            throw new WitnessException(
                    "the key in " + directory + " cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    private static ServerSocket listen(WitnessWord word) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            InetAddress host = InetAddress.ofLiteral(word.address().host());
            socket.bind(new InetSocketAddress(host, word.address().port()), Strangers.MOST);
            return socket;
        } catch (BindException refused) {
            socket.close();
            throw new WitnessException(
                    "a witness cannot listen at TCP " + word.address() + ": " + refused.getMessage()
                            + "; 'ip addr' shows this host's addresses, 'ss -ltnp' who uses the port",
                    refused);
        }
    }

    private void listen() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                strangers.enter(connection);
                Thread.ofVirtual().name("stranger").start(() -> receive(connection));
            } catch (IOException closedOrTooMany) {
                // Closed: the loop ends. Otherwise, as with too many open files, the next one may work a little later.
                if (!socket.isClosed()) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                }
            }
        }
    }

    private static String host(Socket connection) {
        return connection.getInetAddress().getHostAddress();
    }

    /// Until it has shown the secret nothing else of it is read.
    private void receive(Socket connection) {
        SocketDeadline deadline = new SocketDeadline(connection, patience);
        boolean serving = false;
        try {
            connection.setTcpNoDelay(true);
            SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(connection, null, true);
            secure.setUseClientMode(false);
            secure.setEnabledProtocols(new String[] {"TLSv1.3"});
            secure.startHandshake();
            DataInputStream in = new DataInputStream(new BufferedInputStream(secure.getInputStream(), 1 << 15));
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(secure.getOutputStream(), 1 << 15));
            String refusal = refusal(in);
            if (!refusal.isEmpty()) {
                useless.note("a connection from " + host(connection) + " was refused: " + refusal);
                WitnessFormat.writeRefused(out, refusal);
                out.flush();
                return;
            }
            // Before the welcome, and so before anything can be asked: a connection that its client opened later must
            // never have a lower number.
            long number = connections.incrementAndGet();
            clients.add(connection);
            WitnessFormat.writeDone(out);
            out.writeLong(file.size());
            out.writeInt(file.sectorSize());
            out.flush();
            if (socket.isClosed()) {
                return;
            }
            // A thread of its own: a transfer that hangs in the kernel would keep a shared one from all others.
            Thread.ofPlatform().daemon().name("client").start(() -> serve(connection, number, in, out, deadline));
            serving = true;
        } catch (IOException strange) {
            useless.note("a connection from " + host(connection) + " was no use: "
                    + (strange.getMessage() == null ? "it hung up" : strange.getMessage()));
        } finally {
            strangers.leave(connection);
            if (!serving) {
                clients.remove(connection);
                end(connection, deadline);
            }
        }
    }

    /// Why a connection is not let in; empty where it is.
    private String refusal(DataInputStream in) throws IOException {
        int version = in.readUnsignedByte();
        if (version != WitnessFormat.VERSION) {
            return "it speaks version " + version + " and this release version " + WitnessFormat.VERSION;
        }
        byte[] secret = new byte[WitnessWord.SECRET_BYTES];
        in.readFully(secret);
        if (!MessageDigest.isEqual(secret, HexFormat.of().parseHex(word.secret()))) {
            return "the secret in its word is another one; take the word from 'orion witness word'";
        }
        return clients.size() < MOST_CLIENTS ? "" : "there are " + MOST_CLIENTS + " connections already; try again";
    }

    private void serve(
            Socket connection, long number, DataInputStream in, DataOutputStream out, SocketDeadline deadline) {
        try {
            atClient.run();
            try (RequestLoop loop = new RequestLoop(file, number, in, out, deadline::within)) {
                loop.run().ifPresent(why -> useless.note("what " + host(connection) + " asked was refused: " + why));
            }
        } catch (LinuxException unreadable) {
            journal.accept("the board cannot be read: " + unreadable.getMessage());
        } catch (IOException | MalformedInput gone) {
            // The node will come back if it can; it tells by itself what it misses.
        } catch (RuntimeException defect) {
            journal.accept("a connection from " + host(connection) + " was lost to an internal error: " + defect);
        } finally {
            clients.remove(connection);
            end(connection, deadline);
        }
    }

    private static void end(Socket connection, SocketDeadline deadline) {
        deadline.close();
        try {
            connection.close();
        } catch (IOException gone) {
            // What matters is that nobody waits for it any more.
        }
    }

    /// Whom it serves now.
    int clients() {
        return clients.size();
    }

    /// Serves nobody from here on; a write in hand is finished.
    @Override
    public void close() {
        close(socket);
        awaitListener();
        clients.forEach(WitnessServer::close);
        close(file);
        close(lock);
        journal.accept(word + " ends");
    }

    /// A thread that waits for connections may still get one in the moment in which its socket is closed.
    private void awaitListener() {
        try {
            listener.join(1_000);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(AutoCloseable thing) {
        try {
            thing.close();
        } catch (Exception gone) {
            // Closing is all that can be done.
        }
    }
}
