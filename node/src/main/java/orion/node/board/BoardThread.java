package orion.node.board;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import orion.node.board.BoardException.Fault;

/// The one thread that touches the board. Others hand it a piece of work and are called back from it with the result;
/// they never wait for a disk. If a transfer hangs, only this thread hangs, and [#busyNanos()] shows for how long.
///
/// It opens the board itself, and opens it again after the device has failed, for a disk that was away and came back
/// is a new device to the kernel.
public final class BoardThread implements AutoCloseable {
    private final Opening opening;
    private final Runnable atStart;
    private final LatencyHistogram cycleLatency = new LatencyHistogram();
    private final AtomicReference<@Nullable Task<?>> waitingCycle = new AtomicReference<>();
    private final AtomicReference<@Nullable Task<?>> waitingWork = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean stopping;
    /// When the work in hand began, in nanoseconds of `System.nanoTime`; [#IDLE] when there is none.
    private volatile long begunNanos = IDLE;

    private static final long IDLE = Long.MIN_VALUE;
    /// After these the first page is read before anything is written again: it may be another disk.
    private static final Set<Fault> OPENED_ANEW =
            EnumSet.of(Fault.INPUT_OUTPUT, Fault.CHANGED, Fault.NO_BOARD, Fault.OTHER_CLUSTER);

    private @Nullable BoardDevice board;
    private @Nullable BoardDevice failed;

    /// How the thread gets its board.
    @FunctionalInterface
    public interface Opening {
        BoardDevice open() throws BoardException;
    }

    /// Something to do with the open board.
    @FunctionalInterface
    public interface Work<T> {
        T run(BoardDevice board) throws BoardException;
    }

    /// How a piece of work ended, and how long it took in nanoseconds.
    public sealed interface Outcome<T> {
        long nanos();

        record Done<T>(T value, long nanos) implements Outcome<T> {}

        record Failed<T>(BoardException failure, long nanos) implements Outcome<T> {}
    }

    private record Task<T>(Work<T> work, Consumer<Outcome<T>> callback, boolean isCycle) {}

    private BoardThread(Opening opening, Runnable atStart) {
        this.opening = opening;
        this.atStart = atStart;
        this.thread = Thread.ofPlatform().name("board").daemon(true).unstarted(this::run);
    }

    /// Starts the thread; the board is opened with the first piece of work.
    ///
    /// @param atStart runs first on the new thread, for its scheduling class
    public static BoardThread start(Opening opening, Runnable atStart) {
        BoardThread started = new BoardThread(opening, atStart);
        started.thread.start();
        return started;
    }

    /// Asks for one beat: write the own block, read everybody's. Never waits.
    ///
    /// @param payload copied before this returns
    /// @param callback called on the board thread, so it only hands the outcome on
    /// @return false where the beat before has not begun yet or the thread has ended: nothing will be called back
    public boolean cycle(int ownNode, ByteBuffer payload, Consumer<Outcome<List<NodeReading>>> callback) {
        byte[] copy = copy(ownNode, payload);
        return beat(board -> board.cycle(ownNode, ByteBuffer.wrap(copy)), callback);
    }

    private static byte[] copy(int ownNode, ByteBuffer payload) {
        if (payload.remaining() > BoardLayout.LONGEST_PAYLOAD) {
            throw new IllegalArgumentException("A node block holds at most " + BoardLayout.LONGEST_PAYLOAD
                    + " bytes, not " + payload.remaining() + ".");
        }
        BoardLayout.index(ownNode);
        byte[] copy = new byte[payload.remaining()];
        payload.duplicate().get(copy);
        return copy;
    }

    /// As [#cycle], for a beat that does more than that, such as reading the own mailbox as well.
    public <T> boolean beat(Work<T> work, Consumer<Outcome<T>> callback) {
        return hand(waitingCycle, new Task<>(work, callback, true));
    }

    /// Asks for other work, such as storing the configuration; beats go first.
    ///
    /// @return false where earlier work of this kind has not begun yet or the thread has ended
    public <T> boolean submit(Work<T> work, Consumer<Outcome<T>> callback) {
        return hand(waitingWork, new Task<>(work, callback, false));
    }

    private boolean hand(AtomicReference<@Nullable Task<?>> place, Task<?> task) {
        if (stopping || !place.compareAndSet(null, task)) {
            return false;
        }
        LockSupport.unpark(thread);
        return true;
    }

    /// How long the work in hand has been running, in nanoseconds; empty when the thread is idle.
    public OptionalLong busyNanos() {
        long begun = begunNanos;
        return begun == IDLE ? OptionalLong.empty() : OptionalLong.of(System.nanoTime() - begun);
    }

    /// How long successful beats took.
    public LatencyHistogram.Snapshot cycleLatency() {
        return cycleLatency.snapshot();
    }

    private void run() {
        try {
            atStart.run();
            while (!stopping) {
                Task<?> task = waitingCycle.getAndSet(null);
                if (task == null) {
                    task = waitingWork.getAndSet(null);
                }
                if (task == null) {
                    LockSupport.park(this);
                } else {
                    perform(task);
                }
            }
        } finally {
            stopping = true;
            // Closed here and nowhere else: a descriptor closed under a hanging transfer could be given to another
            // file.
            if (board != null) {
                board.close();
            }
        }
    }

    private <T> void perform(Task<T> task) {
        long begun = System.nanoTime();
        begunNanos = begun;
        Outcome<T> outcome;
        try {
            BoardDevice device = openBoard();
            T value = task.work.run(device);
            if (!task.isCycle) {
                // A cycle sees by itself whether the disk is still the one that was opened.
                device.requireUnchanged();
            }
            outcome = new Outcome.Done<>(value, System.nanoTime() - begun);
        } catch (BoardException failure) {
            outcome = new Outcome.Failed<>(failure, System.nanoTime() - begun);
            if (OPENED_ANEW.contains(failure.fault())) {
                giveUp();
            }
        } catch (RuntimeException | Error broken) {
            // Whoever waits for this outcome must get one, and later beats theirs: a node whose board thread ended
            // without a word would wait for ever. Nothing counts as written or read, so going on is safe (rule B1).
            outcome = new Outcome.Failed<>(internalError(broken), System.nanoTime() - begun);
            giveUp();
        } finally {
            begunNanos = IDLE;
        }
        if (task.isCycle && outcome instanceof Outcome.Done<T>) {
            cycleLatency.record(outcome.nanos());
        }
        try {
            task.callback.accept(outcome);
        } catch (RuntimeException broken) {
            System.getLogger("orion").log(System.Logger.Level.ERROR, "a result of the board was lost", broken);
        }
    }

    private static BoardException internalError(Throwable broken) {
        return new BoardException(
                Fault.INPUT_OUTPUT, "The board was not used because of an internal error: " + broken + ".", broken);
    }

    private BoardDevice openBoard() throws BoardException {
        // Before the work, and not by its failure: it would cost a beat, and at once on all witnesses where one cause
        // has
        // closed their connections.
        if (board != null && board.hasExpired()) {
            giveUp();
        }
        BoardDevice current = board;
        if (current == null) {
            current = opening.open();
            if (failed != null) {
                current.continueAfter(failed);
            }
            board = current;
        }
        current.requireStanding();
        return current;
    }

    /// Closes a board whose device failed; the next work opens it anew.
    private void giveUp() {
        if (board != null) {
            board.close();
            failed = board;
            board = null;
        }
    }

    /// Lets the thread end after the work in hand; does not wait, for that work may hang.
    @Override
    public void close() {
        stopping = true;
        LockSupport.unpark(thread);
    }

    /// Waits until the thread has ended and its board is closed.
    ///
    /// @return false where it still runs after `millis`, because a transfer hangs
    public boolean awaitEnd(long millis) throws InterruptedException {
        return thread.join(Duration.ofMillis(millis));
    }
}
