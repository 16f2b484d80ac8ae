package orion.node.daemon;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import orion.core.ClusterNode;
import orion.core.Event;
import orion.core.Input;
import orion.core.NodeView;
import orion.core.Output;
import orion.node.network.Transport;
import orion.node.os.LostTimeMeter;

/// The one thread that runs the protocol. It does no I/O but its datagrams, takes no lock that another thread
/// holds for long, and calls nothing that may wait: everything slow hands its outcome in through [#accept]. It looks at
/// counters that the kernel keeps in memory, to know why when it was late.
final class ProtocolLoop implements Runnable {
    private final ClusterNode node;
    private final Transport transport;
    private final Selector selector;
    private final Consumer<Output> carryOut;
    private final LongSupplier clock;
    private final Queue<Input> inputs = new ConcurrentLinkedQueue<>();
    private final Queue<Consumer<NodeView>> visitors = new ConcurrentLinkedQueue<>();
    private final Arrivals arrivals;
    private boolean ended;
    private long deadline;

    /// @param clock milliseconds that never go back and go on while the host sleeps
    ProtocolLoop(
            ClusterNode node, Transport transport, Selector selector, LongSupplier clock, Consumer<Output> carryOut) {
        this.node = node;
        this.transport = transport;
        this.selector = selector;
        this.clock = clock;
        this.carryOut = carryOut;
        this.arrivals = new Arrivals(
                (from, message) -> step(new Input.Received(from, message)),
                other -> node.view(now()).state().configuration().nameOf(other),
                this::tell);
    }

    /// Hands in something that happened; from any thread, never waits.
    void accept(Input input) {
        inputs.add(input);
        selector.wakeup();
    }

    /// Lets somebody see what the node thinks, on the protocol thread; the visitor only takes a note.
    void visit(Consumer<NodeView> visitor) {
        visitors.add(visitor);
        selector.wakeup();
    }

    private long now() {
        return clock.getAsLong();
    }

    /// Runs until the life of the node ends.
    @Override
    public void run() {
        // The first step is due at once, whether or not anything wakes the thread.
        deadline = now();
        PauseMeter meter = new PauseMeter(new LostTimeMeter()::read);
        WallClock wallClock = new WallClock(System::currentTimeMillis, clock);
        try {
            while (!ended) {
                wallClock.look().ifPresent(this::tell);
                meter.runs(now());
                waitForSomething();
                explainPause(meter, wallClock);
                transport.receive(now(), arrivals);
                for (Input input = inputs.poll(); input != null && !ended; input = inputs.poll()) {
                    step(input);
                }
                if (!ended && now() >= deadline) {
                    step(new Input.TimerFired());
                }
                for (Consumer<NodeView> visitor = visitors.poll(); visitor != null; visitor = visitors.poll()) {
                    visitor.accept(node.view(now()));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the protocol thread cannot go on: " + e.getMessage(), e);
        }
    }

    private void waitForSomething() throws IOException {
        long wait = Math.min(deadline, transport.nextDeadline()) - now();
        boolean busy = !inputs.isEmpty() || !visitors.isEmpty() || wait <= 0;
        if (busy) {
            selector.selectNow();
        } else {
            selector.select(wait);
        }
        selector.selectedKeys().clear();
    }

    private void explainPause(PauseMeter meter, WallClock wallClock) {
        long now = now();
        long late = now - deadline;
        if (late >= PauseMeter.WORTH_ASKING_MILLIS) {
            Optional<String> set = wallClock.look();
            set.ifPresent(this::tell);
            step(new Input.Paused(meter.causeOf(late, now, set.isPresent())));
        }
    }

    private void tell(String text) {
        carryOut.accept(new Output.Happened(new Event(Event.Kind.MEMBERSHIP, text)));
    }

    private void step(Input input) {
        if (ended) {
            return;
        }
        long now = now();
        List<Output> outputs = node.step(now, input);
        deadline = node.nextDeadline(now);
        for (Output output : outputs) {
            if (output instanceof Output.Send send) {
                transport.send(send.to(), send.message());
            } else {
                ended |= output instanceof Output.End;
                carryOut.accept(output);
            }
        }
    }
}
