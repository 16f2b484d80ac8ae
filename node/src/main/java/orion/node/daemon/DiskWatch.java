package orion.node.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import orion.core.model.NodeId;
import orion.core.splitbrain.NodeBlock;
import orion.node.board.BoardDisks;
import orion.node.board.DiskLocation;
import orion.node.board.LatencyHistogram;

/// How each disk of the white board works on this node, and on which others it does: those that write there. Tells when
/// one of several begins or ceases to work; of a board of one disk the protocol tells by itself.
final class DiskWatch {
    private static final long NEVER = Long.MIN_VALUE / 2;

    /// One disk as this node experiences it.
    ///
    /// @param trouble why it does not work, in words that follow its name; empty where it does
    /// @param silent  nodes that write elsewhere on the board and not here
    record Health(DiskLocation disk, Optional<String> trouble, List<NodeId> silent, LatencyHistogram.Snapshot cycles) {}

    /// The tick of a node as it was read from a disk, and when that was new.
    private record Tick(NodeBlock block, long at) {}

    private static final class Disk {
        private Optional<String> trouble = Optional.of("it was not used yet");
        private final SortedMap<NodeId, Tick> ticks = new TreeMap<>();
        private long readAt = NEVER;
    }

    private final List<DiskLocation> locations;
    private final BoardDisks board;
    private final LongSupplier clock;
    private final long patienceMillis;
    private final Consumer<String> note;
    private final long startedAt;
    private final List<Disk> disks = new ArrayList<>();
    private List<DiskLocation> told = List.of();

    /// @param clock          milliseconds
    /// @param patienceMillis an answer that takes longer, and a node that has not written for longer, does not work
    DiskWatch(
            List<DiskLocation> locations,
            BoardDisks board,
            LongSupplier clock,
            long patienceMillis,
            Consumer<String> note) {
        this.locations = List.copyOf(locations);
        this.board = board;
        this.clock = clock;
        this.patienceMillis = patienceMillis;
        this.note = note;
        this.startedAt = clock.getAsLong();
        locations.forEach(_ -> disks.add(new Disk()));
    }

    /// A cycle on one disk has ended.
    ///
    /// @param blocks what was read; empty where it failed
    /// @param error  why
    synchronized void ended(int index, Optional<SortedMap<NodeId, NodeBlock>> blocks, String error) {
        Disk disk = disks.get(index);
        disk.trouble = blocks.isPresent() ? Optional.empty() : Optional.of(error);
        disk.readAt = clock.getAsLong();
        blocks.orElseGet(TreeMap::new).forEach((node, block) -> {
            Tick before = disk.ticks.get(node);
            if (before == null || !before.block().equals(block)) {
                disk.ticks.put(node, new Tick(block, disk.readAt));
            }
        });
        look();
    }

    /// Looks whether a disk hangs, which tells nothing by itself.
    synchronized void look() {
        boolean starting = clock.getAsLong() - startedAt <= patienceMillis
                && disks.stream().anyMatch(disk -> disk.readAt == NEVER);
        if (locations.size() == 1 || starting) {
            return;
        }
        List<Health> failing =
                health().stream().filter(disk -> disk.trouble().isPresent()).toList();
        List<DiskLocation> now = failing.stream().map(Health::disk).toList();
        if (!now.equals(told)) {
            told = now;
            note.accept(describe(failing));
        }
    }

    private String describe(List<Health> failing) {
        int size = locations.size();
        int working = size - failing.size();
        if (failing.isEmpty()) {
            return "all " + size + " disks of the white board work on this node";
        }
        String which = failing.stream()
                .map(disk -> disk.disk() + ": " + disk.trouble().orElseThrow())
                .collect(Collectors.joining("; "));
        return working + " of the " + size + " disks of the white board work on this node; "
                + (working >= board.majority()
                        ? "protection is reduced"
                        : "that is no majority, and no failure can be arbitrated from here")
                + " (" + which + ")";
    }

    /// What keeps the board from being used here, as the end of a sentence; empty where enough of its disks work, or
    /// none was used yet.
    synchronized Optional<String> lost() {
        List<Health> failing =
                health().stream().filter(disk -> disk.trouble().isPresent()).toList();
        boolean used = disks.stream().anyMatch(disk -> disk.readAt != NEVER);
        return !used || locations.size() - failing.size() >= board.majority()
                ? Optional.empty()
                : Optional.of(failing.stream()
                        .map(disk -> disk.trouble().orElseThrow())
                        .collect(Collectors.joining("; ")));
    }

    /// How every disk is now.
    synchronized List<Health> health() {
        SortedMap<NodeId, Long> newest = new TreeMap<>();
        disks.forEach(disk -> disk.ticks.forEach((node, tick) -> newest.merge(node, tick.at(), Math::max)));
        List<Health> all = new ArrayList<>();
        for (int i = 0; i < disks.size(); i++) {
            Disk disk = disks.get(i);
            OptionalLong busy = board.disk(i).busyNanos();
            long busyMillis = busy.isPresent() ? TimeUnit.NANOSECONDS.toMillis(busy.getAsLong()) : 0;
            Optional<String> trouble = busyMillis > patienceMillis
                    ? Optional.of("it has not answered for " + busyMillis / 1000 + " s")
                    : disk.trouble;
            List<NodeId> silent = trouble.isPresent()
                    ? List.of()
                    : newest.entrySet().stream()
                            .filter(entry -> isSilent(disk, entry.getKey(), entry.getValue()))
                            .map(Map.Entry::getKey)
                            .toList();
            all.add(new Health(locations.get(i), trouble, silent, board.disk(i).cycleLatency()));
        }
        return all;
    }

    /// Whether a node has written elsewhere for a while, and not here.
    private boolean isSilent(Disk disk, NodeId node, long elsewhere) {
        Tick here = disk.ticks.get(node);
        // One that writes nowhere is not missed here: it is down, and its older words may stay for ever.
        boolean writes = clock.getAsLong() - elsewhere <= patienceMillis;
        return writes && elsewhere - (here == null ? NEVER : here.at()) > patienceMillis;
    }
}
