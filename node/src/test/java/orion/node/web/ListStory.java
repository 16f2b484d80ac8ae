package orion.node.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import orion.node.api.EventData;

/// Events that a test tells, all of them remembered.
final class ListStory implements EventStory {
    static final String RUN = "abc";

    private final List<EventData> events = new ArrayList<>();

    synchronized void tell(String text) {
        long number = events.size() + 1L;
        events.add(new EventData(RUN + "-" + number, number, "2026-01-01T00:00:00Z", "n1", "RESOURCE", text));
        notifyAll();
    }

    @Override
    public synchronized Position newest() {
        return new Position(RUN, events.size());
    }

    @Override
    public synchronized Chapter after(Position position, Duration patience) throws InterruptedException {
        if (!position.run().equals(RUN)) {
            return new Chapter(Optional.of("another run"), List.of(), new Position(RUN, 0));
        }
        long until = System.nanoTime() + patience.toNanos();
        for (long left = 1; events.size() == position.number() && left > 0; ) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        }
        return new Chapter(Optional.empty(), events.subList((int) position.number(), events.size()), newest());
    }
}
