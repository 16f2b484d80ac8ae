package orion.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import orion.core.model.NodeId;
import orion.core.splitbrain.NodeBlock;

/// The shared disk as the hosts see it: each host's path to it can be slow, failing, hanging or losing writes. A
/// write
/// happens at one moment or not at all; one under way at a power cut may land or not.
final class SimBoard {
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
        LOSING
    }

    /// Hears of every block that reaches the disk.
    interface Witness {
        void written(NodeBlock block);
    }

    private static final class Path {
        private Trouble trouble = Trouble.NONE;
        private final List<Runnable> hanging = new ArrayList<>();
        private int cables;
        private Optional<NodeBlock> landing = Optional.empty();
        private int underWay;
    }

    private final Timeline timeline;
    private final SplitMix random;
    private final BoardMedium medium;
    private final Witness witness;
    private final long slowMicros;
    private final SortedMap<NodeId, Path> paths = new TreeMap<>();

    SimBoard(Timeline timeline, SplitMix random, BoardMedium medium, long slowMillis, Witness witness) {
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
        path.landing = Optional.of(block);
        operate(path, () -> {
            boolean failing = path.trouble == Trouble.FAILING;
            boolean lost = path.trouble == Trouble.LOSING || (failing && random.chance(500));
            path.landing = Optional.empty();
            if (lost) {
                medium.lose(block);
            } else {
                land(block);
            }
            done.accept(failing ? Optional.of("write error") : Optional.empty());
        });
    }

    private void land(NodeBlock block) {
        medium.store(block);
        witness.written(block);
    }

    /// Reads all blocks; the answer is empty after an error.
    void read(NodeId host, Consumer<Optional<SortedMap<NodeId, NodeBlock>>> done) {
        Path path = path(host);
        operate(path, () -> {
            if (path.trouble == Trouble.FAILING) {
                done.accept(Optional.empty());
                return;
            }
            // The data were on their way for a while after the disk gave them out.
            SortedMap<NodeId, NodeBlock> blocks = medium.load(host);
            operate(path, () -> done.accept(Optional.of(blocks)));
        });
    }

    private void operate(Path path, Runnable operation) {
        path.underWay++;
        long micros = path.trouble == Trouble.SLOW ? random.between(0L, slowMicros) : random.between(50L, 1_500L);
        int cables = path.cables;
        timeline.after(micros, () -> perform(path, cables, operation));
    }

    private void perform(Path path, int cables, Runnable operation) {
        if (cables != path.cables) {
            return;
        }
        if (path.trouble == Trouble.HANGING) {
            path.hanging.add(() -> perform(path, cables, operation));
            return;
        }
        path.underWay--;
        operation.run();
    }

    /// Whether the host has operations that have not ended: no new life may begin before they have.
    boolean busy(NodeId host) {
        return path(host).underWay > 0;
    }

    /// The host lost its power: what it was doing never ends, and a write under way may land or not.
    void powerCut(NodeId host) {
        Path path = path(host);
        path.landing.filter(block -> random.chance(500)).ifPresent(this::land);
        path.landing = Optional.empty();
        path.cables++;
        path.underWay = 0;
        path.hanging.clear();
    }

    void trouble(NodeId host, Trouble trouble) {
        Path path = path(host);
        path.trouble = trouble;
        if (trouble != Trouble.HANGING) {
            List<Runnable> waiting = new ArrayList<>(path.hanging);
            path.hanging.clear();
            waiting.forEach(operation -> timeline.after(random.between(10L, 1_000L), operation));
        }
    }

    /// Ends all trouble.
    void heal() {
        new TreeSet<>(paths.keySet()).forEach(host -> trouble(host, Trouble.NONE));
    }

    /// What a host could read at this moment; for checks and for people.
    SortedMap<NodeId, NodeBlock> content(NodeId host) {
        return medium.load(host);
    }

    SortedSet<NodeId> troubled() {
        SortedSet<NodeId> hosts = new TreeSet<>();
        paths.forEach((host, path) -> {
            if (path.trouble != Trouble.NONE) {
                hosts.add(host);
            }
        });
        return hosts;
    }
}
