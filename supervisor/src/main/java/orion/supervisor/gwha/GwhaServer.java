package orion.supervisor.gwha;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Takes connections at a listening socket until it is closed.
public final class GwhaServer implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 64;

    private final ServerSocketChannel listening;
    private final GwhaService service;
    private final Consumer<String> journal;
    private final Semaphore free = new Semaphore(MOST_CONNECTIONS);
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
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
                if (!free.tryAcquire()) {
                    journal.accept("a connection is turned away: there are " + MOST_CONNECTIONS + " already");
                    accepted.close();
                } else {
                    // Not a virtual thread: PAM and process starts hold the thread that they run on.
                    Thread.ofPlatform().daemon().name("gwha client").start(() -> serve(accepted.socket()));
                }
            } catch (AsynchronousCloseException end) {
                return;
            } catch (IOException tooManyFiles) {
                // The next one may work a little later.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
    }

    private void serve(Socket connection) {
        connections.add(connection);
        try {
            service.serve(connection);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
            free.release();
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
        for (Socket connection : connections) {
            connection.close();
        }
    }
}
