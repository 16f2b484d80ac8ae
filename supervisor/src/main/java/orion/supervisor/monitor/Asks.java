package orion.supervisor.monitor;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Has gwha asked beside the polls, which must not wait for it: a start takes its time, and a gwha may be frozen. Few
/// at
/// a time of each host, in the order they came; one host does not wait for another.
final class Asks {
    private static final int MOST_PER_HOST = 2;

    private final Map<String, Semaphore> hosts = new ConcurrentHashMap<>();
    // At most one for each agent, and nearly all of them only wait.
    private final ExecutorService asking = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("ask-", 0).factory());

    /// Asks as soon as it is this one's turn at the host.
    void execute(String host, Runnable ask) {
        Semaphore free = hosts.computeIfAbsent(host, name -> new Semaphore(MOST_PER_HOST, true));
        asking.execute(() -> {
            try {
                free.acquire();
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
                return;
            }
            try {
                ask.run();
            } finally {
                free.release();
            }
        });
    }

    /// Begins no more, and breaks off what can be broken off.
    void shutdownNow() {
        asking.shutdownNow();
    }

    boolean awaitEnd(long seconds) throws InterruptedException {
        return asking.awaitTermination(seconds, TimeUnit.SECONDS);
    }
}
