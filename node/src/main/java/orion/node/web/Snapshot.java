package orion.node.web;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import orion.node.api.ControlReply;

/// The state of the cluster for all who look at it within a moment: however many ask, the protocol is asked a
/// few times a second. Whoever has done something sees it: an action makes everybody look again.
final class Snapshot {
    static final Duration OLDEST = Duration.ofMillis(100);

    private final Supplier<ControlReply> status;
    private final long oldestNanos;
    private final ReentrantLock looking = new ReentrantLock();
    private final AtomicLong actions = new AtomicLong();
    private Optional<Look> last = Optional.empty();

    /// What was seen.
    ///
    /// @param nanos   when somebody began to look
    /// @param actions how many there had been then
    private record Look(long nanos, long actions, ControlReply reply) {}

    /// @param oldest how old what is told may be
    Snapshot(Supplier<ControlReply> status, Duration oldest) {
        this.status = status;
        this.oldestNanos = oldest.toNanos();
    }

    /// What this node sees; waits for somebody else who looks, as for one's own look. What somebody began to
    /// look at after this was asked is an answer to it, however long that look took.
    ControlReply now() throws InterruptedException {
        long asked = System.nanoTime();
        looking.lockInterruptibly();
        try {
            Optional<Look> fresh = last.filter(look -> look.actions() == actions.get())
                    .filter(look -> look.nanos() - asked >= 0 || System.nanoTime() - look.nanos() < oldestNanos);
            if (fresh.isPresent()) {
                return fresh.get().reply();
            }
            long begun = System.nanoTime();
            long before = actions.get();
            ControlReply reply = status.get();
            last = Optional.of(new Look(begun, before, reply));
            return reply;
        } finally {
            looking.unlock();
        }
    }

    /// Something was done: what was seen before counts no longer.
    void forget() {
        actions.incrementAndGet();
    }
}
