package orion.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.core.splitbrain.NodeBlock;
import orion.sim.SimDisk.Trouble;

/// A host's path to a disk that another host serves: one connection after the other. Who gets no answer gives the
/// connection up and opens another; what the kernel still holds of the first one arrives whenever it can.
final class ServedPath implements DiskPath {
    /// What nobody acknowledges is sent again after that time, then after twice as long, and so on.
    private static final long FIRST_REPETITION_MICROS = 200_000;
    private static final long FIRST_REPETITION_OF_OPENING_MICROS = 1_000_000;
    /// So long a kernel tries to deliver what a closed connection had still to send.
    private static final long ORPHAN_MICROS = 60_000_000;
    private static final long NOT_OPEN = 0;

    private final Timeline timeline;
    private final SplitMix random;
    private final NodeId client;
    private final DiskServer server;
    private final LongSupplier numbers;
    private final long slowMicros;
    private final long patienceMicros;
    private final Deque<Operation> waiting = new ArrayDeque<>();
    private final List<Request> atTheDisk = new ArrayList<>();
    private Trouble trouble = Trouble.NONE;
    private Optional<Request> awaited = Optional.empty();
    private long connection = NOT_OPEN;
    private int lifeOfConnection;
    private int cables;

    /// One operation on its way.
    private final class Request implements Access {
        private final Operation operation;
        private final long begunMicros = timeline.now();
        private final int cable = cables;
        private long by = NOT_OPEN;
        private int life;
        private boolean isWatched;

        Request(Operation operation) {
            this.operation = operation;
        }

        @Override
        public Trouble trouble() {
            return trouble;
        }

        @Override
        public long connection() {
            return by;
        }

        boolean isAwaited() {
            return awaited.isPresent() && awaited.get() == this;
        }

        /// Whether its host still has it to send: nobody opens a connection for what nobody waits for.
        boolean isToBeSent() {
            boolean orphan = by != NOT_OPEN
                    && operation.changes()
                    && timeline.now() - begunMicros < patienceMicros + ORPHAN_MICROS;
            return cable == cables && (isAwaited() || orphan);
        }

        boolean isOfThisLife() {
            return life == server.life();
        }
    }

    /// Prepares.
    ///
    /// @param numbers gives the server's next connection its number
    ServedPath(
            Timeline timeline, SplitMix random, NodeId client, DiskServer server, LongSupplier numbers, Timing timing) {
        this.timeline = timeline;
        this.random = random;
        this.client = client;
        this.server = server;
        this.numbers = numbers;
        this.slowMicros = timing.leaseMillis() * 500;
        this.patienceMicros = timing.servedDiskPatienceMillis() * 1_000;
    }

    @Override
    public void submit(Operation operation) {
        waiting.addLast(operation);
        beginNext();
    }

    private void beginNext() {
        if (awaited.isPresent() || waiting.isEmpty()) {
            return;
        }
        Request request = new Request(waiting.removeFirst());
        awaited = Optional.of(request);
        if (connection == NOT_OPEN) {
            open(request, FIRST_REPETITION_OF_OPENING_MICROS);
        } else {
            request.by = connection;
            request.life = lifeOfConnection;
            send(request, FIRST_REPETITION_MICROS);
        }
    }

    private long travelMicros() {
        return random.between(50L, 500L);
    }

    private boolean delivers() {
        return trouble != Trouble.HANGING && server.serves() && server.hears(client);
    }

    private boolean isRefused() {
        return trouble != Trouble.HANGING && server.refuses() && server.hears(client) && server.reaches(client);
    }

    /// It has its number before its client is welcomed.
    private void open(Request request, long repetitionMicros) {
        timeline.after(2 * travelMicros(), () -> {
            if (!request.isAwaited()) {
                return;
            }
            if (isRefused()) {
                giveUp(request);
                return;
            }
            if (!delivers() || !server.reaches(client)) {
                watch(request);
                timeline.after(repetitionMicros, () -> open(request, 2 * repetitionMicros));
                return;
            }
            connection = numbers.getAsLong();
            lifeOfConnection = server.life();
            request.by = connection;
            request.life = lifeOfConnection;
            send(request, FIRST_REPETITION_MICROS);
        });
    }

    private void send(Request request, long repetitionMicros) {
        if (!request.isToBeSent()) {
            return;
        }
        boolean refused = isRefused();
        // Looked at once: with loss, every look is a throw of the dice.
        boolean delivered = !refused && delivers();
        if (refused || (delivered && !request.isOfThisLife())) {
            // The host of a service that has ended or begun anew knows nothing of the connection, and says so.
            if (request.isAwaited()) {
                timeline.after(travelMicros(), () -> giveUp(request));
            }
        } else if (delivered) {
            serve(request);
        } else {
            watch(request);
            timeline.after(repetitionMicros, () -> send(request, 2 * repetitionMicros));
        }
    }

    private void serve(Request request) {
        boolean slow = trouble == Trouble.SLOW;
        if (slow) {
            watch(request);
        }
        atTheDisk.add(request);
        long micros = slow ? random.between(0L, slowMicros) : random.between(50L, 1_500L);
        timeline.after(travelMicros() + micros, () -> {
            if (atTheDisk.remove(request)) {
                answer(request, request.operation.deed().apply(request), FIRST_REPETITION_MICROS);
            }
        });
    }

    private void answer(Request request, Runnable answer, long repetitionMicros) {
        if (!request.isAwaited()) {
            return;
        }
        timeline.after(travelMicros(), () -> {
            if (!request.isAwaited()) {
                return;
            }
            if (!server.serves() || !request.isOfThisLife() || !server.reaches(client)) {
                watch(request);
                timeline.after(repetitionMicros, () -> answer(request, answer, 2 * repetitionMicros));
                return;
            }
            awaited = Optional.empty();
            answer.run();
            beginNext();
        });
    }

    /// Only what does not go through at once can take too long.
    private void watch(Request request) {
        if (!request.isWatched) {
            request.isWatched = true;
            long left = request.begunMicros + patienceMicros - timeline.now();
            timeline.after(Math.max(0, left), () -> giveUp(request));
        }
    }

    private void giveUp(Request request) {
        if (request.isAwaited()) {
            connection = NOT_OPEN;
            awaited = Optional.empty();
            request.operation.failed().run();
            beginNext();
        }
    }

    @Override
    public boolean busy() {
        return awaited.isPresent();
    }

    @Override
    public void trouble(Trouble next) {
        trouble = next;
    }

    @Override
    public Optional<NodeBlock> powerCut() {
        cables++;
        awaited = Optional.empty();
        waiting.clear();
        connection = NOT_OPEN;
        return Optional.empty();
    }

    /// The server's host lost its power, or the server alone died.
    ///
    /// @param hangsUp whether the host lives, and tells the client that the connection has ended
    /// @param accepts what the server would have written at that moment
    /// @return the block that was being written for this client, if there is one
    Optional<NodeBlock> serverDied(boolean hangsUp, BiPredicate<NodeBlock, Access> accepts) {
        Optional<NodeBlock> written = atTheDisk.stream()
                .flatMap(request -> request.operation.writes().filter(block -> accepts.test(block, request)).stream())
                .findFirst();
        atTheDisk.forEach(this::watch);
        atTheDisk.clear();
        if (hangsUp) {
            awaited.filter(request -> request.by != NOT_OPEN)
                    .ifPresent(request -> timeline.after(travelMicros(), () -> hearsTheEnd(request)));
        }
        return written;
    }

    private void hearsTheEnd(Request request) {
        if (server.reaches(client)) {
            giveUp(request);
        }
    }

    /// The kernel closes the connection, and delivers what it still has.
    @Override
    public void processDied() {
        List<Operation> lost = new ArrayList<>();
        awaited.ifPresent(request -> lost.add(request.operation));
        lost.addAll(waiting);
        awaited = Optional.empty();
        waiting.clear();
        connection = NOT_OPEN;
        lost.forEach(operation -> operation.failed().run());
    }
}
