package orion.node.daemon;

import java.io.PrintStream;
import java.util.concurrent.LinkedBlockingQueue;
import orion.node.api.EventData;

/// Prints events for whoever started the daemon, from a thread of its own: a terminal that is held, or a pipe
/// that nobody empties, delays nothing. What does not fit in the meantime is left out here; the journal has it.
final class Console implements AutoCloseable {
    private static final int MOST_WAITING = 1_000;
    private static final long FAREWELL_MILLIS = 300;
    private final PrintStream out;
    private final LinkedBlockingQueue<EventData> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Thread printer;

    Console(PrintStream out) {
        this.out = out;
        this.printer = Thread.ofPlatform().name("console").daemon().start(this::printAll);
    }

    /// Prints an event soon, or never where too many wait; never waits itself.
    void show(EventData event) {
        if (!waiting.offer(event)) {
            waiting.poll();
        }
    }

    private void printAll() {
        try {
            while (true) {
                print(waiting.take());
            }
        } catch (InterruptedException e) {
            for (EventData rest = waiting.poll(); rest != null; rest = waiting.poll()) {
                print(rest);
            }
        }
    }

    private void print(EventData event) {
        out.println(event.time() + " " + event.kind() + " " + event.text());
        out.flush();
    }

    /// Prints what is left, if it can be done at once.
    @Override
    public void close() {
        printer.interrupt();
        try {
            printer.join(FAREWELL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
