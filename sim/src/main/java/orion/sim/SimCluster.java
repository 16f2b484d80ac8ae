package orion.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import orion.core.Input;
import orion.core.NodeView;
import orion.core.Output;
import orion.core.Standing;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy.Mode;
import orion.core.configuration.Trial;
import orion.core.model.Levels;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.Phase;
import orion.core.resource.Request;
import orion.core.resource.ResourceState;
import orion.core.splitbrain.NodeBlock;

/// The simulated world: hosts, network, board, time, and the invariants that watch.
final class SimCluster {
    /// What an operator was told.
    record Answer(boolean accepted, String text) {}

    private final Plan plan;
    private final Conduct conduct;
    private final ClusterConfiguration configuration;
    private final Timeline timeline = new Timeline();
    private final SimNetwork network;
    private final SimBoard board;
    private final SimFencing fencing;
    private final RunLog log;
    private final List<Invariant> invariants = new ArrayList<>();
    private final SortedMap<NodeId, SimHost> hosts = new TreeMap<>();
    private final SortedMap<Long, Request> asked = new TreeMap<>();
    private final SortedMap<Long, Answer> answers = new TreeMap<>();
    private final SortedMap<String, SortedSet<NodeId>> holders = new TreeMap<>();
    private final Optional<SimHost> witness;
    private boolean upgrading;
    private boolean followed;
    private long tickets;

    SimCluster(
            Plan plan,
            Conduct conduct,
            Supplier<BoardMedium> medium,
            boolean detailed,
            Optional<Consumer<String>> reader) {
        this.plan = plan;
        this.conduct = conduct;
        this.configuration = plan.configuration();
        SplitMix random = new SplitMix(plan.seed());
        this.log = new RunLog(timeline, this::columns, plan::nameOf, detailed, reader);
        this.network = new SimNetwork(plan.links(), timeline, random.fork(), (to, from, message) -> {
            // A node may be configured before its host exists.
            SimHost host = hosts.get(to);
            Daemon daemon = host == null ? null : host.daemon();
            if (daemon != null && daemon.knows(from.node())) {
                daemon.take(new Input.Received(from, message));
            }
        });
        SplitMix boardRandom = random.fork();
        this.board = new SimBoard(
                plan.boards(),
                number -> new SimDisk(
                        timeline,
                        boardRandom.fork(),
                        medium.get(),
                        plan.timing(),
                        plan.servers().get(number).map(host -> new DiskServer(this, host)),
                        new DiskObserver(number)));
        this.fencing = new SimFencing(this);
        invariants.add(new OneHolder(
                plan.wrongClocks() ? Optional.of(new Exposure(this)) : Optional.empty(),
                timeline::now,
                plan.stopsWithinMicros()));
        invariants.addAll(InvariantsOfAll.over(timeline));
        if (!plan.wrongClocks()) {
            invariants.add(new UndoneInTime(timeline::now));
        }
        if (plan.served()) {
            invariants.add(new NothingOvertaken());
        }
        if (plan.severity() == Severity.MILD) {
            invariants.add(new NoNeedlessDeath());
        }
        for (NodeId id : configuration.nodes().keySet()) {
            hosts.put(id, new SimHost(this, id, random.fork()));
        }
        this.witness = plan.hasWitness()
                ? Optional.of(new SimHost(this, Plan.WITNESS, random.fork()).withoutDaemon())
                : Optional.empty();
    }

    /// Tells the invariants of what happens on a disk.
    private final class DiskObserver implements SimDisk.Observer {
        private final int number;

        DiskObserver(int number) {
            this.number = number;
        }

        @Override
        public void written(NodeBlock block) {
            note(new Fact.GenerationSeen("the block of " + block.writer(), block.newest()));
            note(new Fact.BlockWritten(number, block));
        }

        @Override
        public void read(NodeId host) {
            note(new Fact.BlocksRead(host));
        }

        @Override
        public void refused(NodeBlock block) {
            NodeId server = plan.servers().get(number).orElseThrow();
            log.line(
                    server,
                    "refuses what n" + block.writer().node().number() + " sent to disk " + (number + 1)
                            + " before it wrote there again");
        }
    }

    /// From now on whatever daemon is started again, or on a new host, is of a release that speaks one more level.
    void upgrade() {
        upgrading = true;
    }

    /// The levels of the release that is installed on a host now, where it had one that speaks these.
    Levels installed(Levels before) {
        return upgrading ? new Levels(Levels.SPOKEN.lowest(), Levels.SPOKEN.highest() + 1) : before;
    }

    Plan plan() {
        return plan;
    }

    Conduct conduct() {
        return conduct;
    }

    ClusterConfiguration configuration() {
        return configuration;
    }

    Timeline timeline() {
        return timeline;
    }

    SimNetwork network() {
        return network;
    }

    SimBoard board() {
        return board;
    }

    SimFencing fencing() {
        return fencing;
    }

    RunLog log() {
        return log;
    }

    SimHost host(NodeId id) {
        SimHost host = plan.hasWitness() && id.equals(Plan.WITNESS) ? witness.orElseThrow() : hosts.get(id);
        if (host == null) {
            throw new IllegalArgumentException("there is no host " + id);
        }
        return host;
    }

    /// Switches the host beside the cluster on, where there is one.
    void bootWitness() {
        witness.ifPresent(SimHost::boot);
    }

    /// Those of the nodes.
    List<SimHost> hosts() {
        return List.copyOf(hosts.values());
    }

    /// All that are there, the one beside the cluster last.
    List<SimHost> allHosts() {
        List<SimHost> all = new ArrayList<>(hosts.values());
        witness.ifPresent(all::add);
        return all;
    }

    /// Where a new node is configured, its host comes into being and is switched on.
    void addHost(NodeId id) {
        Optional<ClusterState> known =
                state().filter(it -> it.configuration().nodes().containsKey(id));
        if (known.isPresent() && !hosts.containsKey(id)) {
            SimHost host = new SimHost(this, id, new SplitMix(plan.seed() * 67 + id.number()));
            host.memory().put(ClusterState.initial(known.get().configuration()));
            hosts.put(id, host);
            host.boot();
        }
    }

    void note(Fact fact) {
        if (fact instanceof Fact.HoldBegan(NodeId host, String resource)) {
            holders.computeIfAbsent(resource, any -> new TreeSet<>()).add(host);
        } else if (fact instanceof Fact.HoldEnded(NodeId host, String resource)) {
            holders.computeIfAbsent(resource, any -> new TreeSet<>()).remove(host);
        }
        for (Invariant invariant : invariants) {
            invariant.note(fact);
        }
    }

    /// What a node shows after a step, for those who follow that.
    void showed(Input input, NodeView view, List<Output> outputs) {
        if (followed) {
            note(new Fact.Showed(input, view, outputs));
        }
    }

    /// Lets somebody else hear of all facts.
    void watch(Invariant watcher) {
        invariants.add(watcher);
    }

    /// Lets somebody hear of what the nodes show after each step, too: in long runs that is too much.
    void follow(Invariant follower) {
        followed = true;
        watch(follower);
    }

    /// Where something of the resource is active.
    SortedSet<NodeId> holdersOf(String resource) {
        return holders.getOrDefault(resource, new TreeSet<>());
    }

    /// Lets time pass, up to that moment.
    void runUntil(long micros) {
        timeline.runTo(micros);
    }

    // The operator ----------------------------------------------------------------------------------------------

    /// Asks on a node.
    ///
    /// @return the ticket of the answer to come
    long ask(NodeId on, Request request) {
        tickets++;
        Daemon daemon = host(on).daemon();
        if (daemon == null) {
            answers.put(tickets, new Answer(false, "no daemon runs on " + on));
        } else {
            Request signed = Edits.signed(request, on, tickets);
            note(new Fact.Asked(signed));
            asked.put(tickets, signed);
            log.line(on, "is asked: " + Edits.words(signed));
            daemon.take(new Input.Asked(tickets, signed));
        }
        return tickets;
    }

    /// Takes an answer; returns what was asked for.
    Optional<Request> answered(long ticket, boolean accepted, String text) {
        Request request = asked.remove(ticket);
        if (request != null) {
            // Where nobody answered in time it may be done, or be done later.
            boolean refused = !accepted && !text.contains("may or may not");
            note(refused ? new Fact.Refused(request) : new Fact.Accepted(request));
        }
        answers.put(ticket, new Answer(accepted, text));
        return Optional.ofNullable(request);
    }

    Optional<Answer> answer(long ticket) {
        return Optional.ofNullable(answers.get(ticket));
    }

    /// The state as the newest member knows it, if there is a member.
    Optional<ClusterState> state() {
        return hosts.values().stream()
                .map(SimHost::daemon)
                .filter(daemon -> daemon != null && daemon.view().standing() == Standing.MEMBER)
                .map(daemon -> daemon.view().state())
                .max((left, right) -> left.id().compareTo(right.id()));
    }

    /// A member that can be asked, if there is one.
    Optional<NodeId> anyMember() {
        return hosts.values().stream()
                .filter(host -> {
                    Daemon daemon = host.daemon();
                    return daemon != null && daemon.view().standing() == Standing.MEMBER;
                })
                .map(SimHost::id)
                .findFirst();
    }

    // Is it whole? ----------------------------------------------------------------------------------------------

    /// What keeps the cluster from being whole: all hosts members of one generation with one state, and every
    /// resource running on exactly the host the state names.
    Optional<String> incomplete() {
        List<NodeView> views = new ArrayList<>();
        for (SimHost host : hosts.values()) {
            Daemon daemon = host.daemon();
            if (daemon == null) {
                return Optional.of(host.id() + " has no daemon");
            }
            if (daemon.view().standing() != Standing.MEMBER) {
                return Optional.of(host.id() + " " + daemon.view().standing().description()
                        + daemon.view().obstacle().map(text -> ": " + text).orElse(""));
            }
            views.add(daemon.view());
        }
        NodeView first = views.getFirst();
        for (NodeView view : views) {
            boolean same = view.generation().number() == first.generation().number()
                    && view.state().equals(first.state());
            if (!same || view.generation().members().size() != hosts.size()) {
                return Optional.of(view.self() + " is in " + view.generation() + " with state "
                        + view.state().id() + ", " + first.self() + " in " + first.generation() + " with state "
                        + first.state().id());
            }
        }
        Optional<Trial> trial = first.state().edits().trial();
        if (trial.isPresent()) {
            return Optional.of("edit " + trial.get().edit() + " is still on trial");
        }
        for (String resource : holders.keySet()) {
            if (!first.state().resources().containsKey(resource)
                    && !holdersOf(resource).isEmpty()) {
                return Optional.of(resource + " was deleted and is active on " + holdersOf(resource));
            }
        }
        return first.state().resources().values().stream()
                .map(resource -> notRunning(resource).or(() -> awayFromHome(first, resource)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /// What fails back by itself is at home in the end, unless a person sent it away (rule R5).
    private static Optional<String> awayFromHome(NodeView view, ResourceState resource) {
        ResourceDefinition definition = view.state().configuration().resource(resource.name());
        boolean moves = definition.policy().failback() == Mode.AUTO
                && !definition.policy().followsMaster();
        return definition.preferredNodes().stream()
                .findFirst()
                .filter(_ -> moves)
                .flatMap(name -> view.state().configuration().nodeNamed(name))
                .flatMap(node -> view.generation().admittedMember(node.id()))
                .filter(home -> !resource.at().equals(Optional.of(home)))
                .filter(home -> !resource.staysFrom().equals(Optional.of(home)))
                .map(home -> resource + " has not gone back to " + home);
    }

    private Optional<String> notRunning(ResourceState resource) {
        SortedSet<NodeId> where = holdersOf(resource.name());
        boolean runs = resource.phase() == Phase.RUNNING
                && where.size() == 1
                && where.first().equals(resource.at().orElseThrow().node());
        return runs ? Optional.empty() : Optional.of(resource + " is active on " + where);
    }

    private String columns() {
        StringBuilder text = new StringBuilder();
        for (SimHost host : hosts.values()) {
            Daemon daemon = host.daemon();
            String cell;
            if (!host.powered()) {
                cell = "off";
            } else if (daemon == null) {
                cell = "-";
            } else {
                NodeView view = daemon.view();
                boolean master = view.master().equals(Optional.of(host.id()));
                cell = view.standing().name().charAt(0) + "" + view.generation().number() + (master ? "*" : "")
                        + (view.boardHealthy() ? "" : "!");
            }
            String held = String.join(",", host.processes().active().keySet());
            text.append(String.format(Locale.ROOT, "|%-6s%-9s", cell, held));
        }
        return text.append('|').toString();
    }
}
