package orion.node.daemon;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import orion.core.NodeView;
import orion.core.Output;
import orion.core.Standing;
import orion.core.configuration.NodeDefinition;
import orion.core.resource.Alert;
import orion.core.resource.EditRules;
import orion.core.resource.Effects;
import orion.core.resource.Maintenance;
import orion.core.resource.Request;
import orion.node.access.Caller;
import orion.node.access.Desk;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;
import orion.node.api.EditData;
import orion.node.api.EditData.EffectData;
import orion.node.fencing.Fencer;
import orion.node.lint.HostLook;

/// Carries out what the command line asks: reads this node's view, or hands a request to the cluster and waits
/// for its answer.
final class ControlDesk implements Desk {
    private static final long ANSWER_LIMIT_SECONDS = 40;
    private static final int DEFAULT_EVENTS = 50;
    private static final Duration KEEPING_LIMIT = Duration.ofSeconds(10);

    private final PlannerThread planner = new PlannerThread();
    private final Daemon daemon;
    private final NodeSettings settings;
    private final StatusReport report;
    private final DiskWatch disks;
    private final LeaseClock clock;
    private final Journal journal;
    private final NodeDesk nodes;
    private final KeyKeeper keys;
    private final StateStore store;
    private final LintDesk lint;

    ControlDesk(
            Daemon daemon,
            NodeSettings settings,
            StatusReport report,
            DiskWatch disks,
            LeaseClock clock,
            Journal journal,
            Fencer fencer,
            KeyKeeper keys,
            StateStore store) {
        this.daemon = daemon;
        this.settings = settings;
        this.report = report;
        this.disks = disks;
        this.clock = clock;
        this.journal = journal;
        this.nodes = new NodeDesk(this, daemon, settings, clock, journal, fencer);
        this.keys = keys;
        this.store = store;
        HostLook host = new HostLook(
                settings.node(),
                report.watchdogWeakness(),
                (int) Daemon.LEAVE_LIMIT_SECONDS,
                settings.boards(),
                daemon::agents);
        this.lint = new LintDesk(settings, host, fencer, store, planner);
    }

    @Override
    public ControlReply answer(ControlRequest request, Caller caller) {
        try {
            return EditDesk.knows(request.verb())
                    ? new EditDesk(this, settings, store, request, caller).answer()
                    : reply(request, caller);
        } catch (ExecutionException | TimeoutException e) {
            return ControlReply.unavailable("this node did not answer in time; look at 'orion events'");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ControlReply.unavailable("the daemon is being stopped");
        }
    }

    private ControlReply reply(ControlRequest request, Caller caller)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<String> words = request.words();
        return switch (request.verb()) {
            case "status" -> status();
            case "events" ->
                new ControlReply(
                        true,
                        "",
                        Optional.empty(),
                        journal.last(words.isEmpty() ? DEFAULT_EVENTS : number(words.getFirst())));
            case "online" ->
                words.size() < 2
                        ? ask(new Request.Online(request.word(0, "resource"), Optional.empty()))
                        : onNode(words.get(1), node -> new Request.Online(words.get(0), Optional.of(node.id())));
            case "offline" -> ask(new Request.Offline(request.word(0, "resource")));
            case "migrate" -> onNode(request.word(1, "node"), node -> new Request.Migrate(words.get(0), node.id()));
            case "alert" -> ask(answer(request));
            case "explain", "what-if" -> planner(request);
            case "lint" -> lint.answer(request, caller, view());
            case "access-list", "access-add", "access-remove" -> new AccessDesk(this, settings).answer(request, caller);
            case "remove-node" -> nodes.remove(request.word(0, "node"), caller);
            case "maintenance" -> maintenance(request);
            case "leave" ->
                daemon.departed().isPresent()
                        ? ControlReply.done("node " + settings.name() + " has left cluster "
                                + settings.cluster().name() + " already; nothing to do")
                        : ofMember(Life::leave);
            case "down" -> ask(new Request.Down());
            case "join" ->
                daemon.join()
                        ? ControlReply.done("this node asks to be let in")
                        : ControlReply.done("this node is already in the cluster or asking to be let in");
            case "confirm-off" -> nodes.confirmOff(request.word(0, "node"));
            case "fence" -> nodes.fence(request.word(0, "node"));
            case "token" -> daemon.token();
            case "keys" -> keys.told();
            case "rotate-keys" -> keys.rotate();
            default -> ControlReply.refused("the daemon does not know the verb '" + request.verb() + "'");
        };
    }

    private static int number(String text) {
        try {
            return Math.clamp(Long.parseLong(text), 1, 2_000);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a number of events", e);
        }
    }

    ControlReply status() throws ExecutionException, InterruptedException, TimeoutException {
        Optional<Life> life = daemon.life();
        if (life.isEmpty()) {
            return new ControlReply(
                    false,
                    "node " + settings.name() + " is not in the cluster at the moment" + whyOut(),
                    daemon.departed().map(left -> report.of(left, disks.health())),
                    List.of());
        }
        NodeView view = life.get().view().get(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS);
        return new ControlReply(
                true, "", Optional.of(report.of(view, clock.now(), disks.health(), keys.warning())), List.of());
    }

    private String whyOut() {
        if (daemon.departed().isPresent()) {
            return "; 'orion join' lets it in, 'orion events' tells why it is out";
        }
        return daemon.waitsForBoard()
                .map(trouble -> " and is " + trouble)
                .or(() -> disks.lost().map(trouble -> " and waits for its white board: " + trouble))
                .orElse(" and asks to be let in again by itself; 'orion events' tells why it is out");
    }

    /// Asks the master, and waits until an edit is where a cold start would find it (rule H1).
    ControlReply ask(Request request) throws ExecutionException, InterruptedException, TimeoutException {
        return ofMember(life -> life.ask(request));
    }

    private ControlReply ofMember(Function<Life, CompletableFuture<Output.Answer>> question)
            throws ExecutionException, InterruptedException, TimeoutException {
        Optional<Life> life = daemon.life();
        if (life.isEmpty()) {
            return notMember();
        }
        CompletableFuture<Output.Answer> asked = question.apply(life.get());
        Output.Answer answer;
        try {
            answer = asked.get(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            return ControlReply.unavailable("the master has not answered for " + ANSWER_LIMIT_SECONDS
                    + " s; the request" + " may yet be carried out: look at the state, then ask again");
        }
        if (!answer.accepted()) {
            return ControlReply.refused(answer.text());
        }
        if (answer.edit() == 0) {
            return ControlReply.done(answer.text());
        }
        boolean kept = store.kept().await(answer.edit(), KEEPING_LIMIT);
        // What gets to the board after this node was cast out may have come too late for whoever founded anew.
        boolean member = view().filter(it -> it.standing() == Standing.MEMBER).isPresent();
        String danger = kept && member
                ? ""
                : "; all members have agreed on it, but "
                        + (kept ? "this node is none any more" : "it is not on the white board yet")
                        + ": if all nodes lost their power now, it could be lost";
        return ControlReply.of(answer.text() + danger, new EditData(answer.edit(), "", List.of(), List.of()));
    }

    ControlReply notMember() {
        return notMember(settings);
    }

    /// What is said on a node that is none where a member is needed.
    static ControlReply notMember(NodeSettings settings) {
        return ControlReply.unavailable("node " + settings.name() + " is not a member of cluster "
                + settings.cluster().name() + " at present; ask on a node that is, or 'orion join' first");
    }

    ControlReply onNode(String name, Function<NodeDefinition, Request> request)
            throws ExecutionException, InterruptedException, TimeoutException {
        Optional<NodeView> view = view();
        Optional<NodeDefinition> node =
                view.flatMap(it -> it.state().configuration().nodeNamed(name));
        if (view.isPresent() && node.isEmpty()) {
            return ControlReply.refused("there is no node " + name + " in cluster "
                    + settings.cluster().name() + "; 'orion view' lists those there are");
        }
        return node.isEmpty() ? notMember() : ask(request.apply(node.get()));
    }

    /// Whoever answers names the question, because by now it may be another one.
    private static Request answer(ControlRequest request) {
        String kind = request.word(1, "question");
        String said = request.word(2, "answer");
        if (!said.equals("yes") && !said.equals("no")) {
            throw new IllegalArgumentException("an answer is yes or no, not '" + said + "'");
        }
        return new Request.Answer(
                request.words().getFirst(),
                switch (kind) {
                    case "start" -> Alert.Kind.START;
                    case "failover" -> Alert.Kind.FAILOVER;
                    case "failback" -> Alert.Kind.FAILBACK;
                    default -> throw new IllegalArgumentException("nobody asks about a '" + kind + "'");
                },
                said.equals("yes"));
    }

    private ControlReply maintenance(ControlRequest request)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<String> words = request.words();
        String name = request.word(2, "name");
        return switch (request.word(1, "scope")) {
            case "cluster" -> ask(maintenance(words, new Maintenance.Scope.Cluster()));
            case "node" -> onNode(name, node -> maintenance(words, new Maintenance.Scope.Node(node.id())));
            case "resource" -> ask(maintenance(words, new Maintenance.Scope.Resource(name)));
            default -> ControlReply.refused("there is no maintenance of a '" + words.get(1) + "'");
        };
    }

    private static Request maintenance(List<String> words, Maintenance.Scope scope) {
        if (words.getFirst().equals("off")) {
            return new Request.EndMaintenance(scope);
        }
        try {
            return new Request.BeginMaintenance(
                    scope,
                    words.size() > 3
                            ? Math.multiplyExact(Long.parseLong(words.get(3)), 1_000L)
                            : Maintenance.UNTIL_ENDED);
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("'" + words.get(3) + "' is not a number of seconds", e);
        }
    }

    /// What the planner says is said on every member: all know the same.
    private ControlReply planner(ControlRequest request)
            throws ExecutionException, InterruptedException, TimeoutException {
        Optional<PlannerDesk> desk = view().filter(it -> it.standing() == Standing.MEMBER)
                .map(it -> new PlannerDesk(it.state(), it.moment(clock.now())));
        return desk.isPresent() ? planner.answer(() -> desk.get().answer(request)) : notMember();
    }

    Optional<NodeView> view() throws ExecutionException, InterruptedException, TimeoutException {
        Optional<CompletableFuture<NodeView>> view = daemon.life().map(Life::view);
        return view.isPresent()
                ? Optional.of(view.get().get(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS))
                : Optional.empty();
    }

    /// What an edit would do to what runs.
    ///
    /// @throws NotSo where the planner is busy
    List<EffectData> effects(NodeView view, EditRules.Outcome outcome)
            throws ExecutionException, InterruptedException, TimeoutException, NotSo {
        ControlReply told = planner.certain(() -> ControlReply.of(
                "",
                new EditData(
                        0,
                        "",
                        EditDesk.effects(Effects.of(view.state(), view.moment(clock.now()), outcome)),
                        List.of())));
        return told.edit().map(EditData::effects).orElseThrow();
    }

    LintDesk lint() {
        return lint;
    }
}
