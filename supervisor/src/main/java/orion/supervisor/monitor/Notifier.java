package orion.supervisor.monitor;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Tells persons, in each way that is configured. Each way has a thread of its own: one that hangs delays neither the
/// others nor any poll.
final class Notifier implements AutoCloseable {
    /// From so many on only the newest word on each agent waits: where a thousand agents go down at once, each is told.
    private static final int MANY_WAITING = 200;
    private static final int ATTEMPTS = 3;
    private static final Duration PAUSE = Duration.ofSeconds(10);
    /// Shorter than whoever stops the monitor waits before he kills it.
    private static final Duration END_LIMIT = Duration.ofSeconds(5);
    private static final Duration BREAK_LIMIT = Duration.ofSeconds(1);

    private final List<Way> ways = new ArrayList<>();
    private final Consumer<String> journal;
    private final Duration pause;
    private final Duration endLimit;
    private final CountDownLatch ending = new CountDownLatch(1);

    /// @param journal gets a sentence where nobody may have been told
    Notifier(List<Teller> tellers, Consumer<String> journal) {
        this(tellers, journal, PAUSE, END_LIMIT);
    }

    /// @param pause    between two attempts to tell the same
    /// @param endLimit how long what waits at the end may take
    Notifier(List<Teller> tellers, Consumer<String> journal, Duration pause, Duration endLimit) {
        this.journal = journal;
        this.pause = pause;
        this.endLimit = endLimit;
        tellers.forEach(teller -> ways.add(new Way(teller)));
    }

    /// Comes back at once.
    void tell(HistoryEntry news) {
        ways.forEach(way -> way.add(news));
    }

    /// One way, and what waits for it.
    private final class Way {
        private final Teller teller;
        /// The end is behind all news.
        private final BlockingQueue<Optional<HistoryEntry>> waiting = new LinkedBlockingQueue<>();
        private final Thread thread;
        private boolean slow;

        Way(Teller teller) {
            this.teller = teller;
            this.thread = Thread.ofPlatform().daemon().name("tell").start(this::run);
        }

        void add(HistoryEntry news) {
            boolean many = waiting.size() >= MANY_WAITING;
            if (many) {
                waiting.removeIf(other ->
                        other.filter(one -> one.agent().equals(news.agent())).isPresent());
            }
            waiting.add(Optional.of(news));
            if (many && !slow) {
                journal.accept(teller.name() + " is so slow that only the newest of each agent is told there for now");
            }
            slow = many;
        }

        void end() {
            waiting.add(Optional.empty());
        }

        private void run() {
            int telling = 0;
            try {
                for (Optional<HistoryEntry> news = waiting.take(); news.isPresent(); news = waiting.take()) {
                    telling = 1;
                    tell(news.get());
                    telling = 0;
                }
            } catch (InterruptedException end) {
                int left = telling
                        + (int) waiting.stream().filter(Optional::isPresent).count();
                journal.accept(
                        "nobody may have been told by %s of the last %d changes, for the monitor ended; the history"
                                        .formatted(teller.name(), left)
                                + " has them");
                Thread.currentThread().interrupt();
            }
        }

        private void tell(HistoryEntry news) throws InterruptedException {
            String why = "";
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                // At the end nobody waits: one more attempt may help, a pause is not worth its time.
                if (attempt > 1 && ending.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    attempt = ATTEMPTS;
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

    /// Tells what waits, within a limit; what is being told then is broken off.
    @Override
    public void close() {
        ending.countDown();
        ways.forEach(Way::end);
        long end = System.nanoTime() + endLimit.toNanos();
        try {
            for (Way way : ways) {
                way.thread.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            }
            ways.forEach(way -> way.thread.interrupt());
            for (Way way : ways) {
                way.thread.join(BREAK_LIMIT);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
