package orion.cli.supervisor;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets the thread that opens it close what it has open when the program is told to stop: by itself the machine would
/// end in the middle of everything.
final class OrderlyEnd implements AutoCloseable {
    private final Thread worker = Thread.currentThread();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean asked;

    /// @param limit after this the program ends as it is
    OrderlyEnd(Duration limit) {
        hook = Thread.ofPlatform().unstarted(() -> interrupt(limit));
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void interrupt(Duration limit) {
        asked = true;
        worker.interrupt();
        try {
            if (!closed.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                // Whoever told it to stop would soon kill it.
                return;
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether that is why the thread was interrupted.
    boolean isAsked() {
        return asked;
    }

    @Override
    public void close() {
        closed.countDown();
        if (!asked) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException ending) {
                // It runs, and finds that all is closed.
                return;
            }
        }
    }
}
