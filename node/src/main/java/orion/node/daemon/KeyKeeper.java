package orion.node.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
import orion.core.NodeView;
import orion.core.Standing;
import orion.core.configuration.NodeDefinition;
import orion.core.model.NodeId;
import orion.node.api.ControlReply;
import orion.node.board.BoardDisks;
import orion.node.board.BoardLayout;
import orion.node.board.BoardThread;
import orion.node.security.KeyExchange;
import orion.node.security.NodeIdentity;

/// Has the keys of the cluster exchanged, step by step, beside everything else: looks again and again whether a step
/// can be taken, less often while somebody is waited for.
final class KeyKeeper implements AutoCloseable {
    private static final Duration END_LIMIT = Duration.ofSeconds(1);
    private static final long SHORTEST_PAUSE_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;
    private static final long ANSWER_LIMIT_SECONDS = 10;
    private static final int NODES_AT_ONCE = 4;

    private final NodeSettings settings;
    private final Supplier<Optional<Life>> life;
    private final KeyExchange exchange;
    private final Consumer<String> journal;
    private final Semaphore wish = new Semaphore(0);
    private final Thread thread;
    private String toldDefect = "";

    private KeyKeeper(
            NodeSettings settings, Supplier<Optional<Life>> life, KeyExchange exchange, Consumer<String> journal) {
        this.settings = settings;
        this.life = life;
        this.exchange = exchange;
        this.journal = journal;
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
        KeyExchange exchange =
                new KeyExchange(directory, identity, writers -> renewProofs(board, settings.node(), writers), journal);
        KeyKeeper keeper = new KeyKeeper(settings, life, exchange, journal);
        keeper.thread.start();
        return keeper;
    }

    /// How far an exchange is.
    ControlReply told() {
        return ControlReply.of(exchange.told(), exchange.data());
    }

    /// What weakens the protection while an exchange waits.
    Optional<String> warning() {
        return exchange.warning();
    }

    /// Begins an exchange, on a member only: whoever is none may not know who belongs to the cluster.
    ControlReply rotate() throws InterruptedException {
        try {
            if (view().filter(KeyKeeper::isMember).isEmpty()) {
                return ControlDesk.notMember(settings);
            }
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
                boolean stepped = round();
                pause = wished || stepped || exchange.isOver()
                        ? SHORTEST_PAUSE_MILLIS
                        : Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /// A defect must not end all exchanges for as long as the daemon runs, with nobody told.
    private boolean round() throws InterruptedException {
        try {
            return !exchange.isOver() && proceed();
        } catch (RuntimeException defect) {
            String sentence = "the exchange of keys met an internal error and is tried again: " + defect;
            if (!sentence.equals(toldDefect)) {
                toldDefect = sentence;
                journal.accept(sentence);
            }
            return false;
        }
    }

    private boolean proceed() throws InterruptedException {
        Optional<NodeView> view = view();
        if (view.isEmpty()) {
            return false;
        }
        SortedMap<NodeId, NodeDefinition> others =
                new TreeMap<>(view.get().state().configuration().nodes());
        others.remove(settings.node());
        return exchange.proceed(others, isMember(view.get()));
    }

    private static boolean isMember(NodeView view) {
        return view.standing() == Standing.MEMBER;
    }

    /// What this node thinks; while it is no member it may be out of date.
    private Optional<NodeView> view() throws InterruptedException {
        Optional<Life> current = life.get();
        if (current.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(current.get().view().get(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException unknown) {
            return Optional.empty();
        }
    }

    /// A few nodes at a time: the beats of the board come between.
    private static SortedSet<Integer> renewProofs(BoardDisks board, NodeId own, SortedSet<Integer> writers)
            throws IOException, InterruptedException {
        SortedSet<Integer> stale = new TreeSet<>();
        for (int first = 1; first <= BoardLayout.NODES; first += NODES_AT_ONCE) {
            int from = first;
            int to = Math.min(first + NODES_AT_ONCE - 1, BoardLayout.NODES);
            stale.addAll(onAllDisks(board, device -> device.renewProofs(own.number(), writers, from, to)));
        }
        return stale;
    }

    private static SortedSet<Integer> onAllDisks(BoardDisks board, BoardThread.Work<SortedSet<Integer>> work)
            throws IOException, InterruptedException {
        List<CompletableFuture<BoardThread.Outcome<SortedSet<Integer>>>> outcomes = new ArrayList<>();
        for (int disk = 0; disk < board.size(); disk++) {
            CompletableFuture<BoardThread.Outcome<SortedSet<Integer>>> outcome = new CompletableFuture<>();
            if (!board.disk(disk).submit(work, outcome::complete)) {
                throw new IOException("a disk of the white board is busy");
            }
            outcomes.add(outcome);
        }
        SortedSet<Integer> all = new TreeSet<>();
        for (CompletableFuture<BoardThread.Outcome<SortedSet<Integer>>> outcome : outcomes) {
            all.addAll(value(outcome));
        }
        return all;
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

    /// Breaks off what it does, and waits a moment for that: who closes it does not expect files to be written after.
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(END_LIMIT);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
