package orion.core.splitbrain;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Timing;

/// This node's view of the white board, and the rhythm of its cycles.
///
/// There is one operation, the **cycle**: write the own block, then read every block, the own one included. A cycle
/// whose own
/// block does not read back as written has failed. Ticks, poison pills, publications and the phases of a decision are
/// all
/// just contents of the own block, so every one of them is verified by being read back (rule B1).
///
/// At most one cycle is under way. A cycle that hangs keeps the board "not healthy" and delays nothing else.
public final class WhiteBoard {
    /// A cycle that has begun: when, and what it writes.
    public record Cycle(long startedAt, NodeBlock written) {}

    /// A node's block and when this node first saw its present tick.
    public record Seen(NodeBlock block, long tickSeenAt) {}

    private final Member self;
    private final Timing timing;
    private final SortedMap<NodeId, Seen> seen = new TreeMap<>();
    private Optional<Cycle> underWay = Optional.empty();
    private Optional<Cycle> lastGood = Optional.empty();
    private long tick;
    private long nextCycleAt;
    private long lastStartedAt = Long.MIN_VALUE / 2;
    private boolean lastFailed;

    public WhiteBoard(Member self, Timing timing, long now, SortedMap<NodeId, NodeBlock> atStart) {
        this.self = self;
        this.timing = timing;
        this.nextCycleAt = now;
        atStart.forEach((node, block) -> seen.put(node, new Seen(block, now)));
        NodeBlock own = atStart.get(self.node());
        if (own != null && own.writer().incarnation() >= self.incarnation()) {
            throw new IllegalArgumentException(self + " would reuse incarnation of " + own.writer());
        }
    }

    /// Asks for a cycle soon, because somebody waits for what it brings.
    public void hurry(long now) {
        nextCycleAt = Math.min(nextCycleAt, Math.max(now, lastStartedAt + timing.urgentMillis()));
    }

    /// Asks for a cycle at once: its content is a step of a decision, and each step is needed only once.
    public void atOnce(long now) {
        nextCycleAt = Math.min(nextCycleAt, now);
    }

    /// Whether a cycle should begin now.
    public boolean due(long now) {
        return underWay.isEmpty() && now >= nextCycleAt;
    }

    /// Begins a cycle; the caller has it carried out and then calls [#end].
    public Cycle begin(
            long now, Generation newest, Ballot ballot, SortedSet<NodeId> hears, boolean linkUp, boolean stopped) {
        tick++;
        lastStartedAt = now;
        nextCycleAt = now + timing.heartbeatMillis();
        Cycle cycle = new Cycle(now, new NodeBlock(self, tick, newest, ballot, hears, linkUp, stopped));
        underWay = Optional.of(cycle);
        return cycle;
    }

    /// Ends the cycle under way.
    ///
    /// @param blocks every block read, or empty where writing, reading or reading back failed
    /// @return the cycle where it succeeded
    public Optional<Cycle> end(long now, Optional<SortedMap<NodeId, NodeBlock>> blocks) {
        Cycle cycle = underWay.orElseThrow(() -> new IllegalStateException("a board cycle ended that never began"));
        underWay = Optional.empty();
        // Rule B1: what was not read back was not written.
        if (blocks.isEmpty() || !cycle.written().equals(blocks.get().get(self.node()))) {
            lastFailed = true;
            return Optional.empty();
        }
        lastFailed = false;
        lastGood = Optional.of(cycle);
        blocks.get().forEach((node, block) -> note(now, node, block));
        return Optional.of(cycle);
    }

    private void note(long now, NodeId node, NodeBlock block) {
        Seen before = seen.get(node);
        boolean stands = before != null
                && before.block().writer().equals(block.writer())
                && before.block().tick() == block.tick();
        long tickSeenAt = before != null && stands ? before.tickSeenAt() : now;
        seen.put(node, new Seen(block, tickSeenAt));
    }

    /// Every block read so far, by node.
    public SortedMap<NodeId, Seen> seen() {
        return Collections.unmodifiableSortedMap(seen);
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
        boolean hangs = underWay.isPresent() && now - underWay.get().startedAt() > timing.leaseMillis() / 2;
        return lastGood.isPresent() && !lastFailed && !hangs;
    }

    /// How many cycles this life has begun; each writes its number as the tick.
    public long cyclesBegun() {
        return tick;
    }

    public Optional<Cycle> lastGood() {
        return lastGood;
    }

    public boolean idle() {
        return underWay.isEmpty();
    }

    /// When the node must look at the board again by itself.
    public long nextDeadline() {
        return underWay.isPresent() ? underWay.get().startedAt() + timing.leaseMillis() / 2 + 1 : nextCycleAt;
    }
}
