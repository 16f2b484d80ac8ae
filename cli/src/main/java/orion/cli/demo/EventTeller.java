package orion.cli.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import orion.cli.CommandFailure;
import orion.node.api.EventData;

/// Follows the events of all nodes and tells each once: what three nodes saw at the same time is one line.
final class EventTeller implements Runnable {
    private static final long PAUSE_MILLIS = 150;
    private static final long SAME_MILLIS = 3_000;
    private static final String AT_MOST = "200";

    private final List<DemoNode> nodes;
    private final Consumer<EventData> teller;
    private final String untold;
    private final Map<String, Long> heard = new LinkedHashMap<>();
    private final Map<String, Long> toldAt = new LinkedHashMap<>();

    /// @param untold the kind of events that nobody wants to hear of
    EventTeller(List<DemoNode> nodes, Consumer<EventData> teller, String untold) {
        this.nodes = nodes;
        this.teller = teller;
        this.untold = untold;
    }

    /// Takes what happened so far as told.
    void skipPast() {
        for (DemoNode node : nodes) {
            events(node).forEach(event -> heard.put(life(node), event.number()));
        }
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                for (DemoNode node : nodes) {
                    for (EventData event : events(node)) {
                        hear(life(node), event);
                    }
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /// A daemon that was started again counts from 1.
    private static String life(DemoNode node) {
        return node.name() + " " + node.pid();
    }

    private static List<EventData> events(DemoNode node) {
        if (!node.isAlive()) {
            return List.of();
        }
        try {
            return node.client().ask("events", List.of(AT_MOST)).events();
        } catch (CommandFailure silent) {
            return List.of();
        }
    }

    private void hear(String life, EventData event) {
        Long last = heard.get(life);
        if (last != null && event.number() <= last) {
            return;
        }
        heard.put(life, event.number());
        long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        toldAt.values().removeIf(at -> now - at > SAME_MILLIS);
        if (event.kind().equals(untold)) {
            return;
        }
        if (toldAt.putIfAbsent(event.kind() + " " + event.text(), now) == null) {
            teller.accept(event);
        }
    }
}
