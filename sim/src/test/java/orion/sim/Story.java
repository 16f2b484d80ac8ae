package orion.sim;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import orion.core.Input;
import orion.core.NodeView;
import orion.core.Standing;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.NodeDefinition;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.Phase;
import orion.core.resource.Request;

/// A cluster whose fate a test tells step by step; every invariant watches while it does.
final class Story {
    private static final int TOLD_LINES = 60;
    private final SimCluster cluster;
    private final FaultInjector faults;
    private final Deque<String> told = new ArrayDeque<>();
    private int deaths;

    private Story(Plan plan) {
        this.cluster = new SimCluster(plan, new Conduct(), BoardMedium::new, false, Optional.of(this::tell));
        this.faults = new FaultInjector(cluster);
        cluster.watch(fact -> deaths += fact instanceof Fact.Fenced ? 1 : 0);
    }

    /// Two resources, watchdogs.
    static Story of(int nodes) {
        return of(nodes, 2, true);
    }

    static Story of(int nodes, int resources, boolean watchdogs) {
        return new Story(Plan.story(nodes, resources, watchdogs, 1));
    }

    /// Two resources, watchdogs, and a white board of three disks; all hosts are on, members, and run the resources.
    static Story runningOnThreeDisks(int nodes) {
        Story story = new Story(Plan.story(nodes, 2, true, 3));
        story.bootAll();
        story.untilWhole(10_000);
        return story;
    }

    /// As [#of], and all hosts are on, members, and run the resources.
    static Story running(int nodes) {
        Story story = of(nodes);
        story.bootAll();
        story.untilWhole(10_000);
        return story;
    }

    /// The host was switched off before other nodes than these were added to the configuration.
    void remembersOnly(int node, Integer... nodes) {
        ClusterConfiguration all = cluster.configuration();
        TreeMap<NodeId, NodeDefinition> few = new TreeMap<>(all.nodes());
        few.keySet().retainAll(Arrays.stream(nodes).map(NodeId::new).toList());
        host(node)
                .remember(ClusterState.initial(new ClusterConfiguration(
                        all.clusterName(),
                        all.version(),
                        all.timing(),
                        all.quorumMembership(),
                        all.quorumTimeoutSeconds(),
                        all.boards(),
                        few,
                        all.resources())));
    }

    private void tell(String line) {
        told.add(line);
        if (told.size() > TOLD_LINES) {
            told.remove();
        }
    }

    /// Whether this was among what the daemons said of late.
    boolean told(String words) {
        return told.stream().anyMatch(line -> line.contains(words));
    }

    SimCluster cluster() {
        return cluster;
    }

    SimHost host(int node) {
        return cluster.host(new NodeId(node));
    }

    void bootAll() {
        cluster.hosts().forEach(SimHost::boot);
    }

    /// A fault begins now.
    void happens(Fault.Kind kind, int victim, int other, long amount, long durationMillis) {
        faults.begin(new Fault(nowMillis(), durationMillis, kind, new NodeId(victim), new NodeId(other), amount));
    }

    void happens(Fault.Kind kind, int victim, long durationMillis) {
        happens(kind, victim, victim, 0, durationMillis);
    }

    long nowMillis() {
        return cluster.timeline().now() / 1_000;
    }

    void pass(long millis) {
        cluster.runUntil(cluster.timeline().now() + millis * 1_000);
    }

    /// Waits for something that must come within a time.
    ///
    /// @return how long it took
    long until(String what, long limitMillis, BooleanSupplier condition) {
        long begun = nowMillis();
        while (!condition.getAsBoolean()) {
            if (nowMillis() - begun >= limitMillis) {
                throw new AssertionError("not within " + limitMillis + " ms: " + what + "\n" + String.join("\n", told));
            }
            pass(1);
        }
        return nowMillis() - begun;
    }

    long untilWhole(long limitMillis) {
        return until(
                "the cluster is whole", limitMillis, () -> cluster.incomplete().isEmpty());
    }

    /// What the daemon of a node knows and thinks.
    NodeView view(int node) {
        Daemon daemon = host(node).daemon();
        if (daemon == null) {
            throw new AssertionError("no daemon runs on node " + node + "\n" + String.join("\n", told));
        }
        return daemon.view();
    }

    boolean alive(int node) {
        return host(node).daemon() != null;
    }

    boolean isMember(int node) {
        return alive(node) && view(node).standing() == Standing.MEMBER;
    }

    /// Members of the generation a node knows.
    String members(int node) {
        StringBuilder text = new StringBuilder();
        view(node)
                .generation()
                .members()
                .forEach(member -> text.append(text.isEmpty() ? "" : " ").append(member.number()));
        return text.toString();
    }

    long generation(int node) {
        return view(node).generation().number();
    }

    long incarnation(int node) {
        return view(node).self().incarnation();
    }

    /// Where a resource is active: host numbers, separated by blanks.
    String where(String resource) {
        StringBuilder text = new StringBuilder();
        cluster.holdersOf(resource)
                .forEach(node -> text.append(text.isEmpty() ? "" : " ").append(node.number()));
        return text.toString();
    }

    Phase phase(String resource) {
        return state().resource(resource).phase();
    }

    boolean runs(String resource, int node) {
        return where(resource).equals(Integer.toString(node))
                && cluster.state().isPresent()
                && phase(resource) == Phase.RUNNING;
    }

    ClusterState state() {
        Optional<ClusterState> state = cluster.state();
        return state.orElseThrow(() -> new AssertionError("nobody is a member\n" + String.join("\n", told)));
    }

    /// Asks on a node and waits for the answer.
    SimCluster.Answer ask(int node, Request request) {
        long ticket = cluster.ask(new NodeId(node), request);
        until("an answer to " + request, 5_000, () -> cluster.answer(ticket).isPresent());
        return cluster.answer(ticket).orElseThrow();
    }

    void give(int node, Input input) {
        Daemon daemon = host(node).daemon();
        if (daemon != null) {
            daemon.take(input);
        }
    }

    /// How many hosts were reset or daemons stopped everything by force so far.
    int deaths() {
        return deaths;
    }

    /// When the lease of a node ends, by virtual time.
    OptionalLong leaseEndsAtMillis(int node) {
        Daemon daemon = host(node).daemon();
        return daemon == null || daemon.leaseUntil() == Long.MIN_VALUE
                ? OptionalLong.empty()
                : OptionalLong.of(host(node).clock().simMicros(daemon.leaseUntil()) / 1_000);
    }
}
