package orion.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import orion.core.Input;
import orion.core.NodeView;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.NodeDefinition;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.Request;

/// Where a story happens: a cluster whose fate is told step by step, while every invariant watches, and what is told
/// of it.
final class StoryStage {
    /// Longer than any story.
    static final long FOR_EVER_MILLIS = 3_600_000;
    private static final long ANSWER_LIMIT_MILLIS = 10_000;
    private static final int TIME_COLUMNS = 10;
    private static final String STEP = " > ";

    private final SimCluster cluster;
    private final FaultInjector faults;
    private final List<String> told = new ArrayList<>();
    private boolean brief;
    private int deaths;

    StoryStage(Plan plan) {
        this(plan, new Conduct());
    }

    StoryStage(Plan plan, Conduct conduct) {
        this.cluster = new SimCluster(plan, conduct, BoardMedium::new, false, Optional.of(this::hear));
        this.faults = new FaultInjector(cluster);
        cluster.watch(fact -> deaths += fact instanceof Fact.Fenced ? 1 : 0);
    }

    private void hear(String line) {
        if (!brief) {
            told.add(line.stripTrailing());
        }
    }

    /// From now on only the steps of the story are told.
    void tellStepsOnly() {
        brief = true;
    }

    /// Tells of a step, or of what came of it.
    void tell(String text) {
        told.add(String.format(Locale.ROOT, "%10.3f%s%s", cluster.timeline().now() / 1e6, STEP, text));
    }

    /// Forgets what was told so far.
    void beginHere() {
        told.clear();
    }

    /// Whether a node said so, or something was said of it; a step that asks for it does not count.
    boolean wasTold(String text) {
        return told.stream().anyMatch(line -> line.contains(text) && !line.startsWith(STEP, TIME_COLUMNS));
    }

    List<String> told() {
        return List.copyOf(told);
    }

    SimCluster cluster() {
        return cluster;
    }

    NodeDefinition definition(NodeId node) {
        return Objects.requireNonNull(cluster.configuration().nodes().get(node));
    }

    SimHost host(NodeId node) {
        return cluster.host(node);
    }

    /// How many hosts were reset or daemons stopped everything by force so far.
    int deaths() {
        return deaths;
    }

    /// What the daemon of a node knows and thinks; empty where none runs.
    Optional<NodeView> view(NodeId node) {
        return Optional.ofNullable(host(node).daemon()).map(Daemon::view);
    }

    /// The newest state any member knows.
    Optional<ClusterState> state() {
        return cluster.state();
    }

    void pass(long millis) {
        cluster.runUntil(cluster.timeline().now() + millis * 1_000);
    }

    /// Waits, a millisecond at a time, for something that must come within a time.
    ///
    /// @return what is instead, where it did not come
    Optional<String> await(long limitMillis, StoryCondition condition) {
        Optional<String> instead = condition.unmet(this);
        for (long waited = 0; instead.isPresent() && waited < limitMillis; waited++) {
            pass(1);
            instead = condition.unmet(this);
        }
        return instead;
    }

    void begin(Fault.Kind kind, NodeId victim, NodeId other, long amount, long durationMillis) {
        long nowMillis = cluster.timeline().now() / 1_000;
        faults.begin(new Fault(nowMillis, durationMillis, kind, victim, other, amount));
    }

    /// A resource stops by itself wherever it is active.
    void stopByItself(String resource) {
        for (NodeId node : List.copyOf(cluster.holdersOf(resource))) {
            Daemon daemon = host(node).daemon();
            if (daemon != null) {
                cluster.log().line(node, resource + " stops by itself");
                host(node).processes().fail(daemon, resource);
            }
        }
    }

    /// The daemon of a node is told that the present life of another has no power.
    void confirmNoPower(NodeId on, NodeId gone, long incarnation) {
        Daemon daemon = host(on).daemon();
        if (daemon != null) {
            daemon.take(new Input.PowerOffConfirmed(new Member(gone, incarnation)));
        }
    }

    /// Asks on a node, without waiting for the answer.
    long ask(NodeId on, Request request) {
        if (request instanceof Request.Leave(NodeId node)) {
            host(node).staysAway();
        }
        return cluster.ask(on, request);
    }

    /// Waits for the answer to what was asked.
    Optional<SimCluster.Answer> answer(long ticket) {
        await(
                ANSWER_LIMIT_MILLIS,
                stage -> cluster.answer(ticket).isPresent() ? Optional.empty() : Optional.of("none"));
        return cluster.answer(ticket);
    }

    /// A host that was switched off before other nodes than these were added to the configuration.
    void remembersOnly(NodeId node, SortedSet<NodeId> nodes) {
        ClusterConfiguration all = cluster.configuration();
        TreeMap<NodeId, NodeDefinition> few = new TreeMap<>(all.nodes());
        few.keySet().retainAll(nodes);
        host(node)
                .memory()
                .put(ClusterState.initial(new ClusterConfiguration(
                        all.clusterName(),
                        all.version(),
                        all.timing(),
                        all.quorumMembership(),
                        all.quorumTimeoutSeconds(),
                        all.boards(),
                        few,
                        all.resources())));
    }
}
