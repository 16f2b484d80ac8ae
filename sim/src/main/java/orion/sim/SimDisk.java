package orion.sim;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.core.resource.ClusterState;
import orion.core.splitbrain.NodeBlock;
import orion.sim.DiskPath.Access;
import orion.sim.DiskPath.Operation;

/// One disk of the white board, attached to all hosts, or to one that serves it to the others as a witness does. Each
/// host's path to it can be slow, failing, hanging or losing writes. What a host does on it happens in the order in
/// which it was begun; over a network only as far as the server takes care of that. A write happens at one moment or
/// not at all; one under way at a power cut may land or be torn.
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

    /// Hears of what becomes of writes, and of every host that is given what is there.
    interface Observer {
        /// A block reached the disk.
        void written(NodeBlock block);

        /// A block came by an earlier connection than one written before, and was refused.
        void refused(NodeBlock block);

        /// All blocks are as this host will get them.
        default void read(NodeId host) {}
    }

    private final Timeline timeline;
    private final SplitMix random;
    private final BoardMedium medium;
    private final Observer observer;
    private final Optional<DiskServer> server;
    private final Timing timing;
    private final SortedMap<NodeId, DiskPath> paths = new TreeMap<>();
    private final SortedMap<NodeId, ClusterState> copies = new TreeMap<>();
    /// By which connection each node's block, or copy, was written last.
    private final SortedMap<NodeId, Long> blockWriters = new TreeMap<>();
    private final SortedMap<NodeId, Long> copyWriters = new TreeMap<>();
    private long connections;
    /// Of the paths of hosts that are still to come.
    private Trouble ofOthers = Trouble.NONE;

    /// Makes one without trouble.
    ///
    /// @param server where it is served; empty where it is attached to every host
    SimDisk(
            Timeline timeline,
            SplitMix random,
            BoardMedium medium,
            Timing timing,
            Optional<DiskServer> server,
            Observer observer) {
        this.timeline = timeline;
        this.random = random;
        this.medium = medium;
        this.observer = observer;
        this.server = server;
        this.timing = timing;
    }

    private DiskPath path(NodeId host) {
        return paths.computeIfAbsent(host, this::newPath);
    }

    private DiskPath newPath(NodeId host) {
        DiskPath path = attachedTo(host)
                ? new AttachedPath(timeline, random, timing.leaseMillis() * 500)
                : new ServedPath(timeline, random, host, server.orElseThrow(), () -> ++connections, timing);
        if (ofOthers != Trouble.NONE) {
            path.trouble(ofOthers);
        }
        return path;
    }

    /// Whether a host has it without a network.
    boolean attachedTo(NodeId host) {
        return server.isEmpty() || server.get().host().equals(host);
    }

    /// Writes a host's own block; the answer is an error or empty.
    void write(NodeBlock block, Consumer<Optional<String>> done) {
        path(block.writer().node())
                .submit(new Operation(
                        Optional.of(block),
                        true,
                        false,
                        by -> write(block, by, done),
                        () -> done.accept(Optional.of("no answer"))));
    }

    private Runnable write(NodeBlock block, Access by, Consumer<Optional<String>> done) {
        boolean failing = by.trouble() == Trouble.FAILING;
        boolean lost = by.trouble() == Trouble.LOSING || (failing && random.chance(500));
        if (isOvertaken(blockWriters, block.writer().node(), by)) {
            if (medium.refusesOvertaken()) {
                observer.refused(block);
                return () -> done.accept(Optional.of("write error"));
            }
            medium.overwrite(block);
            observer.written(block);
        } else if (by.trouble() == Trouble.TORN) {
            medium.tear(block);
        } else if (lost) {
            medium.lose(block);
        } else {
            land(block);
        }
        return () -> done.accept(failing ? Optional.of("write error") : Optional.empty());
    }

    /// Rule B2: where a later connection of the same host has written, an earlier one never writes again.
    private boolean isOvertaken(SortedMap<NodeId, Long> writers, NodeId node, Access by) {
        return server.isPresent() && writers.merge(node, by.connection(), Math::max) > by.connection();
    }

    private void land(NodeBlock block) {
        medium.store(block);
        observer.written(block);
    }

    /// Reads all blocks; the answer is empty after an error.
    void read(NodeId host, Consumer<Optional<SortedMap<NodeId, NodeBlock>>> done) {
        path(host)
                .submit(new Operation(
                        Optional.empty(),
                        false,
                        true,
                        by -> {
                            if (by.trouble() == Trouble.FAILING) {
                                return () -> done.accept(Optional.empty());
                            }
                            // The data are on their way for a while after the disk gave them out.
                            SortedMap<NodeId, NodeBlock> blocks = medium.load(host);
                            observer.read(host);
                            return () -> done.accept(Optional.of(blocks));
                        },
                        () -> done.accept(Optional.empty())));
    }

    /// Stores a host's copy of the agreed state; the answer is whether it is there. A node keeps the copy before until
    /// the new one is whole, so that a torn write costs nothing.
    void storeCopy(NodeId host, ClusterState state, Consumer<Boolean> done) {
        path(host)
                .submit(new Operation(
                        Optional.empty(),
                        true,
                        false,
                        by -> {
                            boolean lands = (by.trouble() == Trouble.NONE || by.trouble() == Trouble.SLOW)
                                    && !isOvertaken(copyWriters, host, by);
                            if (lands) {
                                copies.put(host, state);
                            }
                            return () -> done.accept(lands);
                        },
                        () -> done.accept(false)));
    }

    /// Reads the copies of all hosts; the answer is empty after an error.
    void readCopies(NodeId host, Consumer<Optional<List<ClusterState>>> done) {
        path(host)
                .submit(new Operation(
                        Optional.empty(),
                        false,
                        false,
                        by -> {
                            Optional<List<ClusterState>> read = by.trouble() == Trouble.FAILING
                                    ? Optional.empty()
                                    : Optional.of(List.copyOf(copies.values()));
                            return () -> done.accept(read);
                        },
                        () -> done.accept(Optional.empty())));
    }

    /// Whether the host has an operation that has not ended.
    boolean busy(NodeId host) {
        return path(host).busy();
    }

    /// A host lost its power: what it was doing never ends, and a write under way may land or be torn; so do those in
    /// the hands of the server where it was that.
    void powerCut(NodeId host) {
        path(host).powerCut().ifPresent(this::landOrTear);
        if (server.isPresent() && attachedTo(host)) {
            serverDied(false, this::landOrTear);
        }
    }

    /// The program that serves it died: a write in its hands lands as a whole, or not at all.
    void witnessDied(NodeId host) {
        if (server.isPresent() && attachedTo(host)) {
            serverDied(true, block -> {
                if (random.chance(500)) {
                    land(block);
                }
            });
        }
    }

    /// @param hangsUp    whether clients hear of it, if anything gets to them
    /// @param underWay takes each block that was being written
    private void serverDied(boolean hangsUp, Consumer<NodeBlock> underWay) {
        for (DiskPath path : paths.values()) {
            if (path instanceof ServedPath served) {
                served.serverDied(
                                hangsUp,
                                (block, by) -> !isOvertaken(
                                        blockWriters, block.writer().node(), by))
                        .ifPresent(underWay);
            }
        }
        // No connection outlives the server, so nothing can overtake what was written before.
        blockWriters.clear();
        copyWriters.clear();
    }

    private void landOrTear(NodeBlock block) {
        if (random.chance(500)) {
            land(block);
        } else {
            medium.tear(block);
        }
    }

    /// The process that used it on a host died.
    void processDied(NodeId host) {
        path(host).processDied();
    }

    void trouble(NodeId host, Trouble trouble) {
        path(host).trouble(trouble);
    }

    /// Troubles the path of each host that comes to be from now on.
    void troubleOfOthers(Trouble trouble) {
        ofOthers = trouble;
    }

    /// Ends all trouble.
    void heal() {
        ofOthers = Trouble.NONE;
        new TreeSet<>(paths.keySet()).forEach(host -> trouble(host, Trouble.NONE));
    }
}
