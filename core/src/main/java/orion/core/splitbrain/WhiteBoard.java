package orion.core.splitbrain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.NodeMap;
import orion.core.model.RecentWorst;
import orion.core.model.Timing;

/// This node's view of the white board, and the rhythm of its cycles. The white board is one disk or an odd number of
/// them; a majority of them counts.
///
/// There is one operation, the **cycle**: write the own block, then read every block, the own one included, on each
/// disk. A disk on which the own block does not read back as written has failed, and a cycle is good as soon as a
/// majority of all disks is. Ticks, poison pills, publications and the phases of a decision are all just contents of
/// the own block, so every one of them is verified by being read back (rule B1). Any two majorities share a disk, and
/// everybody writes a disk before reading it: of two cycles, one finds what the other wrote (rule B2).
///
/// At most one operation is under way on each disk. A disk that hangs delays nothing but itself; when too many hang,
/// the board is "not healthy".
public final class WhiteBoard {
    /// A cycle that has begun: when, what it writes, and on which disks.
    public record Cycle(long startedAt, NodeBlock written, SortedSet<Integer> disks) {
        public Cycle {
            disks = Collections.unmodifiableSortedSet(new TreeSet<>(disks));
        }
    }

    /// A node's block and when this node first saw its present tick.
    public record Seen(NodeBlock block, long tickSeenAt) {}

    private static final long MEMORY_MILLIS = 60_000;
    private final Member self;
    private final Timing timing;
    private final SortedMap<NodeId, Seen> seen = new NodeMap<>();
    private final List<BoardDisk> disks = new ArrayList<>();
    private final RecentWorst worst = new RecentWorst(MEMORY_MILLIS);
    private Optional<Cycle> pending = Optional.empty();
    private Optional<Cycle> lastGood = Optional.empty();
    private int good;
    private int bad;
    private long tick;
    private long nextCycleAt;
    private long lastStartedAt = Long.MIN_VALUE / 2;
    private boolean lastFailed;

    /// Begins with what was read from a majority of the disks.
    ///
    /// @param disks   how many disks the board has: 1, 3 or 5
    /// @param atStart the newest block of each node
    public WhiteBoard(Member self, Timing timing, int disks, long now, SortedMap<NodeId, NodeBlock> atStart) {
        this.self = self;
        this.timing = timing;
        this.nextCycleAt = now;
        for (int i = 0; i < disks; i++) {
            this.disks.add(new BoardDisk());
        }
        atStart.forEach((node, block) -> seen.put(node, new Seen(block, now)));
        NodeBlock own = atStart.get(self.node());
        if (own != null && own.writer().incarnation() >= self.incarnation()) {
            throw new IllegalArgumentException(self + " would reuse incarnation of " + own.writer());
        }
    }

    private int majority() {
        return disks.size() / 2 + 1;
    }

    /// Asks for a cycle soon, because somebody waits for what it brings.
    public void hurry(long now) {
        nextCycleAt = Math.min(nextCycleAt, Math.max(now, lastStartedAt + timing.urgentMillis()));
    }

    /// Asks for a cycle a little sooner than usual, because others may have left words there, or wait for this node's.
    public void brisk(long now) {
        nextCycleAt = Math.min(nextCycleAt, Math.max(now, lastStartedAt + timing.briskMillis()));
    }

    /// Asks for a cycle at once: its content is a step of a decision, and each step is needed only once.
    public void atOnce(long now) {
        nextCycleAt = Math.min(nextCycleAt, now);
    }

    /// Whether a cycle should begin now: a majority can take part, and none is under way or it hangs.
    public boolean due(long now) {
        return now >= nextCycleAt && idleDisks().size() >= majority() && (pending.isEmpty() || hangs(now));
    }

    private SortedSet<Integer> idleDisks() {
        SortedSet<Integer> idle = new TreeSet<>();
        for (int i = 0; i < disks.size(); i++) {
            if (disks.get(i).idle()) {
                idle.add(i);
            }
        }
        return idle;
    }

    /// Begins a cycle on all disks that have nothing under way; the caller has it carried out on each and then calls
    /// [#end].
    public Cycle begin(
            long now, Generation newest, Ballot ballot, SortedSet<NodeId> hears, boolean linkUp, boolean stopped) {
        tick++;
        lastStartedAt = now;
        nextCycleAt = now + timing.heartbeatMillis();
        NodeBlock block = new NodeBlock(self, tick, newest, ballot, hears, linkUp, stopped);
        Cycle cycle = new Cycle(now, block, idleDisks());
        cycle.disks().forEach(disk -> disks.get(disk).begin(cycle));
        good = 0;
        bad = 0;
        pending = Optional.of(cycle);
        return cycle;
    }

    /// Ends what is under way on one disk.
    ///
    /// @param blocks every block read, or empty where writing, reading or reading back failed
    /// @return the cycle, where it has become good by this
    public Optional<Cycle> end(long now, int disk, Optional<SortedMap<NodeId, NodeBlock>> blocks) {
        Cycle cycle = disks.get(disk).end(self.node(), blocks);
        boolean works = disks.get(disk).works();
        if (works) {
            blocks.orElseThrow().forEach((node, block) -> note(now, node, block));
        }
        // What ends after its cycle did, or after a later one began, only says how the disk is.
        if (!pending.equals(Optional.of(cycle))) {
            return Optional.empty();
        }
        good += works ? 1 : 0;
        bad += works ? 0 : 1;
        if (good >= majority()) {
            worst.note(now, now - cycle.startedAt());
            pending = Optional.empty();
            lastFailed = false;
            lastGood = Optional.of(cycle);
            return lastGood;
        }
        if (cycle.disks().size() - bad < majority()) {
            pending = Optional.empty();
            lastFailed = true;
        }
        return Optional.empty();
    }

    /// A block read from any disk; one older than what was seen of that node elsewhere says nothing.
    private void note(long now, NodeId node, NodeBlock block) {
        Seen before = seen.get(node);
        if (before == null || block.isNewerThan(before.block())) {
            seen.put(node, new Seen(block, now));
        }
    }

    /// Every block read so far, by node.
    public SortedMap<NodeId, Seen> seen() {
        return Collections.unmodifiableSortedMap(seen);
    }

    /// For each node that ever wrote: when this node first saw its present tick.
    public SortedMap<NodeId, Long> ticked() {
        SortedMap<NodeId, Long> ticked = new NodeMap<>();
        seen.forEach((node, entry) -> ticked.put(node, entry.tickSeenAt()));
        return ticked;
    }

    /// The block of this very life of a node, if the board holds it.
    public Optional<Seen> blockOf(Member member) {
        Seen entry = seen.get(member.node());
        return entry != null && entry.block().writer().equals(member) ? Optional.of(entry) : Optional.empty();
    }

    /// Whether the node's own words prove that this life of it is over: a later life wrote (rule A2), or it wrote its
    /// last words.
    public boolean saysGone(Member member) {
        Seen entry = seen.get(member.node());
        if (entry == null) {
            return false;
        }
        long written = entry.block().writer().incarnation();
        return written > member.incarnation()
                || (written == member.incarnation() && entry.block().stopped());
    }

    /// Whether the newest words of this very life of a node are that it has no network link with a carrier.
    public boolean saysLinkDown(Member member) {
        return blockOf(member).filter(entry -> !entry.block().linkUp()).isPresent();
    }

    /// When the next tick will have stood still for a whole lease, if it does not move before.
    public long nextStandstill(long now) {
        long next = Long.MAX_VALUE;
        for (Seen entry : seen.values()) {
            long at = entry.tickSeenAt() + timing.leaseMillis() + 1;
            next = at > now ? Math.min(next, at) : next;
        }
        return next;
    }

    /// The newest generation on the board.
    public Generation newest() {
        Generation newest = Generation.NONE;
        for (Seen entry : seen.values()) {
            if (entry.block().newest().number() > newest.number()) {
                newest = entry.block().newest();
            }
        }
        return newest;
    }

    /// Whether the board has been written and read by this life and answered in time.
    public boolean healthy(long now) {
        return lastGood.isPresent() && !lastFailed && !hangs(now);
    }

    /// For how long the cycle that does not answer in time has been under way; empty where none is.
    public OptionalLong hangingMillis(long now) {
        return hangs(now) ? OptionalLong.of(now - pending.get().startedAt()) : OptionalLong.empty();
    }

    private boolean hangs(long now) {
        return pending.isPresent() && now - pending.get().startedAt() > timing.leaseMillis() / 2;
    }

    /// Whether what was last tried on this disk succeeded.
    public boolean works(int disk) {
        return disks.get(disk).works();
    }

    /// How many disks the board has.
    public int size() {
        return disks.size();
    }

    /// Whether the last cycle that came to an end was good.
    public boolean works() {
        return lastGood.isPresent() && !lastFailed;
    }

    /// How many cycles this life has begun; each writes its number as the tick.
    public long cyclesBegun() {
        return tick;
    }

    /// How long the slowest good cycle of the last minute took.
    public int worstMillis() {
        return (int) Math.min(worst.value(), Integer.MAX_VALUE);
    }

    public Optional<Cycle> lastGood() {
        return lastGood;
    }

    /// When the node must look at the board again by itself.
    public long nextDeadline() {
        return pending.isPresent() ? pending.get().startedAt() + timing.leaseMillis() / 2 + 1 : nextCycleAt;
    }
}
