package orion.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.sim.Fault.Kind;

/// Draws the faults of a run from its seed.
final class FaultSchedule {
    private static final List<Kind> MILD_KINDS = List.of(
            Kind.CUT_ONE_WAY,
            Kind.CUT,
            Kind.UNPLUG,
            Kind.SWITCH_DOWN,
            Kind.SPLIT,
            Kind.MUTE,
            Kind.DEAF,
            Kind.LOSS,
            Kind.SPIKES,
            Kind.BOARD_SLOW,
            Kind.BOARD_FAILING,
            Kind.BOARD_HANGING,
            Kind.BOARD_LOSING,
            Kind.BOARD_DEAD,
            Kind.BOARD_HANGING_FOR_ALL,
            Kind.BOARD_SLOW_FOR_ALL,
            Kind.BOARD_LOSING_FOR_ALL,
            Kind.BOARD_TORN_FOR_ALL,
            Kind.WITNESS_CRASH,
            Kind.FREEZE,
            Kind.PAUSE,
            Kind.VM_SUSPENDED,
            Kind.CLOCK_STANDS,
            Kind.CLOCK_LEAPS,
            Kind.RESOURCE_STOPS,
            Kind.SLOW_SCRIPTS,
            Kind.BAD_SCRIPTS,
            Kind.MIGRATE,
            Kind.OFFLINE,
            Kind.LEAVE,
            Kind.BOARD_TORN,
            Kind.CLOCK_RATE,
            Kind.LYING_SCRIPTS,
            Kind.PUT_RESOURCE,
            Kind.DELETE_RESOURCE,
            Kind.ADD_NODE,
            Kind.MAINTENANCE);

    private static final int ADDED_RESOURCES = 3;

    /// What can happen to the host beside the cluster, or to the way there.
    private static final List<Kind> WITNESS_KINDS = List.of(
            Kind.POWER_CUT,
            Kind.UNPLUG,
            Kind.CUT,
            Kind.CUT_ONE_WAY,
            Kind.MUTE,
            Kind.DEAF,
            Kind.FREEZE,
            Kind.WITNESS_CRASH);

    /// What no clock does that the protocol can measure leases with.
    private static final List<Kind> CLOCK_KINDS = List.of(Kind.CLOCK_RATE, Kind.CLOCK_LEAPS, Kind.CLOCK_STANDS);

    private static final List<Kind> NETWORK_KINDS = List.of(Kind.UNPLUG, Kind.MUTE, Kind.DEAF, Kind.CUT, Kind.SPLIT);
    private static final List<Kind> BLOW_KINDS = List.of(
            Kind.BOARD_HANGING,
            Kind.BOARD_LOSING,
            Kind.BOARD_TORN,
            Kind.BOARD_FAILING,
            Kind.BOARD_SLOW,
            Kind.FREEZE,
            Kind.PAUSE);

    private static final List<Kind> EDITS =
            List.of(Kind.REMOVE_NODE, Kind.REMOVE_NODE, Kind.CHANGE_RESOURCE, Kind.REPLACE_RESOURCE);

    private final Plan plan;
    private final SplitMix random;
    /// Whoever edits draws apart, so that a run without edits is the same as if there were none in any.
    private final SplitMix editor;
    private final int edits;

    private FaultSchedule(Plan plan) {
        this.plan = plan;
        this.random = new SplitMix(plan.seed() ^ 0x5DEECE66DL);
        this.editor = new SplitMix(plan.seed() * 101 + 17);
        this.edits = editor.chance(300) ? editor.between(1, 6) : 0;
    }

    /// All faults of a run, in the order in which they begin.
    static List<Fault> drawn(Plan plan) {
        FaultSchedule schedule = new FaultSchedule(plan);
        List<Fault> faults = new ArrayList<>(schedule.ofSeverity());
        if (plan.severity() == Severity.WILD) {
            faults.addAll(schedule.edits());
            faults.sort(Comparator.comparingLong(Fault::atMillis));
        }
        return faults;
    }

    private List<Fault> ofSeverity() {
        return switch (plan.severity()) {
            case MILD -> mild();
            case WILD -> wild();
        };
    }

    /// One after the other, each within the limits of [Severity#MILD], with time to recover between them.
    private List<Fault> mild() {
        Timing timing = plan.timing();
        List<Fault> faults = new ArrayList<>();
        long end = plan.minutes() * 60_000L;
        long at = 2 * timing.toleranceMillis() + 10_000;
        while (at < end) {
            if (edits > 0 && editor.chance(100 * edits)) {
                Fault edit = edit(at);
                faults.add(edit);
                at += edit.durationMillis() + 2 * timing.toleranceMillis() + Plan.SCRIPT_TIMEOUT_SECONDS * 1_000;
                continue;
            }
            if (happensToWitness()) {
                long any = random.between(1L, 3 * timing.toleranceMillis());
                faults.add(ofWitness(at, any));
                at += any + 2 * timing.toleranceMillis();
                continue;
            }
            Kind kind = oneOf(MILD_KINDS);
            int link = link(kind);
            long cut = timing.toleranceMillis() - (plan.served() ? 6 : 3) * timing.heartbeatMillis();
            long longest = switch (kind) {
                // A host that knows for longer than a flap that it has no network is given up at once (rule E1).
                case UNPLUG ->
                    link > 0
                            ? 3 * timing.toleranceMillis()
                            : timing.linkHoldOffMillis() - timing.linkHoldOffMillis() / 50;
                case SWITCH_DOWN -> cut - timing.heartbeatMillis();
                case CUT_ONE_WAY, CUT, SPLIT, MUTE, DEAF ->
                    // One of two links may be cut for as long as it likes.
                    link > 0 ? 3 * timing.toleranceMillis() : cut;
                case FREEZE, PAUSE, VM_SUSPENDED, CLOCK_STANDS -> longestPause();
                default -> 3 * timing.toleranceMillis();
            };
            long duration = random.between(1L, longest);
            faults.add(fault(at, duration, kind, anybody(), link));
            at += duration + 2 * timing.toleranceMillis() + Plan.SCRIPT_TIMEOUT_SECONDS * 1_000;
        }
        return faults;
    }

    /// One of those that this cluster can have.
    private Kind oneOf(List<Kind> kinds) {
        List<Kind> possible = kinds.stream().filter(this::isPossible).toList();
        return possible.get(random.between(0, possible.size() - 1));
    }

    private boolean isPossible(Kind kind) {
        return switch (kind) {
            case WITNESS_CRASH -> plan.served();
            case CLOCK_LEAPS, CLOCK_STANDS -> plan.wrongClocks();
            default -> true;
        };
    }

    /// How long a host or its daemon may stand still, or its clock be ahead, without any harm.
    private long longestPause() {
        return plan.timing().longestWatchdogMillis() - 2 * plan.timing().heartbeatMillis();
    }

    private List<Fault> edits() {
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < edits; i++) {
            faults.add(edit(editor.between(1L, plan.minutes() * 60_000L)));
        }
        return faults;
    }

    private Fault edit(long at) {
        Kind kind = EDITS.get(editor.between(0, EDITS.size() - 1));
        boolean mild = plan.severity() == Severity.MILD;
        NodeId victim = new NodeId(editor.between(1, plan.nodes()));
        // Whoever is healthy is let go in order before it is removed.
        long how = mild ? FaultInjector.WHEN_IT_HAS_LEFT : editor.between(0L, FaultInjector.WHILE_IT_IS_LET_IN);
        long amount = kind == Kind.REMOVE_NODE ? how : editor.between(1L, plan.resources());
        return new Fault(at, editor.between(1L, 4 * plan.timing().toleranceMillis()), kind, victim, victim, amount);
    }

    private List<Fault> wild() {
        List<Fault> faults = new ArrayList<>();
        List<Kind> kinds =
                Stream.of(Kind.values()).filter(kind -> !kind.isEdit()).toList();
        long tolerance = plan.timing().toleranceMillis();
        long end = plan.minutes() * 60_000L;
        long gap = random.between(1L, 8L) * tolerance / 4;
        int combined = random.between(0, 600);
        long at = random.between(0L, 3 * tolerance);
        while (at < end) {
            Kind kind = plan.wrongClocks() && random.chance(250) ? oneOf(CLOCK_KINDS) : oneOf(kinds);
            boolean rare = kind == Kind.POWER_CUT_OF_ALL || kind == Kind.DOWN || kind == Kind.BOARD_HANGING_FOR_ALL;
            if (happensToWitness()) {
                faults.add(ofWitness(at, random.between(1L, 4 * tolerance)));
            } else if (random.chance(combined)) {
                faults.addAll(blow(at));
            } else if (!rare || random.chance(300)) {
                long longest = random.chance(500) ? tolerance : 4 * tolerance;
                faults.add(fault(at, random.between(1L, longest), kind, anybody(), link(kind)));
            }
            at += random.between(1L, 2 * gap);
        }
        faults.sort(Comparator.comparingLong(Fault::atMillis));
        return faults;
    }

    /// Network and board of one host fail within one tolerance: the case in which its lease runs out while others
    /// decide without it.
    private List<Fault> blow(long at) {
        long tolerance = plan.timing().toleranceMillis();
        NodeId victim = anybody();
        Kind network = NETWORK_KINDS.get(random.between(0, NETWORK_KINDS.size() - 1));
        Kind rest = BLOW_KINDS.get(random.between(0, BLOW_KINDS.size() - 1));
        long later = random.between(0L, 5 * tolerance / 4);
        return List.of(
                fault(at, random.between(tolerance, 3 * tolerance), network, victim, 0),
                fault(at + later, random.between(tolerance / 4, 3 * tolerance), rest, victim, 0));
    }

    private boolean happensToWitness() {
        return plan.hasWitness() && random.chance(150);
    }

    /// Only one of the disks is there, so it may last as long as it likes.
    private Fault ofWitness(long at, long duration) {
        Kind kind = WITNESS_KINDS.get(random.between(0, WITNESS_KINDS.size() - 1));
        Fault there = fault(at, duration, kind, Plan.WITNESS, 0);
        boolean back = kind == Kind.CUT_ONE_WAY && random.chance(500);
        return back
                ? new Fault(at, duration, kind, /* victim= */ there.other(), /* other= */ there.victim(), 0)
                : there;
    }

    private NodeId anybody() {
        return new NodeId(random.between(1, plan.nodes()));
    }

    /// Which link it happens to; 0, all of them, where there is only one.
    private int link(Kind kind) {
        boolean ofLinks = NETWORK_KINDS.contains(kind) || kind == Kind.CUT_ONE_WAY;
        return ofLinks && plan.links() > 1 ? random.between(0, plan.links()) : 0;
    }

    /// The one it happens to, or one of those to which it can.
    private NodeId victim(Kind kind, NodeId anybody) {
        if (kind != Kind.WITNESS_CRASH || anybody.equals(Plan.WITNESS)) {
            return anybody;
        }
        List<NodeId> servers = plan.servers().stream().flatMap(Optional::stream).toList();
        return servers.get(random.between(0, servers.size() - 1));
    }

    private Fault fault(long at, long duration, Kind kind, NodeId anybody, int link) {
        NodeId victim = victim(kind, anybody);
        int step = random.between(1, plan.nodes() - 1);
        NodeId other = new NodeId((victim.number() - 1 + step) % plan.nodes() + 1);
        boolean mild = plan.severity() == Severity.MILD;
        long amount = switch (kind) {
            case SPLIT -> random.between(1L, (1L << plan.nodes()) - 2);
            case LOSS -> random.between(1L, mild ? 50L : 500L);
            case SPIKES ->
                random.between(
                        1L,
                        mild
                                ? plan.timing().heartbeatMillis() / 2
                                : 2 * plan.timing().heartbeatMillis());
            case DAEMON_CRASH, DAEMON_RESTART -> random.between(10L, duration + 10);
            case BOARD_SLOW,
                    BOARD_FAILING,
                    BOARD_HANGING,
                    BOARD_LOSING,
                    BOARD_TORN,
                    BOARD_DEAD,
                    BOARD_HANGING_FOR_ALL,
                    BOARD_SLOW_FOR_ALL,
                    BOARD_LOSING_FOR_ALL,
                    BOARD_TORN_FOR_ALL -> plan.boards() == 1 ? 0 : random.between(0L, (1L << plan.boards()) - 1);
            case SWITCH_DOWN -> random.between(0L, plan.timing().heartbeatMillis());
            case MIGRATE, OFFLINE, RESOURCE_STOPS -> random.between(1L, plan.resources());
            // Two clocks differ by less than the two per cent that the take-over wait allows for.
            case CLOCK_RATE ->
                plan.wrongClocks()
                        ? random.between(mild ? -50_000L : -100_000L, mild ? 50_000L : 100_000L)
                        : random.between(-8_000L, 8_000L);
            case CLOCK_LEAPS ->
                random.between(1L, mild ? longestPause() : 2 * plan.timing().toleranceMillis());
            case MAINTENANCE -> random.between(0L, 1L + plan.resources());
            case PUT_RESOURCE, DELETE_RESOURCE -> random.between(1L, ADDED_RESOURCES);
            default -> 0;
        };
        return new Fault(at, duration, kind, victim, other, amount, link);
    }
}
