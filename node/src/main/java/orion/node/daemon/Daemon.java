package orion.node.daemon;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import orion.core.Input;
import orion.core.Output;
import orion.core.configuration.ApiToken;
import orion.core.configuration.Endpoint;
import orion.core.lint.HostFacts;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.core.resource.ClusterState;
import orion.core.splitbrain.NodeBlock;
import orion.node.access.AgreedTokens;
import orion.node.alert.AlertMail;
import orion.node.api.ControlReply;
import orion.node.board.BoardDisks;
import orion.node.board.BoardException;
import orion.node.fencing.FencePlan;
import orion.node.fencing.Fencer;
import orion.node.guard.LastWordsFile;
import orion.node.guard.RunDirectory;
import orion.node.guard.StopBy;
import orion.node.network.LinkWatch;
import orion.node.network.Transport;
import orion.node.security.EnrolmentServer;
import orion.node.security.NodeIdentity;
import orion.node.security.Tokens;
import orion.node.trouble.Complaint;

/// The node daemon. Start-up order: settings, lock, leftovers of an earlier run stopped, guard, board,
/// watchdog, command socket, then one life after the other.
public final class Daemon {
    private static final int EXIT_BROKEN = 70;
    /// How long a daemon that is told to end waits for its resources to be unloaded.
    static final long LEAVE_LIMIT_SECONDS = 840;

    private final DaemonOptions options;
    private final Console console;
    private final NodeFence fence;
    private final NodeSettings settings;
    private final NodeIdentity identity;
    private final Tokens tokens;
    private final LeaseClock lease = new LeaseClock();
    private final FencePlan fencePlan;
    private final Journal journal;
    private final ProcessTuning tuning;
    private final Complaint waitsForBoard;
    private final StateStore store;
    private final AlertMail mail;
    private final BlockingQueue<Boolean> joinRequests = new LinkedBlockingQueue<>();
    private volatile Optional<Endpoint> listener = Optional.empty();
    private volatile Optional<Life> life = Optional.empty();
    private volatile boolean stopping;
    private long lastIncarnation;
    private long watchdogMillis;

    /// A daemon that has read its directory and done nothing yet.
    Daemon(DaemonOptions options, PrintStream out) throws SetupException, IOException {
        this.options = options;
        this.console = new Console(out);
        this.fence = new NodeFence(options.fence());
        this.settings = NodeSettings.read(options.directory());
        options.fence().requireRight(settings, options.directory());
        this.identity = NodeIdentity.load(options.directory());
        this.tokens = Tokens.open(options.directory());
        this.fencePlan = FencingSettings.read(options.directory());
        this.journal = new Journal(options.directory(), settings.name(), console::show);
        this.tuning = new ProcessTuning(options.realTime(), text -> journal.note("DAEMON", text));
        this.waitsForBoard = new Complaint(text -> journal.note("BOARD", text));
        this.store =
                new StateStore(options.directory(), settings.node().number(), text -> journal.note("DAEMON", text));
        this.mail = AlertMail.open(settings.mail(), options.post(), text -> journal.note("DAEMON", text));
    }

    /// Runs a node in the foreground until it is told to stop.
    ///
    /// @param out gets one line per event
    /// @return the exit code
    /// @throws SetupException where it cannot start; nothing was changed then
    public static int run(DaemonOptions options, PrintStream out) throws SetupException {
        try {
            return new Daemon(options, out).run();
        } catch (IOException e) {
            throw new SetupException("the daemon in " + options.directory() + " cannot run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return EXIT_BROKEN;
        }
    }

    int run() throws SetupException, IOException, InterruptedException {
        try (Tenure tenure = Tenure.begin(options, settings.name(), journal, fence)) {
            return run(tenure);
        }
    }

    private int run(Tenure tenure) throws SetupException, IOException, InterruptedException {
        try (BoardDisks board = BoardDisks.start(
                settings.boards(), settings.cluster(), identity.boardKey(), () -> tuning.realTime("board"))) {
            serve(board, tenure);
        } finally {
            if (holdsNothing()) {
                tenure.endInOrder();
            }
            mail.close();
            journal.close();
            console.close();
        }
        return 0;
    }

    private void serve(BoardDisks board, Tenure tenure) throws SetupException, IOException, InterruptedException {
        ClusterState first = requireConfigured(newestState(board));
        List<Endpoint> links = first.configuration().node(settings.node()).links();
        OwnAddresses.requireFree(links);
        tuning.lockMemory();
        Timing timing = first.configuration().timing();
        board.waitAtMost(Duration.ofMillis(timing.servedDiskPatienceMillis()));
        StopBy stopBy = new StopBy(tenure.run());
        Watchdogs.record(options.watchdog(), tenure.run());
        lease.tellEachEnd(end -> stopBy.tell(end + timing.stopLimitMillis() / 2));
        Watchdog watchdog = Watchdogs.open(options.watchdog(), timing, text -> journal.note("DAEMON", text));
        // Opening a watchdog armed it: from here on it is fed, however long the rest takes, and disarmed if that fails.
        try (Fencer fencer =
                        new Fencer(settings.name(), fencePlan, tenure.run(), text -> journal.note("AUTHORITY", text));
                WatchdogFeeder feeder = WatchdogFeeder.start(
                        watchdog, lease, timing, this::holdsNothing, fence, () -> tuning.realTime("watchdog"))) {
            watchdogMillis = watchdog.timeoutMillis();
            StatusReport report = new StatusReport(settings, watchdog, fencer::state);
            DiskWatch disks = new DiskWatch(
                    settings.boards(),
                    board,
                    lease::now,
                    timing.leaseMillis() / 2,
                    text -> journal.note("BOARD", text));
            listener = Optional.of(links.getFirst());
            Doorkeeper doorkeeper = new Doorkeeper(settings, this::life, new BoardWriters(board));
            Consumer<String> aboutMembers = text -> journal.note("MEMBERSHIP", text);
            try (KeyKeeper keys =
                            KeyKeeper.start(options.directory(), identity, settings, board, this::life, aboutMembers);
                    EnrolmentServer _ = EnrolmentServer.start(identity, tokens, links, doorkeeper, aboutMembers);
                    WaysIn _ = WaysIn.open(
                            options.directory(),
                            settings,
                            identity,
                            links,
                            new ControlDesk(this, settings, report, disks, lease, journal, fencer, keys, store),
                            new AgreedTokens(this::agreedTokens, InstantSource.system()),
                            journal)) {
                journal.note(
                        "DAEMON",
                        "node " + settings.name() + " of cluster "
                                + settings.cluster().name() + " starts; watchdog: " + watchdog.description());
                Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> leave(tenure, feeder)));
                fencer.begin(first.configuration());
                live(board, disks, tenure.run(), first, fencer);
            } finally {
                store.close();
            }
        }
    }

    /// See [DaemonOptions].
    HostFacts.Agents agents() {
        return options.agents().get();
    }

    /// Whoever holds no lease may have been cast out, and would not hear of a token that is removed.
    private Optional<SortedMap<String, ApiToken>> agreedTokens() {
        return store.newest()
                .filter(_ -> lease.valid())
                .map(state -> state.configuration().tokens());
    }

    /// Takes the newest copy of the agreed state from the board or from the disk: others may have changed it
    /// while this node was out.
    private ClusterState newestState(BoardDisks board) throws SetupException, InterruptedException {
        try {
            return StateStore.newest(store.read(), store.copies(board).newest());
        } catch (BoardException e) {
            throw new SetupException(SetupException.reason(e), e);
        }
    }

    /// Not by the number alone: that of a removed node may have been given to its successor.
    private ClusterState requireConfigured(ClusterState state) throws SetupException {
        settings.requireConfiguredIn(state.configuration());
        return state;
    }

    private ClusterState newestStateOr(ClusterState remembered, BoardDisks board) throws InterruptedException {
        try {
            return newestState(board);
        } catch (SetupException e) {
            journal.note("BOARD", SetupException.reason(e));
            return remembered;
        }
    }

    /// One life after the other, until the daemon is told to stop.
    private void live(BoardDisks board, DiskWatch disks, RunDirectory run, ClusterState first, Fencer fencer)
            throws SetupException, IOException, InterruptedException {
        LastWordsFile lastWords = new LastWordsFile(run, settings.boards());
        ClusterState remembered = first;
        while (!stopping) {
            Output.End end = runLife(board, disks, run, lastWords, remembered, fencer);
            if (end.ending() != Output.Ending.UNSAFE) {
                lastWords.forget();
            }
            switch (end.ending()) {
                case UNSAFE -> fence.now(end.reason());
                case LEFT -> {
                    // A wish from before it left is fulfilled; it must not undo the leaving.
                    joinRequests.clear();
                    journal.note(
                            "DAEMON",
                            stopping ? "this node has left" : "this node has left; 'orion join' brings it back");
                    while (!stopping && joinRequests.poll(200, TimeUnit.MILLISECONDS) == null) {
                        // Nothing to do: a node that left holds nothing and hears nothing.
                    }
                }
                case STOPPED ->
                    journal.note(
                            "DAEMON",
                            "everything is stopped; this node "
                                    + (stopping ? "ends its daemon" : "asks to be let in again"));
            }
            remembered = stopping ? remembered : requireConfigured(newestStateOr(remembered, board));
        }
    }

    private Output.End runLife(
            BoardDisks board,
            DiskWatch disks,
            RunDirectory run,
            LastWordsFile lastWords,
            ClusterState remembered,
            Fencer fencer)
            throws SetupException, IOException, InterruptedException {
        SortedMap<NodeId, NodeBlock> blocks = readBlocks(board, remembered);
        lastIncarnation = Math.max(BoardPort.highestIncarnation(settings.node(), blocks), lastIncarnation) + 1;
        Member self = new Member(settings.node(), lastIncarnation);
        Transport transport = Transport.open(
                identity.datagramKeys(),
                self,
                remembered.configuration().node(self.node()).links());
        Life next = new Life(
                new Life.Surroundings(
                        settings,
                        board,
                        disks,
                        options.obeysMessages(),
                        run,
                        lastWords,
                        lease,
                        journal,
                        store,
                        fence,
                        fencer,
                        mail,
                        watchdogMillis),
                self,
                remembered,
                blocks,
                transport);
        LinkWatch links = LinkWatch.start(
                remembered.configuration().node(self.node()).links(), up -> next.accept(new Input.LinkChanged(up)));
        life = Optional.of(next);
        try {
            tuning.realTime("protocol");
            return next.run();
        } catch (IOException | RuntimeException | Error e) {
            // A broken invariant stops the node: its peers fence the dead, so stopping is safe.
            fence.now("internal error: " + e + whereThrown(e));
            throw e;
        } finally {
            links.close();
        }
    }

    /// Some exceptions tell nothing of where they were thrown.
    private static String whereThrown(Throwable e) {
        return e.getStackTrace().length == 0 ? "" : " at " + e.getStackTrace()[0];
    }

    /// Why no life can begin, where that is because of the white board.
    Optional<String> waitsForBoard() {
        return waitsForBoard.standing();
    }

    /// Waits until a majority of the board can be written and read: without it a node cannot know whether it is
    /// still needed dead. What this node remembers of the agreed state is there before anybody can read of its
    /// new life.
    private SortedMap<NodeId, NodeBlock> readBlocks(BoardDisks board, ClusterState remembered)
            throws InterruptedException {
        while (true) {
            try {
                store.copy(remembered, board);
                SortedMap<NodeId, NodeBlock> blocks = BoardPort.newest(board);
                waitsForBoard.settle("the white board can be read again");
                return blocks;
            } catch (BoardException e) {
                waitsForBoard.raise("waiting for the white board: " + SetupException.reason(e));
                TimeUnit.MILLISECONDS.sleep(500);
            }
        }
    }

    /// Leaves in order when the daemon is told to stop: resources move first. It ends in any case; what it
    /// could not give back, its guard stops.
    private void leave(Tenure tenure, WatchdogFeeder feeder) {
        stopping = true;
        try {
            Optional<Life> current = life();
            if (current.isPresent()) {
                Output.Answer answer = current.get().leaveInAnyCase().get(LEAVE_LIMIT_SECONDS, TimeUnit.SECONDS);
                if (answer.accepted()) {
                    current.get().end().get(LEAVE_LIMIT_SECONDS, TimeUnit.SECONDS);
                } else if (!holdsNothing()) {
                    journal.note(
                            "DAEMON",
                            "this node could not leave in order, and its guard stops what it holds: " + answer.text());
                    journal.flush(Life.FLUSH_MILLIS);
                }
            }
            if (holdsNothing()) {
                feeder.close();
                tenure.endInOrder();
            }
        } catch (ExecutionException | TimeoutException e) {
            System.err.println("orion: this node could not leave in order; the guard stops what is left");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // The program ends when this hook does, wherever the other threads are.
            store.close();
            mail.close();
            journal.close();
        }
    }

    private boolean holdsNothing() {
        return life.map(Life::holdsNothing).orElse(true);
    }

    Optional<Life> life() {
        return life.filter(current -> !current.end().isDone());
    }

    /// How it left, while it is outside because it has left.
    Optional<Departed> departed() {
        return life.flatMap(Life::departed);
    }

    /// Makes a word with which one new node can enroll.
    ControlReply token() {
        if (life().isEmpty()) {
            return ControlReply.refused("node " + settings.name() + " is not in the cluster at the moment and could let"
                    + " nobody in; make the token on a node that is");
        }
        try {
            return ControlReply.done(tokens.issue(settings.cluster().id(), identity, listener.orElseThrow())
                    .text());
        } catch (IOException e) {
            return ControlReply.refused(SetupException.reason(e));
        }
    }

    /// Lets a node that left join again.
    boolean join() {
        return life().isEmpty() && joinRequests.offer(true);
    }
}
