package orion.node.daemon;

import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import orion.core.ClusterNode;
import orion.core.Input;
import orion.core.NodeView;
import orion.core.Output;
import orion.core.Standing;
import orion.core.model.Levels;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.Request;
import orion.core.resource.RequestDesk;
import orion.core.splitbrain.NodeBlock;
import orion.node.alert.AlertMail;
import orion.node.alert.Alerts;
import orion.node.board.BoardDisks;
import orion.node.board.LastWords;
import orion.node.fencing.Fencer;
import orion.node.guard.RunDirectory;
import orion.node.network.Transport;
import orion.node.os.BootClock;

/// One life of this node: a [ClusterNode] with a new incarnation and everything that carries out what it says.
/// Ends when the core ends it, or by force when something could not be stopped in time.
final class Life {
    /// What a life needs from the daemon around it.
    record Surroundings(
            NodeSettings settings,
            BoardDisks board,
            DiskWatch watch,
            boolean obeysMessages,
            RunDirectory run,
            LastWords.Shelf lastWords,
            LeaseClock lease,
            Journal journal,
            StateStore store,
            Fencing fencing,
            Fencer fencer,
            AlertMail mail,
            long watchdogMillis) {}

    /// How the daemon makes sure that nothing goes on when it cannot be proven stopped.
    interface Fencing {
        /// Does not return.
        void now(String reason);
    }

    /// How long the last event of a node that is told to end itself may take to reach its file.
    static final long FLUSH_MILLIS = 300;

    private final Surroundings around;
    private final Member self;
    private final Transport transport;
    private final Selector selector;
    private final ResourceLanes lanes;
    private final BoardPort boardPort;
    private final ProtocolLoop loop;
    private final Alerts alerts;
    private final long stopLimitMillis;
    private final CompletableFuture<Output.End> end = new CompletableFuture<>();
    private final AtomicLong tickets = new AtomicLong();
    private final Map<Long, CompletableFuture<Output.Answer>> questions = new ConcurrentHashMap<>();
    private ClusterState known;
    private volatile Optional<Departed> departed = Optional.empty();
    private static final long VIEW_LIMIT_SECONDS = 5;
    private volatile boolean over;
    private long announcedGeneration;

    Life(
            Surroundings around,
            Member self,
            ClusterState remembered,
            SortedMap<NodeId, NodeBlock> blocks,
            Transport transport)
            throws IOException {
        this.around = around;
        this.self = self;
        this.known = remembered;
        this.transport = transport;
        this.selector = Selector.open();
        transport.register(selector);
        transport.peers(remembered.configuration().nodes());
        ClusterNode node = new ClusterNode(around.lease().now(), self, Levels.SPOKEN, remembered, blocks);
        BootClock clock = new BootClock();
        this.loop = new ProtocolLoop(node, transport, selector, () -> clock.nanos() / 1_000_000, this::carryOut);
        this.alerts =
                new Alerts(around.settings().name(), around.settings().cluster().name(), self, around.mail());
        this.stopLimitMillis = remembered.configuration().timing().stopLimitMillis();
        this.lanes = new ResourceLanes(
                around.run(),
                around.lease(),
                around.watchdogMillis(),
                ResourceLanes.TICK,
                resource -> 1_000L * resource.policy().monitoring().everySeconds(),
                System::currentTimeMillis,
                loop::accept);
        this.boardPort = new BoardPort(
                around.board(),
                self.node(),
                around.lastWords(),
                letterboxes(),
                around.watch(),
                this::received,
                loop::accept);
    }

    private Letterboxes letterboxes() {
        return new Letterboxes(
                around.board().size(),
                around.settings().name(),
                self.node().number() - 1,
                around.obeysMessages(),
                around.lease()::now,
                known.configuration().timing().toleranceMillis());
    }

    /// Obeys whoever left a message in a mailbox on the white board.
    private void received(Letterbox.Letter letter) {
        around.journal().note("BOARD", letter.text());
        letter.message().ifPresent(message -> {
            switch (message) {
                case RESET, OFF, CRASHDUMP -> {
                    around.journal().flush(FLUSH_MILLIS);
                    around.fencing().now(letter.text());
                }
                case EXIT -> {
                    var _ = leave().thenAccept(answer -> around.journal()
                            .note(
                                    "BOARD",
                                    "this node " + (answer.accepted() ? "leaves: " : "does not leave: ")
                                            + answer.text()));
                }
                case CLEAR, TEST -> {}
            }
        });
    }

    /// Runs on the calling thread until this life is over.
    Output.End run() throws IOException {
        try {
            loop.accept(new Input.FencingDevices(around.fencer().silence(known.configuration())));
            loop.run();
        } finally {
            over = true;
            around.lease().end();
            lanes.close();
            transport.close();
            selector.close();
            questions
                    .values()
                    .forEach(question -> question.complete(
                            new Output.Answer(0, false, "this node has just left the cluster" + RequestDesk.IN_DOUBT)));
        }
        return end.join();
    }

    private void carryOut(Output output) {
        switch (output) {
            case Output.Send send -> transport.send(send.to(), send.message());
            case Output.StartBoardCycle(int disk, NodeBlock block) -> boardPort.begin(disk, block);
            case Output.LeaseRenewed(long until) -> {
                around.lease().renew(until);
                around.watch().look();
            }
            case Output.RunAction action -> lanes.take(action);
            case Output.StopEverything(var cause, String reason) -> {
                stopEverything(reason);
                alerts.stops(cause);
            }
            case Output.End ended -> {
                around.lease().end();
                around.journal().note("AUTHORITY", "this life of the node is over: " + ended.reason());
                if (ended.ending() == Output.Ending.LEFT) {
                    departed = Optional.of(new Departed(Instant.now(), ended.reason(), known));
                }
                end.complete(ended);
            }
            case Output.Answer answer ->
                Optional.ofNullable(questions.remove(answer.ticket())).ifPresent(question -> question.complete(answer));
            case Output.StateAgreed(ClusterState state) -> agreed(state);
            case Output.StateLearned(ClusterState state) -> remember(state);
            case Output.ReadStates() -> around.store().readCopies(around.board(), loop::accept);
            case Output.Fence(Member victim) -> fence(victim);
            case Output.Happened(var event) ->
                around.journal().note(event.kind().name(), event.text());
        }
    }

    private void fence(Member victim) {
        String name = known.configuration().nameOf(victim.node());
        var _ = around.fencer()
                .fence(victim, name, () -> isStillToBeFenced(victim))
                .thenAccept(certain -> confirmOff(victim, certain));
        alerts.fences(victim, name);
    }

    private boolean isStillToBeFenced(Member victim) {
        try {
            NodeView view = view().get(VIEW_LIMIT_SECONDS, TimeUnit.SECONDS);
            return !over && view.isStillToBeFenced(around.lease().now(), victim);
        } catch (ExecutionException | TimeoutException unknown) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void confirmOff(Member victim, boolean certain) {
        if (certain) {
            loop.accept(new Input.PowerOffConfirmed(victim));
        }
    }

    private void agreed(ClusterState state) {
        remember(state);
        if (alerts.isOn()) {
            loop.visit(alerts::agreed);
        }
        if (state.id().generation() != announcedGeneration) {
            announcedGeneration = state.id().generation();
            lanes.announceAll();
        }
    }

    private void remember(ClusterState state) {
        tellDevices(known, state);
        if (known.configuration().version() != state.configuration().version()) {
            lanes.treat(state.configuration().resources());
        }
        known = state;
        transport.peers(state.configuration().nodes());
        around.store().store(state, around.board());
    }

    private void tellDevices(ClusterState before, ClusterState now) {
        if (!before.configuration().nodes().equals(now.configuration().nodes())) {
            loop.accept(new Input.FencingDevices(around.fencer().silence(now.configuration())));
        }
    }

    /// Stops everything; where that is not proven before the lease ends, the host is fenced.
    private void stopEverything(String reason) {
        // Others wait this much longer than the lease, and so it is proven before they begin (rule T5).
        long limit = Math.max(stopLimitMillis, around.lease().leftMillis());
        around.lease().end();
        Thread.ofPlatform().name("stop-limit").daemon().start(() -> fenceUnlessStopped(limit, reason));
        lanes.stopEverything();
    }

    private void fenceUnlessStopped(long limitMillis, String reason) {
        try {
            TimeUnit.MILLISECONDS.sleep(limitMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!end.isDone() && !lanes.provenStopped()) {
            around.fencing().now("not everything could be stopped within " + limitMillis + " ms: " + reason);
        }
    }

    /// Asks the cluster something; the answer comes later.
    CompletableFuture<Output.Answer> ask(Request request) {
        long ticket = tickets.incrementAndGet();
        CompletableFuture<Output.Answer> answer = new CompletableFuture<>();
        questions.put(ticket, answer);
        if (over || end.isDone()) {
            answer.complete(new Output.Answer(ticket, false, "this node is not in the cluster; let it join first"));
        }
        loop.accept(new Input.Asked(ticket, request));
        return answer;
    }

    /// Leaves in order. Refused where no other member can use the white board: they cannot decide to go on without
    /// this node, and would stop.
    CompletableFuture<Output.Answer> leave() {
        return othersWouldStop()
                .thenCompose(stop -> stop
                        ? CompletableFuture.completedFuture(new Output.Answer(
                                0,
                                false,
                                "no other member can use the white board: they could not agree to go on without this"
                                        + " node, and would stop everything; mend the board first, or stop all with"
                                        + " 'orion down'"))
                        : ask(new Request.Leave(self.node())));
    }

    /// Leaves because the daemon is told to end, and it will, whatever that means for the others: here that is said.
    CompletableFuture<Output.Answer> leaveInAnyCase() {
        return othersWouldStop().thenCompose(stop -> {
            if (stop) {
                around.journal()
                        .note(
                                "DAEMON",
                                "this daemon is told to end, and no other member can use the white board: they cannot"
                                        + " agree to go on without this node, and stop everything when their leases"
                                        + " end");
            }
            return ask(new Request.Leave(self.node()));
        });
    }

    private CompletableFuture<Boolean> othersWouldStop() {
        return view().thenApply(view -> view.standing() == Standing.MEMBER
                && new Witnesses(view, around.lease().now()).nobodyElseUsesTheBoard());
    }

    void accept(Input input) {
        loop.accept(input);
    }

    /// What the node thinks.
    CompletableFuture<NodeView> view() {
        CompletableFuture<NodeView> view = new CompletableFuture<>();
        loop.visit(view::complete);
        return view;
    }

    /// That this life has left the cluster, known from the moment it has ended.
    Optional<Departed> departed() {
        return departed;
    }

    Member self() {
        return self;
    }

    boolean holdsNothing() {
        return lanes.holdNothing();
    }

    CompletableFuture<Output.End> end() {
        return end;
    }
}
