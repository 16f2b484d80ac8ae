package orion.sim;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import orion.core.Input;
import orion.core.Output;
import orion.core.model.Levels;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Pause;
import orion.core.resource.ClusterState;
import orion.core.splitbrain.NodeBlock;

/// One host: power, sleep, its disk, the guard beside the daemon, and the lives of the daemon one after the other.
final class SimHost {
    private static final long SERVICE_START_MICROS = 500_000;

    private final SimCluster cluster;
    private final NodeId id;
    private final SplitMix random;
    private final Processes processes;
    private final Watchdog watchdog;
    private final Guard guard;
    private final StateMemory memory;
    private final HostSleep sleep;
    private final HostTime time;
    private final WitnessProgram witness;
    private @Nullable Daemon daemon;
    private boolean powered;
    private boolean wanted = true;
    private boolean starting;
    private boolean comesBack;
    private boolean stopProven = true;
    private boolean stopping;
    private int boots;
    private long bootedAt;
    private long lastIncarnation;
    private Levels spoken;
    private long leaseUntil = Long.MIN_VALUE;

    SimHost(SimCluster cluster, NodeId id, SplitMix random) {
        this.cluster = cluster;
        this.id = id;
        this.random = random;
        this.processes = new Processes(this, random.fork());
        this.watchdog = new Watchdog(this, cluster.plan().timing().longestWatchdogMillis());
        this.guard = new Guard(this, random, watchdog);
        this.sleep = new HostSleep(this, watchdog);
        this.memory = new StateMemory(this, ClusterState.initial(cluster.configuration()));
        this.time = new HostTime(this, random, watchdog, sleep);
        this.witness = new WitnessProgram(this);
        this.spoken = cluster.installed(Levels.SPOKEN);
    }

    SimCluster cluster() {
        return cluster;
    }

    NodeId id() {
        return id;
    }

    HostTime time() {
        return time;
    }

    HostClock clock() {
        return time.clock();
    }

    long clockMillis() {
        return time.clock().millis(cluster.timeline().now());
    }

    /// The program there that serves a disk of the white board, where there is one.
    WitnessProgram witness() {
        return witness;
    }

    Processes processes() {
        return processes;
    }

    StateMemory memory() {
        return memory;
    }

    /// The life under way, if there is one.
    @Nullable
    Daemon daemon() {
        return daemon != null && daemon.alive() ? daemon : null;
    }

    boolean powered() {
        return powered;
    }

    /// A host beside the cluster: it has no daemon, and serves a disk of the white board.
    SimHost withoutDaemon() {
        wanted = false;
        return this;
    }

    long leaseUntil() {
        return leaseUntil;
    }

    /// How often it was switched on or lost its power.
    int boots() {
        return boots;
    }

    /// Whether its kernel is at work.
    boolean runs() {
        return powered && !sleep.isFrozen();
    }

    /// Whether it is up for long enough that its services are.
    boolean serves() {
        return runs() && !witness.isDead() && cluster.timeline().now() - bootedAt >= SERVICE_START_MICROS;
    }

    // Sleep -----------------------------------------------------------------------------------------------------

    /// Runs something the daemon does: not before it is awake, never after a power cut.
    void whenAwake(Runnable work) {
        if (powered) {
            sleep.whenAwake(work);
        }
    }

    void laterAwake(long micros, Runnable work) {
        int boot = boots;
        cluster.timeline().after(micros, () -> {
            if (boot == boots) {
                whenAwake(work);
            }
        });
    }

    /// Runs something a process beside the daemon does: not while the whole host is frozen.
    void laterUnfrozen(long micros, Runnable work) {
        int boot = boots;
        cluster.timeline().after(micros, () -> {
            if (boot == boots) {
                sleep.whenUnfrozen(work);
            }
        });
    }

    /// Stops the daemon, or the whole host, for a while.
    void sleeps(HostSleep.Kind kind, Pause.Cause cause, long millis) {
        if (powered) {
            sleep.begin(kind, cause, millis);
        }
    }

    /// Ends a sleep.
    void wake() {
        sleep.end();
    }

    /// The next life of its daemon has a release that speaks these levels.
    void installs(Levels levels) {
        spoken = levels;
    }

    /// A sleep has ended.
    void awake(Pause.Cause cause) {
        Daemon sleeper = daemon();
        if (sleeper != null && stopProven) {
            watchdog.feedingGoesOn();
        }
        if (sleeper != null) {
            sleeper.overslept(cause);
        }
    }

    // Lease and watchdog ----------------------------------------------------------------------------------------

    void leaseRenewed(long until) {
        leaseUntil = until;
        if (cluster.plan().watchdogs() && stopProven) {
            watchdog.feedUntil(cluster.conduct().feedUntilMillis(until, watchdog.timeoutMillis()));
        }
    }

    /// The core says: stop everything by force.
    void mustStop(Daemon life, Output.StopEverything.Cause cause, String reason) {
        stopProven = false;
        stopping = true;
        watchdog.feedingStops();
        // What a definition asks for is no harm done by the protocol.
        cluster.note(
                cause == Output.StopEverything.Cause.RESOURCE_FAILED
                        ? new Fact.Rebooted(
                                life.self(),
                                life.view().generation(),
                                life.view().state())
                        : new Fact.Fenced(life.self(), reason));
        processes.stopEverything(
                life,
                random.between(100L, cluster.plan().longestStopMicros()),
                !random.chance(cluster.plan().unprovenStopThousandths()));
        laterAwake(microsToStop(cluster.plan().timing().stopLimitMillis()), () -> {
            if (stopping && daemon() == life) {
                reset("not everything could be stopped in time");
            }
        });
    }

    /// Rule T5: what is left of the lease, or so long if that is more.
    long microsToStop(long leastMillis) {
        long by = Math.max(clockMillis() + leastMillis, leaseUntil);
        return clock().simMicros(by) - cluster.timeline().now();
    }

    /// Everything was stopped by force, provably or not.
    void stopped(Daemon life, boolean proven) {
        stopping = false;
        if (proven) {
            watchdog.disarm();
        }
        life.take(new Input.EverythingStopped(proven, proven ? "" : "a process does not die"));
    }

    // Lives -----------------------------------------------------------------------------------------------------

    void lifeEnded(Daemon life, Output.Ending ending, String reason) {
        cluster.log().line(id, "ends " + ending + ": " + reason);
        life.die();
        switch (ending) {
            case LEFT -> {
                wanted = comesBack;
                comesBack = false;
                watchdog.disarm();
                startDaemonAfter(10);
            }
            case STOPPED -> {
                watchdog.disarm();
                startDaemonAfter(random.between(100L, 1_000L));
            }
            case UNSAFE -> reboot("the end of its life asked for it");
        }
    }

    /// The operator wants the node to leave, and not to come back before [#join].
    void staysAway() {
        comesBack = false;
    }

    /// The operator wants the daemon to run; one that is just leaving comes back.
    void join() {
        wanted = true;
        comesBack = true;
        if (daemon() == null) {
            startDaemonAfter(10);
        }
    }

    /// The daemon dies; the guard notices, kills everything it held, writes its last words and starts it again.
    ///
    /// @param atOnce it is started while the guard is still at work, and has to wait
    void crashDaemon(long restartMillis, boolean atOnce) {
        Daemon life = daemon();
        if (!powered || life == null) {
            return;
        }
        cluster.log().line(id, "daemon crashes");
        life.die();
        cluster.board().processDied(id);
        watchdog.feedingStops();
        if (sleep.isPaused()) {
            wake();
        }
        Runnable start = () -> startDaemonAfter(restartMillis);
        guard.daemonDied(life, atOnce ? () -> {} : start);
        if (atOnce) {
            start.run();
        }
    }

    private void startDaemonAfter(long millis) {
        if (starting || !powered) {
            return;
        }
        starting = true;
        laterAwake(millis * 1_000, this::startDaemon);
    }

    private void startDaemon() {
        if (!wanted || daemon() != null) {
            starting = false;
            return;
        }
        // Rule A2: what an earlier life held is stopped before a new one begins.
        if (guard.isAtWork()) {
            laterAwake(20_000, this::startDaemon);
            return;
        }
        if (cluster.conduct().stopsLeftovers()) {
            processes.kill();
        }
        memory.refresh(this::readBoard);
    }

    private void readBoard() {
        cluster.board()
                .readMajority(
                        id,
                        blocks -> whenAwake(() -> {
                            if (blocks.isPresent()) {
                                beginLife(cluster.conduct().blocksAtStart(id, blocks.get()));
                            } else {
                                laterAwake(500_000, this::startDaemon);
                            }
                        }));
    }

    private void beginLife(SortedMap<NodeId, NodeBlock> blocks) {
        starting = false;
        stopProven = true;
        NodeBlock own = blocks.get(id);
        long highest = Math.max(lastIncarnation, own == null ? 0 : own.writer().incarnation());
        lastIncarnation = cluster.conduct().incarnation(highest);
        Member self = new Member(id, lastIncarnation);
        leaseUntil = Long.MIN_VALUE;
        cluster.note(new Fact.LifeBegan(self, spoken));
        Daemon life = new Daemon(this, self, spoken, blocks);
        spoken = cluster.installed(spoken);
        daemon = life;
        life.take(new Input.FencingDevices(cluster.fencing().devicesOf(id)));
        life.take(new Input.TimerFired());
        if (!cluster.network().plugged(id)) {
            life.take(new Input.LinkChanged(false));
        }
    }

    // Power -----------------------------------------------------------------------------------------------------

    void boot() {
        if (powered) {
            return;
        }
        powered = true;
        bootedAt = cluster.timeline().now();
        witness.starts();
        time.boots();
        cluster.log().line(id, "boots");
        startDaemonAfter(random.between(100L, 1_500L));
    }

    void powerCut() {
        if (!powered) {
            return;
        }
        cluster.log().line(id, "loses its power");
        boots++;
        powered = false;
        starting = false;
        guard.powerCut();
        sleep.powerCut();
        watchdog.disarm();
        Daemon life = daemon();
        if (life != null) {
            life.die();
        }
        cluster.board().powerCut(id);
        memory.powerCut();
        processes.kill();
    }

    /// The watchdog bites.
    void reset(String reason) {
        Daemon life = daemon();
        cluster.note(
                new Fact.Fenced(life == null ? new Member(id, Math.max(1, lastIncarnation)) : life.self(), reason));
        reboot(reason);
    }

    private void reboot(String reason) {
        cluster.log().line(id, "reboots: " + reason);
        powerCut();
        cluster.timeline().afterMillis(random.between(1_000L, 4_000L), this::boot);
    }
}
