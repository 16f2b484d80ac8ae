package orion.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import orion.core.Input;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Pause;
import orion.core.resource.Maintenance;
import orion.core.resource.Request;

/// Makes faults happen to a cluster, and ends them.
final class FaultInjector {
    /// How [Fault.Kind#REMOVE_NODE] goes about it.
    static final long AS_IT_IS = 0;

    static final long AFTER_A_POWER_CUT = 1;
    static final long WHEN_IT_HAS_LEFT = 2;
    static final long WHILE_IT_IS_LET_IN = 3;

    private final SimCluster cluster;
    private final Editor editor;
    private final List<Begun> begun = new ArrayList<>();
    private boolean over;

    /// A fault that happened, the how manieth of its run, and when exactly.
    record Begun(int number, long micros, Fault fault) {
        /// The same fault for a shorter time.
        Begun lasting(long millis) {
            Fault shorter = new Fault(
                    fault.atMillis(),
                    millis,
                    fault.kind(),
                    fault.victim(),
                    fault.other(),
                    fault.amount(),
                    fault.link());
            return new Begun(number, micros, shorter);
        }
    }

    FaultInjector(SimCluster cluster) {
        this.cluster = cluster;
        this.editor = new Editor(cluster);
    }

    void schedule(List<Fault> faults) {
        for (Fault fault : faults) {
            cluster.timeline().at(fault.atMillis() * 1_000, () -> begin(fault));
        }
    }

    /// Faults of an earlier run of the same plan happen again.
    void replay(List<Begun> faults) {
        for (Begun again : faults) {
            cluster.timeline().at(again.micros(), () -> begin(again.fault()));
        }
    }

    /// All faults that happened so far, in their order.
    List<Begun> begun() {
        return List.copyOf(begun);
    }

    /// Begins a fault now and ends it after its duration.
    void begin(Fault fault) {
        if (over) {
            return;
        }
        begun.add(new Begun(begun.size() + 1, cluster.timeline().now(), fault));
        cluster.log().line(fault.victim(), "FAULT " + fault);
        SimHost victim = cluster.host(fault.victim());
        switch (fault.kind()) {
            case UNPLUG -> plug(victim, fault.link(), false);
            case SWITCH_DOWN -> cluster.allHosts().forEach(host -> plug(host, 0, false));
            case CUT_ONE_WAY, CUT, MUTE, DEAF, SPLIT -> cut(fault, true);
            case LOSS -> cluster.network().disturb((int) fault.amount(), (int) fault.amount(), 0);
            case SPIKES -> cluster.network().disturb(0, 0, fault.amount());
            case BOARD_SLOW -> trouble(fault, SimDisk.Trouble.SLOW);
            case BOARD_FAILING -> trouble(fault, SimDisk.Trouble.FAILING);
            case BOARD_HANGING -> trouble(fault, SimDisk.Trouble.HANGING);
            case BOARD_LOSING -> trouble(fault, SimDisk.Trouble.LOSING);
            case BOARD_TORN -> trouble(fault, SimDisk.Trouble.TORN);
            case BOARD_DEAD, BOARD_HANGING_FOR_ALL, BOARD_SLOW_FOR_ALL, BOARD_LOSING_FOR_ALL, BOARD_TORN_FOR_ALL ->
                boardOfAll(fault, troubleOfAll(fault.kind()));
            case WITNESS_CRASH -> victim.witness().dies();
            case POWER_CUT -> victim.powerCut();
            case CONFIRMED_POWER_CUT -> confirmedPowerCut(victim, cluster.host(fault.other()));
            case POWER_CUT_OF_ALL -> cluster.hosts().forEach(SimHost::powerCut);
            case DAEMON_CRASH -> victim.crashDaemon(fault.amount(), false);
            case DAEMON_RESTART -> victim.crashDaemon(fault.amount(), true);
            case CLOCK_RATE -> victim.time().runs(fault.amount());
            case CLOCK_LEAPS -> victim.time().leaps(fault.amount());
            case FREEZE -> sleeps(fault, HostSleep.Kind.HOST, Pause.Cause.STOPPED);
            case PAUSE -> sleeps(fault, HostSleep.Kind.DAEMON, causeOfPause(fault));
            case VM_SUSPENDED -> sleeps(fault, HostSleep.Kind.MACHINE, Pause.Cause.ASLEEP);
            case CLOCK_STANDS -> sleeps(fault, HostSleep.Kind.MACHINE_AND_CLOCK, Pause.Cause.STOPPED);
            case RESOURCE_STOPS -> resourceStops(fault.amount());
            case BAD_SCRIPTS -> victim.processes().behave(new Scripts(2_000, 500, 500, 100, 0));
            case SLOW_SCRIPTS -> victim.processes().behave(new Scripts(Plan.SCRIPT_TIMEOUT_SECONDS * 900L, 0, 0, 0, 0));
            case LYING_SCRIPTS -> victim.processes().behave(new Scripts(300, 0, 0, 0, 500));
            case MIGRATE -> command(new Request.Migrate("r" + fault.amount(), fault.victim()));
            case OFFLINE -> command(new Request.Offline("r" + fault.amount()));
            case PUT_RESOURCE -> command(Edits.put(Plan.added(fault.amount(), fault.victim())));
            case DELETE_RESOURCE -> command(new Request.Offline("x" + fault.amount()));
            case ADD_NODE ->
                cluster.plan().nextNode(cluster.hosts().size()).ifPresent(node -> command(Edits.add(node)));
            case MAINTENANCE -> command(new Request.BeginMaintenance(scope(fault), maintenanceMillis(fault)));
            case LEAVE -> leave(victim);
            case DOWN -> {
                cluster.hosts().forEach(SimHost::staysAway);
                command(new Request.Down());
            }
            case REMOVE_NODE -> {
                prepareRemoval(victim, fault.amount());
                editor.remove(fault);
            }
            case CHANGE_RESOURCE, REPLACE_RESOURCE -> editor.edit(fault);
        }
        cluster.timeline().afterMillis(fault.durationMillis(), () -> {
            if (!over) {
                end(fault);
            }
        });
    }

    private void end(Fault fault) {
        SimHost victim = cluster.host(fault.victim());
        switch (fault.kind()) {
            case UNPLUG -> plug(victim, fault.link(), true);
            case SWITCH_DOWN -> switchUp(fault.amount());
            case CUT_ONE_WAY, CUT, MUTE, DEAF, SPLIT -> cut(fault, false);
            case LOSS, SPIKES -> cluster.network().disturb(0, 0, 0);
            case BOARD_SLOW, BOARD_FAILING, BOARD_HANGING, BOARD_LOSING, BOARD_TORN ->
                trouble(fault, SimDisk.Trouble.NONE);
            case BOARD_DEAD, BOARD_HANGING_FOR_ALL, BOARD_SLOW_FOR_ALL, BOARD_LOSING_FOR_ALL, BOARD_TORN_FOR_ALL ->
                boardOfAll(fault, SimDisk.Trouble.NONE);
            case WITNESS_CRASH -> victim.witness().starts();
            case POWER_CUT, CONFIRMED_POWER_CUT -> victim.boot();
            case POWER_CUT_OF_ALL -> cluster.hosts().forEach(SimHost::boot);
            case BAD_SCRIPTS, SLOW_SCRIPTS, LYING_SCRIPTS -> victim.processes().behave(Scripts.GOOD);
            case OFFLINE -> command(new Request.Online("r" + fault.amount(), Optional.empty()));
            case LEAVE -> victim.join();
            case DOWN -> cluster.hosts().forEach(SimHost::join);
            case CLOCK_RATE -> victim.time().runs(0);
            case DELETE_RESOURCE -> command(Edits.delete("x" + fault.amount()));
            case ADD_NODE ->
                cluster.plan().nextNode(cluster.hosts().size()).ifPresent(node -> cluster.addHost(node.id()));
            case REMOVE_NODE -> {
                editor.addAgain(fault);
                victim.boot();
                victim.join();
            }
            case CHANGE_RESOURCE, REPLACE_RESOURCE -> editor.end(fault);
            case MAINTENANCE -> {
                if (maintenanceMillis(fault) == Maintenance.UNTIL_ENDED) {
                    command(new Request.EndMaintenance(scope(fault)));
                }
            }
            case DAEMON_CRASH,
                    DAEMON_RESTART,
                    FREEZE,
                    PAUSE,
                    VM_SUSPENDED,
                    CLOCK_STANDS,
                    CLOCK_LEAPS,
                    RESOURCE_STOPS,
                    MIGRATE,
                    PUT_RESOURCE -> {}
        }
    }

    private void sleeps(Fault fault, HostSleep.Kind kind, Pause.Cause cause) {
        cluster.host(fault.victim()).sleeps(kind, cause, fault.durationMillis());
    }

    /// What the daemon will find out: what its number says, or that it was stopped.
    private static Pause.Cause causeOfPause(Fault fault) {
        List<Pause.Cause> causes = List.of(Pause.Cause.values());
        int number = (int) (fault.amount() % causes.size());
        return number == 0 ? Pause.Cause.STOPPED : causes.get(number);
    }

    private void leave(SimHost victim) {
        victim.staysAway();
        command(new Request.Leave(victim.id()));
    }

    private void prepareRemoval(SimHost victim, long how) {
        if (how == AFTER_A_POWER_CUT) {
            victim.powerCut();
        } else if (how == WHEN_IT_HAS_LEFT || how == WHILE_IT_IS_LET_IN) {
            leave(victim);
        }
        if (how == WHILE_IT_IS_LET_IN) {
            cluster.timeline().afterMillis(Editor.AWAY_MILLIS, victim::join);
        }
    }

    /// Ends all faults and begins no more.
    void heal() {
        over = true;
        editor.stops();
        cluster.network().heal();
        cluster.board().heal();
        for (SimHost host : cluster.allHosts()) {
            host.processes().behave(Scripts.GOOD);
            host.wake();
            host.time().runs(0);
            host.witness().starts();
            plug(host, 0, true);
            host.boot();
        }
        cluster.hosts().forEach(SimHost::join);
    }

    /// The ports of a switch come up in some order.
    private void switchUp(long withinMillis) {
        List<SimHost> hosts = cluster.allHosts();
        for (int i = 0; i < hosts.size(); i++) {
            SimHost host = hosts.get(i);
            cluster.timeline().afterMillis(withinMillis * i / hosts.size(), () -> {
                if (!over) {
                    plug(host, 0, true);
                }
            });
        }
    }

    private void plug(SimHost host, int link, boolean in) {
        cluster.network().plug(host.id(), link, in);
        Daemon daemon = host.daemon();
        if (daemon != null) {
            daemon.take(new Input.LinkChanged(cluster.network().plugged(host.id())));
        }
    }

    /// Cuts or mends every direction between two hosts that the fault is about.
    private void cut(Fault fault, boolean begins) {
        for (SimHost from : cluster.allHosts()) {
            for (SimHost to : cluster.allHosts()) {
                if (isCut(fault, from.id(), to.id()) && begins) {
                    cluster.network().cut(from.id(), to.id(), fault.link());
                } else if (isCut(fault, from.id(), to.id())) {
                    cluster.network().mend(from.id(), to.id(), fault.link());
                }
            }
        }
    }

    private static boolean isCut(Fault fault, NodeId from, NodeId to) {
        boolean oneWay = from.equals(fault.victim()) && to.equals(fault.other());
        boolean back = from.equals(fault.other()) && to.equals(fault.victim());
        return switch (fault.kind()) {
            case CUT_ONE_WAY -> oneWay;
            case CUT -> oneWay || back;
            case MUTE -> from.equals(fault.victim());
            case DEAF -> to.equals(fault.victim());
            case SPLIT -> inside(fault.amount(), from) != inside(fault.amount(), to);
            default -> false;
        };
    }

    private static boolean inside(long side, NodeId node) {
        return (side >> (node.number() - 1) & 1) == 1;
    }

    private static SimDisk.Trouble troubleOfAll(Fault.Kind kind) {
        return switch (kind) {
            case BOARD_DEAD -> SimDisk.Trouble.FAILING;
            case BOARD_HANGING_FOR_ALL -> SimDisk.Trouble.HANGING;
            case BOARD_SLOW_FOR_ALL -> SimDisk.Trouble.SLOW;
            case BOARD_LOSING_FOR_ALL -> SimDisk.Trouble.LOSING;
            case BOARD_TORN_FOR_ALL -> SimDisk.Trouble.TORN;
            default -> throw new IllegalArgumentException(kind + " does not happen to the board of all hosts");
        };
    }

    private void boardOfAll(Fault fault, SimDisk.Trouble trouble) {
        cluster.board().troubleOfAll(cluster.hosts().stream().map(SimHost::id).toList(), fault.amount(), trouble);
    }

    private void trouble(Fault fault, SimDisk.Trouble trouble) {
        cluster.board().trouble(fault.victim(), fault.amount(), trouble);
    }

    /// One node is told, `told` if it runs; the others have to hear of it from that one.
    private void confirmedPowerCut(SimHost victim, SimHost told) {
        Daemon daemon = victim.daemon();
        if (cluster.conduct().fencingIsTrue()) {
            victim.powerCut();
        }
        if (daemon == null) {
            return;
        }
        Member gone = daemon.self();
        Stream.concat(Stream.of(told), cluster.hosts().stream())
                .map(SimHost::daemon)
                .filter(other -> other != null && !other.self().equals(gone))
                .findFirst()
                .ifPresent(other -> other.take(new Input.PowerOffConfirmed(gone)));
    }

    private void resourceStops(long number) {
        for (NodeId node : cluster.holdersOf("r" + number)) {
            SimHost host = cluster.host(node);
            Daemon daemon = host.daemon();
            if (daemon != null) {
                host.processes().fail(daemon, "r" + number);
            }
        }
    }

    private static Maintenance.Scope scope(Fault fault) {
        if (fault.amount() == 0) {
            return new Maintenance.Scope.Cluster();
        }
        return fault.amount() == 1
                ? new Maintenance.Scope.Node(fault.victim())
                : new Maintenance.Scope.Resource("r" + (fault.amount() - 1));
    }

    /// Every other one ends by itself.
    private static long maintenanceMillis(Fault fault) {
        return fault.durationMillis() % 2 == 0 ? fault.durationMillis() : Maintenance.UNTIL_ENDED;
    }

    private void command(Request request) {
        cluster.anyMember().ifPresent(node -> cluster.ask(node, request));
    }
}
