package orion.node.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import orion.core.configuration.NodeDefinition;
import orion.core.model.NodeId;
import orion.node.api.ControlReply;
import orion.node.board.BoardDisks;
import orion.node.board.BoardThread;
import orion.node.security.KeyExchange;
import orion.node.security.NodeIdentity;

/// Has the keys of the cluster exchanged, step by step, beside everything else: looks again and again whether a step
/// can be taken, less often while somebody is waited for.
final class KeyKeeper implements AutoCloseable {
    private static final long SHORTEST_PAUSE_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;
    private static final long ANSWER_LIMIT_SECONDS = 10;

    private final NodeSettings settings;
    private final Supplier<Optional<Life>> life;
    private final KeyExchange exchange;
    private final Semaphore wish = new Semaphore(0);
    private final Thread thread;

    private KeyKeeper(NodeSettings settings, Supplier<Optional<Life>> life, KeyExchange exchange) {
        this.settings = settings;
        this.life = life;
        this.exchange = exchange;
        this.thread = Thread.ofVirtual().name("keys").unstarted(this::run);
    }

    /// Looks from now on.
    ///
    /// @param journal gets a sentence for each step
    static KeyKeeper start(
            Path directory,
            NodeIdentity identity,
            NodeSettings settings,
            BoardDisks board,
            Supplier<Optional<Life>> life,
            Consumer<String> journal) {
        KeyExchange exchange = new KeyExchange(directory, identity, () -> renewProofs(board, settings.node()), journal);
        KeyKeeper keeper = new KeyKeeper(settings, life, exchange);
        keeper.thread.start();
        return keeper;
    }

    /// How far an exchange is.
    ControlReply told() {
        return ControlReply.done(exchange.told());
    }

    /// Begins an exchange.
    ControlReply rotate() {
        if (life.get().isEmpty()) {
            return ControlReply.refused("node " + settings.name() + " is not in the cluster at the moment; exchange the"
                    + " keys on a node that is");
        }
        try {
            String begun = exchange.begin();
            wish.release();
            return ControlReply.done(begun);
        } catch (IOException e) {
            return ControlReply.refused(SetupException.reason(e));
        }
    }

    private void run() {
        long pause = SHORTEST_PAUSE_MILLIS;
        try {
            while (true) {
                boolean wished = wish.tryAcquire(pause, TimeUnit.MILLISECONDS);
                boolean stepped = !exchange.isOver() && proceed();
                pause = wished || stepped || exchange.isOver()
                        ? SHORTEST_PAUSE_MILLIS
                        : Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean proceed() throws InterruptedException {
        Optional<Life> current = life.get();
        if (current.isEmpty()) {
            return false;
        }
        try {
            SortedMap<NodeId, NodeDefinition> others = new TreeMap<>(current.get()
                    .view()
                    .get(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS)
                    .state()
                    .configuration()
                    .nodes());
            others.remove(settings.node());
            return exchange.proceed(others);
        } catch (ExecutionException | TimeoutException later) {
            return false;
        }
    }

    private static SortedSet<Integer> renewProofs(BoardDisks board, NodeId own)
            throws IOException, InterruptedException {
        List<CompletableFuture<BoardThread.Outcome<SortedSet<Integer>>>> outcomes = new ArrayList<>();
        for (int disk = 0; disk < board.size(); disk++) {
            CompletableFuture<BoardThread.Outcome<SortedSet<Integer>>> outcome = new CompletableFuture<>();
            if (!board.disk(disk).submit(device -> device.renewProofs(own.number()), outcome::complete)) {
                throw new IOException("a disk of the white board is busy");
            }
            outcomes.add(outcome);
        }
        SortedSet<Integer> stale = new TreeSet<>();
        for (CompletableFuture<BoardThread.Outcome<SortedSet<Integer>>> outcome : outcomes) {
            stale.addAll(value(outcome));
        }
        return stale;
    }

    private static SortedSet<Integer> value(CompletableFuture<BoardThread.Outcome<SortedSet<Integer>>> outcome)
            throws IOException, InterruptedException {
        try {
            return switch (outcome.get(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                case BoardThread.Outcome.Done<SortedSet<Integer>> done -> done.value();
                case BoardThread.Outcome.Failed<SortedSet<Integer>> failed -> throw failed.failure();
            };
        } catch (ExecutionException | TimeoutException silent) {
            throw new IOException("a disk of the white board does not answer", silent);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
