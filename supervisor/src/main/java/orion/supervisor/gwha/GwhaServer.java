package orion.supervisor.gwha;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Takes connections at a listening socket until it is closed. What a client had begun with an agent is then
/// finished, within a limit; nothing is begun any more.
public final class GwhaServer implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 64;
    private static final Duration ROOM_LIMIT = Duration.ofSeconds(3);
    private static final Duration END_LIMIT = Duration.ofSeconds(30);

    private final ServerSocketChannel listening;
    private final GwhaService service;
    private final Consumer<String> journal;
    private final Semaphore free = new Semaphore(MOST_CONNECTIONS);
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    /// Those in which nobody has logged in, in the order in which they came.
    private final Set<Socket> strangers = Collections.synchronizedSet(new LinkedHashSet<>());
    // Not virtual threads: PAM and process starts hold the thread that they run on.
    private final ExecutorService sessions = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("gwha client").factory());
    private final Thread thread = Thread.ofPlatform().name("gwha").unstarted(this::listen);

    /// Serves from now on.
    public GwhaServer(ServerSocketChannel listening, GwhaService service, Consumer<String> journal) {
        this.listening = listening;
        this.service = service;
        this.journal = journal;
        thread.start();
    }

    private void listen() {
        while (listening.isOpen()) {
            try {
                SocketChannel accepted = listening.accept();
                if (free.tryAcquire() || makeRoom()) {
                    begin(accepted);
                } else {
                    journal.accept("a connection is turned away: there are " + MOST_CONNECTIONS + " already");
                    accepted.close();
                }
            } catch (AsynchronousCloseException | InterruptedException end) {
                return;
            } catch (IOException tooManyFiles) {
                // The next one may work a little later.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
    }

    private void begin(SocketChannel accepted) throws IOException {
        connections.add(accepted.socket());
        strangers.add(accepted.socket());
        try {
            sessions.execute(() -> serve(accepted.socket()));
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            // The next one may work a little later.
            journal.accept("a connection is turned away: " + noThread.getMessage());
            end(accepted.socket());
            accepted.close();
        }
    }

    private void end(Socket connection) {
        connections.remove(connection);
        strangers.remove(connection);
        free.release();
    }

    /// Strangers who say nothing would keep the monitor out: who came first and has not logged in goes first.
    private boolean makeRoom() throws IOException, InterruptedException {
        Optional<Socket> first;
        synchronized (strangers) {
            first = strangers.stream().findFirst();
            first.ifPresent(strangers::remove);
        }
        if (first.isEmpty()) {
            return false;
        }
        journal.accept("a connection from " + first.get().getInetAddress().getHostAddress()
                + " is closed: nobody has logged in there, and there are " + MOST_CONNECTIONS + " already");
        first.get().close();
        // PAM may just be looking at a password.
        return free.tryAcquire(ROOM_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void serve(Socket connection) {
        try {
            service.serve(connection, () -> strangers.remove(connection));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            end(connection);
        }
    }

    /// Where it listens.
    public int port() throws IOException {
        return ((InetSocketAddress) listening.getLocalAddress()).getPort();
    }

    /// Waits until it is closed, or the process ends.
    public void awaitEnd() throws InterruptedException {
        thread.join();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        try {
            thread.join();
            for (Socket connection : connections) {
                connection.close();
            }
            sessions.shutdown();
            if (!sessions.awaitTermination(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                journal.accept("what a client asked for is left unfinished: it takes too long");
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
