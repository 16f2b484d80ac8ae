package orion.node.web;

import java.time.Duration;
import orion.node.network.SocketDeadline;

/// How long the thread of a request may still wait for the other end, from before TLS is negotiated until the answer is
/// taken. A thread that waits longer is interrupted, which closes its connection and nothing else. The limits of the
/// JDK's server do not do that: where somebody sends and takes nothing, its timers wait with the connection, and the
/// server with them.
final class RequestDeadline {
    private static final ScopedValue<SocketDeadline> OF_REQUEST = ScopedValue.newInstance();
    private static final Duration NEVER = Duration.ofDays(36_500);

    private RequestDeadline() {}

    /// Runs what handles a connection until it is handled, or the limit is over; what runs may set another one.
    static void run(Duration limit, Runnable task) {
        try (SocketDeadline deadline = new SocketDeadline(Thread.currentThread()::interrupt, limit)) {
            ScopedValue.where(OF_REQUEST, deadline).run(task);
        }
    }

    /// Sets another limit for the request of this thread, from now on.
    static void within(Duration limit) {
        OF_REQUEST.get().within(limit);
    }

    /// Has the thread wait for as long as it takes: for something that has limits of its own.
    static void lift() {
        within(NEVER);
    }
}
