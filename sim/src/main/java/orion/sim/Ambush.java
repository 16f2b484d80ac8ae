package orion.sim;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import orion.core.Output;
import orion.core.model.NodeId;
import orion.core.splitbrain.NodeBlock;

/// Not a check but a trap: lets short faults happen just when something delicate is under way (a decision on
/// the board, a new generation, a transaction, a load), where faults at random times would seldom hit.
final class Ambush implements Invariant {
    private static final List<Fault.Kind> KINDS = List.of(
            Fault.Kind.POWER_CUT,
            Fault.Kind.POWER_CUT,
            Fault.Kind.CONFIRMED_POWER_CUT,
            Fault.Kind.DAEMON_CRASH,
            Fault.Kind.DAEMON_RESTART,
            Fault.Kind.FREEZE,
            Fault.Kind.FREEZE,
            Fault.Kind.PAUSE,
            Fault.Kind.CUT,
            Fault.Kind.CUT_ONE_WAY,
            Fault.Kind.UNPLUG,
            Fault.Kind.SPLIT,
            Fault.Kind.BOARD_SLOW,
            Fault.Kind.BOARD_FAILING,
            Fault.Kind.BOARD_HANGING,
            Fault.Kind.BOARD_LOSING,
            Fault.Kind.BOARD_TORN);
    private final SimCluster cluster;
    private final FaultInjector faults;
    private final SplitMix random;
    private final int eagerness;
    /// Whoever removes nodes draws apart, so that a run without is the same as if nobody did in any.
    private final SplitMix remover;
    private final boolean removes;

    Ambush(SimCluster cluster, FaultInjector faults) {
        this.cluster = cluster;
        this.faults = faults;
        this.random = new SplitMix(cluster.plan().seed() ^ 0xA3B5C7D9L);
        // A third of all runs is left to chance alone.
        this.eagerness = random.chance(333) ? 0 : random.between(5, 60);
        this.remover = new SplitMix(cluster.plan().seed() * 103 + 29);
        this.removes = remover.chance(150);
    }

    @Override
    public void note(Fact fact) {
        if (fact instanceof Fact.Stepped stepped) {
            stepped(stepped);
            return;
        }
        if (removes && fact instanceof Fact.BlockWritten(int _, NodeBlock block)) {
            removeWhoIsLetIn(block);
        }
        boolean delicate = switch (fact) {
            case Fact.BlockWritten written ->
                written.block().ballot().generation() > written.block().newest().number();
            case Fact.ViewHeld _, Fact.Preparing _, Fact.Fenced _, Fact.Rebooted _, Fact.LifeBegan _ -> true;
            case Fact.HoldBegan _, Fact.HoldEnded _ -> true;
            case Fact.Stepped _,
                    Fact.Showed _,
                    Fact.BlocksRead _,
                    Fact.AllStopped _,
                    Fact.Overslept _,
                    Fact.GenerationSeen _,
                    Fact.Woke _,
                    Fact.WokeUnaware _,
                    Fact.LoadCarriedOut _,
                    Fact.StateMade _,
                    Fact.StateCopied _,
                    Fact.Asked _,
                    Fact.Refused _,
                    Fact.Accepted _,
                    Fact.EditAcknowledged _ -> false;
        };
        if (delicate && random.chance(eagerness)) {
            spring();
        }
    }

    /// Rule M5: between the votes for a generation and its publication a person removes a node that is new in it.
    private void removeWhoIsLetIn(NodeBlock block) {
        SortedSet<NodeId> comers = new TreeSet<>();
        block.ballot()
                .value()
                .filter(value -> value.number() > block.newest().number())
                .ifPresent(value -> comers.addAll(value.members()));
        comers.removeAll(block.newest().members());
        if (!comers.isEmpty() && !block.newest().members().isEmpty() && remover.chance(300)) {
            NodeId comer = comers.first();
            long duration = remover.between(1L, 2 * cluster.plan().timing().toleranceMillis());
            begin(0, duration, Fault.Kind.REMOVE_NODE, comer, comer, FaultInjector.AS_IT_IS);
        }
    }

    /// Between an order and its execution a host may fall asleep for longer than its lease.
    private void stepped(Fact.Stepped step) {
        boolean orders = step.outputs().stream().anyMatch(Output.RunAction.class::isInstance);
        if (orders && random.chance(eagerness)) {
            long micros = random.between(0L, 3_000L);
            long duration = random.between(1L, 2 * cluster.plan().timing().toleranceMillis());
            boolean wholeHost = random.chance(500);
            Fault.Kind kind = wholeHost ? Fault.Kind.FREEZE : Fault.Kind.PAUSE;
            begin(micros, duration, kind, step.member().node(), step.member().node(), 0);
        }
    }

    private void spring() {
        int nodes = cluster.plan().nodes();
        NodeId victim = new NodeId(random.between(1, nodes));
        NodeId other = new NodeId((victim.number() - 1 + random.between(1, nodes - 1)) % nodes + 1);
        Fault.Kind kind = KINDS.get(random.between(0, KINDS.size() - 1));
        long longest = 2 * cluster.plan().timing().toleranceMillis();
        long duration = random.between(1L, random.chance(500) ? longest : longest / 20);
        long amount = kind == Fault.Kind.SPLIT ? random.between(1L, (1L << nodes) - 2) : random.between(10L, 500L);
        long delayMicros = random.between(0L, random.chance(500) ? 3_000L : 50_000L);
        begin(delayMicros, duration, kind, victim, other, amount);
    }

    private void begin(long micros, long duration, Fault.Kind kind, NodeId victim, NodeId other, long amount) {
        cluster.timeline().after(micros, () -> {
            long now = cluster.timeline().now() / 1_000;
            faults.begin(new Fault(now, duration, kind, victim, other, amount));
        });
    }
}
