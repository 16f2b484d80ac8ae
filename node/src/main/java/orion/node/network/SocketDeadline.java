package orion.node.network;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Closes a connection that takes too long in all. Time-outs of single reads can be stretched byte by byte, and writes
/// have none.
public final class SocketDeadline implements AutoCloseable {
    private final Closeable connection;
    private final Thread watch;
    private volatile long untilNanos;
    private volatile boolean over;

    /// @param connection closed at the deadline; of a TLS connection the one beneath, whose closing never waits
    public SocketDeadline(Closeable connection, Duration limit) {
        this.connection = connection;
        this.untilNanos = System.nanoTime() + limit.toNanos();
        this.watch = Thread.ofVirtual().start(this::watch);
    }

    /// Sets another limit, from now on.
    public void within(Duration limit) {
        long before = untilNanos;
        untilNanos = System.nanoTime() + limit.toNanos();
        if (untilNanos - before < 0) {
            LockSupport.unpark(watch);
        }
    }

    private void watch() {
        long left = untilNanos - System.nanoTime();
        while (!over && left > 0) {
            LockSupport.parkNanos(this, left);
            left = untilNanos - System.nanoTime();
        }
        if (!over) {
            try {
                connection.close();
            } catch (IOException alreadyGone) {
                // What matters is that nobody waits for it any more.
            }
        }
    }

    /// Lifts the limit.
    @Override
    public void close() {
        over = true;
        LockSupport.unpark(watch);
    }
}
