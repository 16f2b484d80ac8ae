package orion.node.daemon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import orion.core.Input;
import orion.core.resource.ClusterState;
import orion.core.resource.StateId;
import orion.core.wire.MalformedInput;
import orion.core.wire.StateCodec;
import orion.node.board.BoardDevice;
import orion.node.board.BoardDisks;
import orion.node.board.BoardException;
import orion.node.board.StoredConfiguration;
import orion.node.edit.EditHistory;
import orion.node.edit.KeptEdits;
import orion.node.trouble.Complaint;

/// Keeps the agreed state where a cold start finds it: in the node's directory, and without its reasons as this
/// node's copy on the white board, so that whichever node starts first begins with the newest. Writing never delays
/// the protocol, and neither place delays the other.
final class StateStore implements AutoCloseable {
    private static final int VERSION_BITS = 24;
    private static final long RETRY_MILLIS = 500;
    private static final long LAST_WRITE_MILLIS = 10_000;
    private static final int MOST_EDITS = 500;
    private static final long MOST_BYTES_OF_EDITS = 32 << 20;
    private final Path file;
    private final int node;
    private final Consumer<String> complain;
    private final AtomicReference<List<String>> complaints = new AtomicReference<>(List.of());
    private final KeptEdits kept = new KeptEdits();
    private final EditHistory history;
    private final Place onFile;
    private final Place onBoard;
    private volatile Optional<ClusterState> newest = Optional.empty();

    StateStore(Path directory, int node, Consumer<String> complain) {
        this.file = directory.resolve("state");
        this.node = node;
        this.complain = complain;
        this.history = new EditHistory(
                directory.resolve("history"), MOST_EDITS, MOST_BYTES_OF_EDITS, AtomicFile::write, complain);
        this.onFile = new Place("written to " + file);
        this.onBoard = new Place("copied to the white board");
    }

    /// The state on file.
    Optional<ClusterState> read() throws SetupException {
        try {
            return Optional.of(StateCodec.decode(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | MalformedInput e) {
            throw new SetupException(
                    file + " cannot be read: " + e.getMessage()
                            + "; remove it to start from the copy on the white board",
                    e);
        }
    }

    /// The newer one of what is on file and what any node stored on the board.
    static ClusterState newest(Optional<ClusterState> onFile, Optional<ClusterState> stored) throws SetupException {
        if (onFile.isEmpty() && stored.isEmpty()) {
            throw new SetupException(
                    "neither this node nor the white board holds a copy of the cluster's configuration:"
                            + " enroll this node again");
        }
        if (onFile.isEmpty() || stored.isEmpty()) {
            return onFile.or(() -> stored).orElseThrow();
        }
        boolean boardIsNewer = stored.get().id().compareTo(onFile.get().id()) > 0;
        return boardIsNewer ? stored.get() : onFile.get();
    }

    /// Reads the newest copy on the board for the protocol; never waits.
    void readCopies(BoardDisks board, Consumer<Input> report) {
        Thread.ofVirtual().name("state-reading").start(() -> {
            try {
                StateCopies copies = copies(board);
                report.accept(new Input.StatesRead(copies.newest(), copies.unreadable()));
            } catch (BoardException failed) {
                report.accept(new Input.StatesRead(Optional.empty(), SetupException.reason(failed)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// The copies of all nodes, as a majority of the disks has them. What is wrong with them is told once, until it
    /// changes: they are read again and again.
    StateCopies copies(BoardDisks board) throws BoardException, InterruptedException {
        StateCopies copies = StateCopies.of(
                StoredConfiguration.Search.ofSeveral(board.ofMajority(BoardDevice::searchConfigurations)));
        List<String> before = complaints.getAndSet(copies.complaints());
        copies.complaints().stream().filter(text -> !before.contains(text)).forEach(complain);
        return copies;
    }

    /// Writes a state to the file, at once and on the caller's thread.
    void write(ClusterState state) throws IOException {
        AtomicFile.write(file, StateCodec.encode(state));
    }

    /// Stores a state soon, on the board as well: each place is tried until it has the state or a newer one waits.
    void store(ClusterState state, BoardDisks board) {
        newest = Optional.of(state);
        onFile.take(() -> {
            write(state);
            kept.onFile(state.configuration().version());
        });
        onBoard.take(() -> {
            copy(state, board);
            kept.onBoard(state.configuration().version());
        });
        history.take(state);
    }

    /// The newest state that was given to store since the daemon began; it may still be on its way to the disks.
    Optional<ClusterState> newest() {
        return newest;
    }

    /// Which edits a cold start would find.
    KeptEdits kept() {
        return kept;
    }

    /// What the edits led to.
    EditHistory history() {
        return history;
    }

    /// Takes nothing more, and waits for what is being written to the file: the next start begins with it.
    @Override
    public void close() {
        onBoard.close(0);
        onFile.close(LAST_WRITE_MILLIS);
    }

    /// Copies a state to the board, at once and on the caller's thread: a majority of the disks has it then (rule C3).
    void copy(ClusterState state, BoardDisks board) throws BoardException, InterruptedException {
        board.ofMajority(device -> storeOn(device, state));
    }

    /// Writes to one place, one state after the other; what waits is replaced by what is newer.
    private final class Place {
        private final String deed;
        private final Complaint complaint = new Complaint(complain);
        private Optional<Delivery> waiting = Optional.empty();
        private boolean working;
        private boolean closed;

        /// @param deed what is done there, such as "written to a file"
        Place(String deed) {
            this.deed = deed;
        }

        synchronized void take(Delivery newest) {
            if (closed) {
                return;
            }
            waiting = Optional.of(newest);
            if (!working) {
                working = true;
                Thread.ofVirtual().name("state-store").start(this::work);
            }
        }

        private void work() {
            try {
                for (Optional<Delivery> next = next(); next.isPresent(); next = next()) {
                    String failure = attempt(next.get());
                    if (failure.isEmpty()) {
                        complaint.settle("the agreed state is " + deed + " again");
                        continue;
                    }
                    complaint.raise("the agreed state could not be " + deed + ": " + failure);
                    keep(next.get());
                    TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static String attempt(Delivery delivery) throws InterruptedException {
            try {
                delivery.make();
                return "";
            } catch (IOException e) {
                return SetupException.reason(e);
            }
        }

        private synchronized Optional<Delivery> next() {
            Optional<Delivery> next = waiting;
            waiting = Optional.empty();
            working = next.isPresent();
            notifyAll();
            return next;
        }

        private synchronized void keep(Delivery failed) {
            waiting = closed ? Optional.empty() : waiting.or(() -> Optional.of(failed));
        }

        synchronized void close(long patienceMillis) {
            closed = true;
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
            try {
                for (long left = patienceMillis; working && left > 0; ) {
                    wait(left);
                    left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// One attempt to write one state to one place.
    @FunctionalInterface
    private interface Delivery {
        /// It is there when this returns.
        void make() throws IOException, InterruptedException;
    }

    /// The state that is there when this returns, or a newer one.
    private long storeOn(BoardDevice device, ClusterState state) throws BoardException {
        long version = versionOf(state.id());
        if (version > storedVersion(device)) {
            device.writeConfiguration(node, version, ByteBuffer.wrap(StateCodec.encodeCopy(state)));
        }
        return version;
    }

    /// What this node has stored; -1 for nothing, or nothing that can be read any more and must be written anew.
    private long storedVersion(BoardDevice device) throws BoardException {
        try {
            return device.readConfiguration(node)
                    .map(StoredConfiguration::version)
                    .orElse(-1L);
        } catch (BoardException damage) {
            if (damage.fault() != BoardException.Fault.DAMAGED) {
                throw damage;
            }
            return -1;
        }
    }

    /// States in one number that grows as they do.
    private static long versionOf(StateId id) {
        return id.generation() << VERSION_BITS | Math.min(id.version(), (1L << VERSION_BITS) - 1);
    }
}
