package orion.node.daemon;

import java.util.function.BooleanSupplier;

/// Feeds the watchdog from a thread of its own, only while it is safe to go on: the node holds nothing, or at
/// least the watchdog's whole time-out is left of its lease (rule W1). So a host that stops at any moment is
/// reset before its lease ends. It also fences a node whose protocol does not notice that its lease ran out
/// (rule W2).
final class WatchdogFeeder implements AutoCloseable {
    private final Watchdog watchdog;
    private final LeaseClock lease;
    private static final long NOTICE_MILLIS = 300;
    private static final long PAUSE_WITHOUT_WATCHDOG_MILLIS = 50;
    private final BooleanSupplier holdsNothing;
    private final Life.Fencing fencing;
    private final Thread thread;
    private volatile boolean ended;
    private long ranOutSince = Long.MAX_VALUE;

    private WatchdogFeeder(Watchdog watchdog, LeaseClock lease, BooleanSupplier holdsNothing, Life.Fencing fencing) {
        this.watchdog = watchdog;
        this.lease = lease;
        this.holdsNothing = holdsNothing;
        this.fencing = fencing;
        this.thread = Thread.ofPlatform().name("watchdog").daemon().unstarted(this::run);
    }

    /// Feeds at once, and from then on.
    static WatchdogFeeder start(
            Watchdog watchdog, LeaseClock lease, BooleanSupplier holdsNothing, Life.Fencing fencing) {
        WatchdogFeeder feeder = new WatchdogFeeder(watchdog, lease, holdsNothing, fencing);
        watchdog.feed();
        feeder.thread.start();
        return feeder;
    }

    private void run() {
        long pause = watchdog.timeoutMillis() > 0
                ? Math.max(20, Math.min(500, watchdog.timeoutMillis() / 4))
                : PAUSE_WITHOUT_WATCHDOG_MILLIS;
        while (!ended) {
            boolean empty = holdsNothing.getAsBoolean();
            if (empty || lease.leftMillis() >= watchdog.timeoutMillis()) {
                watchdog.feed();
            }
            judge(!empty && lease.ranOut());
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void judge(boolean ranOut) {
        ranOutSince = ranOut ? Math.min(ranOutSince, lease.now()) : Long.MAX_VALUE;
        if (ranOut && lease.now() - ranOutSince > NOTICE_MILLIS) {
            fencing.now("its lease ran out and the protocol thread did not notice");
        }
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
