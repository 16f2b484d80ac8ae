package orion.node.alert;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import orion.node.trouble.Complaint;

/// Hands notices to the local mail server, one after the other and beside everything else: a mail server that hangs
/// keeps nobody waiting. What it does not take is tried again a few times; the events have it in any case.
public final class AlertMail implements AutoCloseable {
    private static final int MOST_WAITING = 100;
    private static final int ATTEMPTS = 3;
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration END_LIMIT = Duration.ofSeconds(3);

    private final Optional<Post> post;
    private final Duration pause;
    private final Complaint trouble;
    /// The end is behind all notices.
    private final BlockingQueue<Optional<Notice>> waiting = new ArrayBlockingQueue<>(MOST_WAITING + 1);
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Optional<Thread> thread;

    /// @param post    nothing where nobody is told
    /// @param journal gets a sentence where somebody may not have been told
    public AlertMail(Optional<Post> post, Consumer<String> journal) {
        this(post, journal, PAUSE);
    }

    /// As a node's settings have it. A mail server that is not there keeps no node from serving: that is only told.
    ///
    /// @throws IOException where the settings make no sense; its message says what to correct
    public static AlertMail open(MailSettings settings, Post.Office office, Consumer<String> journal)
            throws IOException {
        if (settings.addresses().isEmpty()) {
            return new AlertMail(Optional.empty(), journal);
        }
        try {
            Post post = office.open(settings.sendmail(), settings.addresses());
            post.obstacle().ifPresent(why -> journal.accept("nobody is told by mail as long as " + why));
            return new AlertMail(Optional.of(post), journal);
        } catch (IOException wrong) {
            throw new IOException(
                    "its node.properties wants mail: " + wrong.getMessage()
                            + "; correct mail = or sendmail = there, or take mail = out",
                    wrong);
        }
    }

    /// @param pause between two attempts to tell the same
    AlertMail(Optional<Post> post, Consumer<String> journal, Duration pause) {
        this.post = post;
        this.pause = pause;
        this.trouble = new Complaint(journal);
        this.thread =
                post.map(way -> Thread.ofPlatform().daemon().name("alert-mail").start(() -> run(way)));
    }

    boolean isOn() {
        return post.isPresent();
    }

    /// Comes back at once.
    void tell(Notice notice) {
        synchronized (waiting) {
            // There stays room for the end.
            boolean taken = ending.getCount() > 0 && isOn() && waiting.size() < MOST_WAITING;
            if (taken) {
                waiting.add(Optional.of(notice));
            } else if (isOn()) {
                trouble.raise("mail is so slow that nobody may have been told by it of the newest events");
            }
        }
    }

    /// What there is to tell could not be found out.
    void cannotTell(RuntimeException fault) {
        trouble.raise("nobody may have been told by mail of the newest events: " + fault);
    }

    private void run(Post way) {
        try {
            for (Optional<Notice> next = waiting.take(); next.isPresent(); next = waiting.take()) {
                send(way, next.get());
            }
        } catch (InterruptedException end) {
            // Its time is over.
            return;
        }
    }

    private void send(Post way, Notice notice) throws InterruptedException {
        String why = "";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            if (attempt > 1 && ending.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                attempt = ATTEMPTS;
            }
            try {
                way.send(notice);
                trouble.settle("mail is taken again");
                return;
            } catch (IOException | RuntimeException refused) {
                why = refused.getMessage() == null ? refused.toString() : refused.getMessage();
            }
        }
        trouble.raise("nobody may have been told by mail of the newest events: " + why);
    }

    /// Sends what waits, within a limit.
    @Override
    public void close() {
        synchronized (waiting) {
            if (ending.getCount() > 0) {
                ending.countDown();
                waiting.add(Optional.empty());
            }
        }
        thread.ifPresent(sending -> {
            try {
                sending.join(END_LIMIT);
                sending.interrupt();
            } catch (InterruptedException hurry) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
