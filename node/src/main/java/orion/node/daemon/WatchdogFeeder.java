package orion.node.daemon;

import java.util.function.BooleanSupplier;

/// Feeds the watchdog from a thread of its own, only while it is safe to go on: the node holds nothing, or at
/// least the watchdog's whole time-out is left of its lease (rule W1). So a host that stops at any moment is
/// reset before its lease ends.
final class WatchdogFeeder implements AutoCloseable {
    private final Watchdog watchdog;
    private final LeaseClock lease;
    private final BooleanSupplier holdsNothing;
    private final Thread thread;
    private volatile boolean ended;

    WatchdogFeeder(Watchdog watchdog, LeaseClock lease, BooleanSupplier holdsNothing) {
        this.watchdog = watchdog;
        this.lease = lease;
        this.holdsNothing = holdsNothing;
        this.thread = Thread.ofPlatform().name("watchdog").daemon().unstarted(this::run);
    }

    void start() {
        if (watchdog.protects()) {
            watchdog.feed();
            thread.start();
        }
    }

    private void run() {
        long pause = Math.max(20, Math.min(500, watchdog.timeoutMillis() / 4));
        while (!ended) {
            if (holdsNothing.getAsBoolean() || lease.leftMillis() >= watchdog.timeoutMillis()) {
                watchdog.feed();
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /// Ends feeding; the watchdog is ended too where nothing is held, otherwise it will reset the host.
    @Override
    public void close() {
        ended = true;
        thread.interrupt();
        if (holdsNothing.getAsBoolean()) {
            watchdog.close();
        }
    }
}
