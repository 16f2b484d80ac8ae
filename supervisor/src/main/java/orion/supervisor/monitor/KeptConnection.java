package orion.supervisor.monitor;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The connection on which an agent was polled last, where it stays open until the next poll.
final class KeptConnection {
    private final KeptConnections all;
    private final AtomicReference<@Nullable Open> place = new AtomicReference<>();
    private volatile boolean wanted;

    KeptConnection(KeptConnections all, boolean wanted) {
        this.all = all;
        this.wanted = wanted;
    }

    /// None is kept.
    static KeptConnection none() {
        return new KeptConnection(new KeptConnections(new Semaphore(0), Duration.ZERO, () -> 0), false);
    }

    /// A connection whose handshake is over.
    ///
    /// @param plain  what is below
    /// @param secure where it is spoken
    record Open(Socket plain, Socket secure, long sinceNanos) {
        private void close() {
            try {
                // Without a word, as after any other poll: who hangs must not be waited for.
                plain.close();
            } catch (IOException gone) {
                return;
            }
        }

        /// Nobody has asked anything: whatever comes then is a farewell, or no answer to the next question.
        private boolean isQuiet() {
            try {
                return plain.getInputStream().available() == 0;
            } catch (IOException gone) {
                return false;
            }
        }
    }

    /// Whether the agent is to be asked to leave its connection open.
    boolean isWanted() {
        return wanted;
    }

    /// The agent says that it does and then nobody knows where its answers end: it is not asked for that any more.
    void giveUp() {
        wanted = false;
    }

    /// The one that is open, which whoever takes it gives back or drops; nothing where it has done its time.
    Optional<Open> take() {
        Open open = place.getAndSet(null);
        if (open == null) {
            return Optional.empty();
        }
        if (all.clock().getAsLong() - open.sinceNanos() >= all.longest().toNanos() || !open.isQuiet()) {
            drop(open);
            return Optional.empty();
        }
        return Optional.of(open);
    }

    void giveBack(Open open) {
        place.set(open);
    }

    void drop(Open open) {
        open.close();
        all.room().release();
    }

    /// Keeps a connection that has just been made, where there is room.
    boolean keep(Socket plain, Socket secure) {
        boolean room = wanted && all.room().tryAcquire();
        if (room) {
            place.set(new Open(plain, secure, all.clock().getAsLong()));
        }
        return room;
    }

    /// Keeps nothing any more.
    void end() {
        giveUp();
        take().ifPresent(this::drop);
    }
}
