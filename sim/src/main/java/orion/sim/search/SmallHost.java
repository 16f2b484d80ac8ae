package orion.sim.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import orion.core.ClusterNode;
import orion.core.Input;
import orion.core.Output;
import orion.core.model.Levels;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.splitbrain.NodeBlock;

/// One host of a [SmallWorld]: at most one life of its daemon, its lease, its board cycle and what is active on it.
final class SmallHost {
    /// A load or unload under way.
    record Work(Output.Order order, long action) {}

    private final NodeId id;
    private final SortedMap<String, Work> work = new TreeMap<>();
    private final List<String> held = new ArrayList<>();
    private @Nullable ClusterNode node;
    private Optional<Member> self = Optional.empty();
    private ClusterState remembered;
    private Optional<NodeBlock> writing = Optional.empty();
    private boolean landed;
    private boolean asleep;
    private long leaseUntil = Long.MIN_VALUE;
    private long stopBy = Long.MAX_VALUE;

    SmallHost(NodeId id, ClusterState remembered) {
        this.id = id;
        this.remembered = remembered;
    }

    NodeId id() {
        return id;
    }

    Optional<Member> self() {
        return self;
    }

    boolean alive() {
        return node != null;
    }

    boolean awake() {
        return node != null && !asleep;
    }

    boolean asleep() {
        return asleep;
    }

    void sleep(boolean sleeps) {
        asleep = sleeps;
    }

    ClusterNode node() {
        if (node == null) {
            throw new IllegalStateException(id + " has no life");
        }
        return node;
    }

    SortedMap<String, Work> work() {
        return work;
    }

    List<String> held() {
        return held;
    }

    Optional<NodeBlock> writing() {
        return writing;
    }

    boolean landed() {
        return landed;
    }

    void land() {
        landed = true;
    }

    boolean mustStop() {
        return stopBy != Long.MAX_VALUE;
    }

    ClusterState remembered() {
        return remembered;
    }

    /// Begins a life.
    void begin(long now, SortedMap<NodeId, NodeBlock> board) {
        NodeBlock own = board.get(id);
        long before = Math.max(
                own == null ? 0 : own.writer().incarnation(),
                self.map(Member::incarnation).orElse(0L));
        Member next = new Member(id, before + 1);
        self = Optional.of(next);
        node = new ClusterNode(now, next, Levels.SPOKEN, remembered, board);
    }

    /// Power is lost, or the watchdog bites: nothing is active any more.
    void die() {
        node = null;
        asleep = false;
        writing = Optional.empty();
        landed = false;
        leaseUntil = Long.MIN_VALUE;
        stopBy = Long.MAX_VALUE;
        work.clear();
        held.clear();
    }

    /// The moment at which something happens to this host by itself, if nothing else does before.
    long nextDeadline(long now) {
        // A sleeping host is reset by its watchdog before its lease ends; here at the last moment that is safe.
        long reset = asleep && leaseUntil > now ? leaseUntil : Long.MAX_VALUE;
        long own = asleep ? Long.MAX_VALUE : node().nextDeadline(now);
        return Math.min(Math.min(reset, stopBy), own);
    }

    /// Whether the host is reset at this moment: it slept through its lease, or could not stop in time (rule T5).
    boolean resetAt(long now) {
        return (asleep && leaseUntil <= now) || now >= stopBy;
    }

    void endCycle() {
        writing = Optional.empty();
        landed = false;
    }

    /// Everything is stopped.
    void stopped() {
        work.clear();
        held.clear();
        stopBy = Long.MAX_VALUE;
    }

    /// Carries out what concerns this host alone; messages are the world's.
    void carryOut(long now, long stopLimit, Output output) {
        switch (output) {
            case Output.StartBoardCycle cycle -> {
                writing = Optional.of(cycle.block());
                landed = false;
            }
            case Output.LeaseRenewed(long until) -> leaseUntil = until;
            case Output.RunAction(var resource, var order, long action) ->
                begin(now, resource.name(), new Work(order, action));
            case Output.StopEverything _ -> stopBy = Math.max(now, Math.max(leaseUntil, now + stopLimit));
            case Output.End _ -> die();
            case Output.StateAgreed(var state) -> remembered = state;
            case Output.StateLearned(var state) -> remembered = state;
            case Output.Send _, Output.ReadStates _, Output.Answer _, Output.Fence _, Output.Happened _ -> {}
        }
    }

    private void begin(long now, String resource, Work order) {
        // Rule L3: the lease is looked at again right before acting. Active from the first moment, until the last.
        boolean allowed = order.order() == Output.Order.UNLOAD || now < leaseUntil;
        if (allowed) {
            work.put(resource, order);
            if (order.order() == Output.Order.LOAD && !held.contains(resource)) {
                held.add(resource);
            }
        }
    }

    /// What the core is told when a script has succeeded.
    Input finish(String resource) {
        Work done = work.remove(resource);
        if (done == null) {
            throw new IllegalStateException(id + " has no work for " + resource);
        }
        if (done.order() == Output.Order.UNLOAD) {
            held.remove(resource);
        }
        return new Input.ActionEnded(resource, done.action(), true, false, 0, "");
    }
}
