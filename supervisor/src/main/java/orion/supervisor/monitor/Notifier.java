package orion.supervisor.monitor;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/// Tells persons, in each way that is configured. Each way has a thread of its own: one that hangs delays neither the
/// others nor any poll.
final class Notifier implements AutoCloseable {
    private static final int MOST_WAITING = 200;
    private static final int ATTEMPTS = 3;
    private static final Duration END_LIMIT = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final List<Way> ways = new ArrayList<>();
    private final Consumer<String> journal;
    private final Duration pause;

    /// @param journal gets a sentence where nobody may have been told
    Notifier(List<Teller> tellers, Consumer<String> journal) {
        this(tellers, journal, PAUSE);
    }

    /// @param pause between two attempts to tell the same
    Notifier(List<Teller> tellers, Consumer<String> journal, Duration pause) {
        this.journal = journal;
        this.pause = pause;
        tellers.forEach(teller -> ways.add(new Way(teller)));
    }

    /// Comes back at once.
    void tell(HistoryEntry news) {
        ways.forEach(way -> way.add(news));
    }

    /// One way, and what waits for it.
    private final class Way {
        private final Teller teller;
        private final BlockingQueue<HistoryEntry> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
        private final Thread thread;
        private boolean full;

        Way(Teller teller) {
            this.teller = teller;
            this.thread = Thread.ofPlatform().daemon().name("tell").start(this::run);
        }

        void add(HistoryEntry news) {
            boolean taken = waiting.offer(news);
            if (!taken && !full) {
                journal.accept(teller.name() + " is so slow that no more is told there for now");
            }
            full = !taken;
        }

        private void run() {
            try {
                while (true) {
                    tell(waiting.take());
                }
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
        }

        private void tell(HistoryEntry news) throws InterruptedException {
            String why = "";
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                if (attempt > 1) {
                    Thread.sleep(pause);
                }
                try {
                    teller.tell(news);
                    return;
                } catch (IOException | RuntimeException failed) {
                    why = failed.getMessage() == null ? failed.toString() : failed.getMessage();
                }
            }
            journal.accept("nobody may have been told by %s that %s is %s: %s"
                    .formatted(teller.name(), news.agent(), news.condition(), why));
        }
    }

    /// Breaks off what is being told, and waits a moment for that.
    @Override
    public void close() {
        ways.forEach(way -> way.thread.interrupt());
        try {
            for (Way way : ways) {
                way.thread.join(END_LIMIT);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
