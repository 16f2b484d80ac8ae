package orion.node.daemon;

import java.util.function.BooleanSupplier;
import orion.core.model.Timing;

/// Feeds the watchdog from a thread of its own, only while it is safe to go on: the node holds nothing, or at
/// least the watchdog's whole time-out is left of its lease (rule W1). So a host that stops at any moment is
/// reset before its lease ends. It also fences a node whose protocol does not notice that its lease ran out
/// (rule W2).
final class WatchdogFeeder implements AutoCloseable {
    private final Watchdog watchdog;
    private final LeaseClock lease;
    private final long pauseMillis;
    private final long noticeMillis;
    private final BooleanSupplier holdsNothing;
    private final Life.Fencing fencing;
    private final Thread thread;
    private volatile boolean ended;
    private long ranOutSince = Long.MAX_VALUE;

    private WatchdogFeeder(
            Watchdog watchdog,
            LeaseClock lease,
            Timing timing,
            BooleanSupplier holdsNothing,
            Life.Fencing fencing,
            Runnable atStart) {
        this.watchdog = watchdog;
        this.lease = lease;
        // Of what a node may take to stop everything (rule T5), the protocol gets half to notice by itself.
        this.noticeMillis = timing.stopLimitMillis() / 2;
        this.pauseMillis = pauseMillis(noticeMillis, watchdog.timeoutMillis());
        this.holdsNothing = holdsNothing;
        this.fencing = fencing;
        this.thread = Thread.ofPlatform().name("watchdog").daemon().unstarted(() -> {
            atStart.run();
            run();
        });
    }

    /// Feeds at once, and from then on.
    ///
    /// @param atStart runs first on the feeding thread, for its scheduling class
    static WatchdogFeeder start(
            Watchdog watchdog,
            LeaseClock lease,
            Timing timing,
            BooleanSupplier holdsNothing,
            Life.Fencing fencing,
            Runnable atStart) {
        WatchdogFeeder feeder = new WatchdogFeeder(watchdog, lease, timing, holdsNothing, fencing, atStart);
        watchdog.feed();
        feeder.thread.start();
        return feeder;
    }

    /// A watchdog may be much shorter than the lease; it still gets several chances to be fed in time.
    static long pauseMillis(long noticeMillis, long timeoutMillis) {
        long often = noticeMillis / 2;
        return Math.max(10, timeoutMillis > 0 ? Math.min(often, timeoutMillis / 4) : often);
    }

    private void run() {
        while (!ended) {
            boolean empty = holdsNothing.getAsBoolean();
            feed(empty);
            judge(!empty && lease.ranOut());
            try {
                Thread.sleep(pauseMillis);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /// Never after it was ended: food would arm it again.
    private synchronized void feed(boolean empty) {
        if (!ended && (empty || lease.leftMillis() >= watchdog.timeoutMillis())) {
            watchdog.feed();
        }
    }

    private void judge(boolean ranOut) {
        ranOutSince = ranOut ? Math.min(ranOutSince, lease.now()) : Long.MAX_VALUE;
        if (ranOut && lease.now() - ranOutSince > noticeMillis) {
            fencing.now("its lease ran out and the protocol thread did not notice");
        }
    }

    /// Waits until the feeding thread has ended.
    void awaitEnd() throws InterruptedException {
        thread.join();
    }

    /// Ends feeding; the watchdog is ended too where nothing is held, otherwise it will reset the host.
    @Override
    public synchronized void close() {
        if (ended) {
            return;
        }
        ended = true;
        thread.interrupt();
        if (holdsNothing.getAsBoolean()) {
            watchdog.close();
        }
    }
}
