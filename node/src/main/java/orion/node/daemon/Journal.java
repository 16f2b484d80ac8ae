package orion.node.daemon;

import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import orion.node.api.EventData;
import orion.node.web.EventStory;

/// The story of the cluster as this node saw it: the last events in memory for displays, all of them as JSON
/// lines in `events.log`, in which a run of the daemon that ends in order is closed by a line of its own.
/// Noting an event never waits for a disk.
final class Journal implements EventStory, AutoCloseable {
    private static final int REMEMBERED = 2_000;
    private static final long LARGEST_FILE_BYTES = 8L << 20;
    private static final long FLUSH_MILLIS = 5_000;
    /// How long its end waits for a disk that is slow, so that the last events are not told as a gap.
    private static final long CLOSE_MILLIS = 5_000;
    private final Path file;
    private final JournalFile past;
    private final String node;
    private final String run;
    private final Consumer<EventData> follower;
    private final JsonType<EventData> json = Jsonb.builder().build().type(EventData.class);
    private final Deque<EventData> remembered = new ArrayDeque<>();
    /// The end is behind all events.
    private final LinkedBlockingQueue<Optional<EventData>> unwritten = new LinkedBlockingQueue<>(10_000);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread writer;
    private long number;
    private long written;

    Journal(Path directory, String node, Consumer<EventData> follower) {
        this.file = directory.resolve("events.log");
        this.past = new JournalFile(file);
        this.run = HexFormat.of().toHexDigits(new SecureRandom().nextLong());
        this.node = node;
        this.follower = follower;
        this.writer = Thread.ofVirtual().name("journal").start(this::writeAll);
    }

    void note(String kind, String text) {
        EventData event;
        synchronized (this) {
            event = new EventData(run + "-" + ++number, number, Instant.now().toString(), node, kind, text);
            remembered.addLast(event);
            if (remembered.size() > REMEMBERED) {
                remembered.removeFirst();
            }
            notifyAll();
        }
        // Where the disk has hung for ten thousand events, newer ones stay in memory only.
        if (!unwritten.offer(Optional.of(event))) {
            noteWritten();
        }
        follower.accept(event);
    }

    /// The last events, oldest first.
    synchronized List<EventData> last(int count) {
        List<EventData> all = new ArrayList<>(remembered);
        return all.subList(Math.max(0, all.size() - count), all.size());
    }

    @Override
    public synchronized Position newest() {
        return new Position(run, number);
    }

    @Override
    public Chapter after(Position position, Duration patience) throws InterruptedException {
        if (!isRemembered(position)) {
            flush(FLUSH_MILLIS);
            return past.after(position, oldest());
        }
        synchronized (this) {
            long until = System.nanoTime() + patience.toNanos();
            for (long left = patience.toMillis(); number == position.number() && left > 0; ) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            }
            List<EventData> events = remembered.stream()
                    .filter(event -> event.number() > position.number())
                    .limit(JournalFile.CHAPTER)
                    .toList();
            return new Chapter(
                    Optional.empty(),
                    events,
                    events.isEmpty()
                            ? position
                            : new Position(run, events.getLast().number()));
        }
    }

    /// Whether all that follows is in memory.
    private synchronized boolean isRemembered(Position position) {
        return position.run().equals(run) && position.number() <= number && position.number() >= oldest().number();
    }

    /// The position before the oldest event in memory.
    private synchronized Position oldest() {
        return new Position(run, number - remembered.size());
    }

    private void writeAll() {
        long last = 0;
        try {
            for (Optional<EventData> next = unwritten.take(); next.isPresent(); next = unwritten.take()) {
                write(next.get());
                noteWritten();
                // Who comes second to be numbered may come first to the queue.
                last = Math.max(last, next.get().number());
            }
        } catch (InterruptedException e) {
            // Nobody does that: the thread is this journal's own, and told to end by what is in its queue.
            throw new IllegalStateException("the writer of the journal was interrupted", e);
        }
        if (last > 0) {
            append(JournalFile.closing(new Position(run, last)));
        }
    }

    private synchronized void noteWritten() {
        written++;
        notifyAll();
    }

    /// Waits until everything noted so far is in the file, at most so long.
    synchronized void flush(long millis) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long wanted = number;
        try {
            for (long left = millis; written < wanted && left > 0; ) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(EventData event) {
        append(json.toJson(event));
    }

    private void append(String line) {
        try {
            if (Files.exists(file) && Files.size(file) > LARGEST_FILE_BYTES) {
                Files.move(file, past.earlier(), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            System.getLogger("orion").log(System.Logger.Level.WARNING, "{0} not written: {1}", file, e.getMessage());
        }
    }

    /// Waits until what was noted before is in the file, for some seconds at most. Who ends the daemon and who
    /// is told to end it may both close it.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true) && !unwritten.offer(Optional.empty())) {
            // Ten thousand events wait for a disk that hangs: this run is not closed, and its end is told as a gap.
            return;
        }
        try {
            writer.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
