package orion.node.daemon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import orion.core.resource.ClusterState;
import orion.core.resource.StateId;
import orion.core.wire.MalformedInput;
import orion.core.wire.StateCodec;
import orion.node.board.BoardDevice;
import orion.node.board.BoardException;
import orion.node.board.BoardThread;
import orion.node.board.StoredConfiguration;

/// Keeps the agreed state where a cold start finds it: in the node's directory, and without its reasons as this
/// node's copy on the white board, so that whichever node starts first begins with the newest. Writing never delays the
/// protocol;
/// while it goes on, newer states replace older ones that wait.
final class StateStore {
    private static final int VERSION_BITS = 24;
    private final Path file;
    private final int node;
    private final Consumer<String> complain;
    private Optional<ClusterState> waiting = Optional.empty();
    private boolean writing;

    StateStore(Path directory, int node, Consumer<String> complain) {
        this.file = directory.resolve("state");
        this.node = node;
        this.complain = complain;
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
    static ClusterState newest(Optional<ClusterState> onFile, Optional<StoredConfiguration> onBoard)
            throws SetupException {
        Optional<ClusterState> stored = onBoard.flatMap(StateStore::decode);
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

    private static Optional<ClusterState> decode(StoredConfiguration stored) {
        ByteBuffer content = stored.content();
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        try {
            return Optional.of(StateCodec.decode(bytes));
        } catch (MalformedInput e) {
            return Optional.empty();
        }
    }

    /// Writes a state to the file, at once and on the caller's thread.
    void write(ClusterState state) throws IOException {
        AtomicFile.write(file, StateCodec.encode(state));
    }

    /// Stores a state soon, on the board as well.
    synchronized void store(ClusterState state, BoardThread board) {
        waiting = Optional.of(state);
        if (!writing) {
            writing = true;
            Thread.ofVirtual().name("state-store").start(() -> writeAll(board));
        }
    }

    private void writeAll(BoardThread board) {
        for (Optional<ClusterState> state = next(); state.isPresent(); state = next()) {
            ClusterState newest = state.get();
            try {
                write(newest);
            } catch (IOException e) {
                complain.accept("the agreed state could not be written to " + file + ": " + e.getMessage());
            }
            // Refused where the board is busy with an earlier copy; the next state brings another chance.
            BoardThread.Work<Boolean> work = device -> storeOn(device, newest);
            board.submit(work, outcome -> {
                if (outcome instanceof BoardThread.Outcome.Failed<Boolean> failed) {
                    complain.accept("the agreed state could not be copied to the white board: "
                            + failed.failure().getMessage());
                }
            });
        }
    }

    private synchronized Optional<ClusterState> next() {
        Optional<ClusterState> state = waiting;
        waiting = Optional.empty();
        writing = state.isPresent();
        return state;
    }

    private boolean storeOn(BoardDevice device, ClusterState state) throws BoardException {
        long version = versionOf(state.id());
        long stored =
                device.readConfiguration(node).map(StoredConfiguration::version).orElse(-1L);
        if (version > stored) {
            device.writeConfiguration(node, version, ByteBuffer.wrap(StateCodec.encodeCopy(state)));
        }
        return true;
    }

    /// States in one number that grows as they do.
    private static long versionOf(StateId id) {
        return id.generation() << VERSION_BITS | Math.min(id.version(), (1L << VERSION_BITS) - 1);
    }
}
