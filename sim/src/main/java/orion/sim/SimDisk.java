package orion.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.splitbrain.NodeBlock;

/// One shared disk as the hosts see it: each host's path to it can be slow, failing, hanging or losing writes. What a
/// host does on it happens in the order in which it was begun. A write happens at one moment or not at all; one under
/// way at a power cut may land or be torn.
final class SimDisk {
    /// What a host's path to the board does.
    enum Trouble {
        NONE,
        /// every operation takes up to half a lease
        SLOW,
        /// operations end with an error; writes may land all the same
        FAILING,
        /// operations do not end before the trouble does
        HANGING,
        /// writes are lost without an error, seen only by reading back
        LOSING,
        /// writes land partly without an error, seen only by reading back
        TORN
    }

    /// Hears of every block that reaches the disk, and of every host that is given what is there.
    interface Witness {
        void written(NodeBlock block);

        default void read(NodeId host) {}
    }

    private record Operation(Optional<NodeBlock> writes, Runnable effect) {}

    private static final class Path {
        private Trouble trouble = Trouble.NONE;
        private final Deque<Operation> waiting = new ArrayDeque<>();
        private Optional<Operation> underWay = Optional.empty();
        private boolean hanging;
        private int cables;
    }

    private final Timeline timeline;
    private final SplitMix random;
    private final BoardMedium medium;
    private final Witness witness;
    private final long slowMicros;
    private final SortedMap<NodeId, Path> paths = new TreeMap<>();
    private final SortedMap<NodeId, ClusterState> copies = new TreeMap<>();

    SimDisk(Timeline timeline, SplitMix random, BoardMedium medium, long slowMillis, Witness witness) {
        this.timeline = timeline;
        this.random = random;
        this.medium = medium;
        this.witness = witness;
        this.slowMicros = slowMillis * 1_000;
    }

    private Path path(NodeId host) {
        return paths.computeIfAbsent(host, any -> new Path());
    }

    /// Writes a host's own block; the answer is an error or empty.
    void write(NodeBlock block, Consumer<Optional<String>> done) {
        Path path = path(block.writer().node());
        path.waiting.addLast(new Operation(Optional.of(block), () -> {
            boolean failing = path.trouble == Trouble.FAILING;
            boolean lost = path.trouble == Trouble.LOSING || (failing && random.chance(500));
            if (path.trouble == Trouble.TORN) {
                medium.tear(block);
            } else if (lost) {
                medium.lose(block);
            } else {
                land(block);
            }
            done.accept(failing ? Optional.of("write error") : Optional.empty());
        }));
        beginNext(path);
    }

    private void land(NodeBlock block) {
        medium.store(block);
        witness.written(block);
    }

    /// Reads all blocks; the answer is empty after an error.
    void read(NodeId host, Consumer<Optional<SortedMap<NodeId, NodeBlock>>> done) {
        Path path = path(host);
        path.waiting.addLast(new Operation(Optional.empty(), () -> {
            if (path.trouble == Trouble.FAILING) {
                done.accept(Optional.empty());
                return;
            }
            // The data were on their way for a while after the disk gave them out.
            SortedMap<NodeId, NodeBlock> blocks = medium.load(host);
            witness.read(host);
            path.waiting.addFirst(new Operation(Optional.empty(), () -> done.accept(Optional.of(blocks))));
        }));
        beginNext(path);
    }

    /// Stores a host's copy of the agreed state; the answer is whether it is there. A node keeps the copy before until
    /// the new one is whole, so that a torn write costs nothing.
    void storeCopy(NodeId host, ClusterState state, Consumer<Boolean> done) {
        Path path = path(host);
        path.waiting.addLast(new Operation(Optional.empty(), () -> {
            boolean lands = path.trouble == Trouble.NONE || path.trouble == Trouble.SLOW;
            if (lands) {
                copies.put(host, state);
            }
            done.accept(lands);
        }));
        beginNext(path);
    }

    /// Reads the copies of all hosts; the answer is empty after an error.
    void readCopies(NodeId host, Consumer<Optional<List<ClusterState>>> done) {
        Path path = path(host);
        path.waiting.addLast(new Operation(
                Optional.empty(),
                () -> done.accept(
                        path.trouble == Trouble.FAILING
                                ? Optional.empty()
                                : Optional.of(List.copyOf(copies.values())))));
        beginNext(path);
    }

    private void beginNext(Path path) {
        if (path.underWay.isPresent() || path.waiting.isEmpty()) {
            return;
        }
        path.underWay = Optional.of(path.waiting.removeFirst());
        long micros = path.trouble == Trouble.SLOW ? random.between(0L, slowMicros) : random.between(50L, 1_500L);
        int cables = path.cables;
        timeline.after(micros, () -> perform(path, cables));
    }

    private void perform(Path path, int cables) {
        if (cables != path.cables) {
            return;
        }
        if (path.trouble == Trouble.HANGING) {
            path.hanging = true;
            return;
        }
        Operation operation = path.underWay.orElseThrow();
        path.underWay = Optional.empty();
        operation.effect().run();
        beginNext(path);
    }

    /// Whether the host has an operation that has not ended.
    boolean busy(NodeId host) {
        return path(host).underWay.isPresent();
    }

    /// The host lost its power: what it was doing never ends, and a write under way may land or be torn.
    void powerCut(NodeId host) {
        Path path = path(host);
        path.underWay.flatMap(Operation::writes).ifPresent(block -> {
            if (random.chance(500)) {
                land(block);
            } else {
                medium.tear(block);
            }
        });
        path.cables++;
        path.underWay = Optional.empty();
        path.waiting.clear();
        path.hanging = false;
    }

    void trouble(NodeId host, Trouble trouble) {
        Path path = path(host);
        path.trouble = trouble;
        if (trouble != Trouble.HANGING && path.hanging) {
            path.hanging = false;
            int cables = path.cables;
            timeline.after(random.between(10L, 1_000L), () -> perform(path, cables));
        }
    }

    /// Ends all trouble.
    void heal() {
        new TreeSet<>(paths.keySet()).forEach(host -> trouble(host, Trouble.NONE));
    }
}
