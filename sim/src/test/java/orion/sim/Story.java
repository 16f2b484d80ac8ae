package orion.sim;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import orion.core.NodeView;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.Phase;
import orion.core.resource.Request;

/// A story that a test tells itself, because it must look at more than the stories in files can.
final class Story {
    private final StoryStage stage;

    private Story(StoryStage stage) {
        this.stage = stage;
    }

    /// Two resources, watchdogs; all hosts are on, members, and run the resources.
    static Story running(int nodes) {
        return running(nodes, new Conduct());
    }

    /// The same on hosts that behave in another way.
    static Story running(int nodes, Conduct conduct) {
        StorySetting setting = StorySetting.read("running cluster of " + nodes + " nodes, 2 resources, watchdogs");
        StoryStage stage = new StoryStage(setting.plan(), conduct);
        Optional<String> instead = setting.on(stage);
        if (instead.isPresent()) {
            throw new AssertionError("the cluster does not start: " + instead.get());
        }
        return new Story(stage);
    }

    SimCluster cluster() {
        return stage.cluster();
    }

    SimHost host(int node) {
        return cluster().host(new NodeId(node));
    }

    void happens(Fault.Kind kind, int victim, long durationMillis) {
        happens(kind, victim, victim, 0, durationMillis);
    }

    /// A fault begins now.
    void happens(Fault.Kind kind, int victim, int other, long amount, long durationMillis) {
        stage.begin(kind, new NodeId(victim), new NodeId(other), amount, durationMillis);
    }

    /// How many hosts were reset or daemons stopped everything by force so far.
    int deaths() {
        return stage.deaths();
    }

    /// Whether some line of the transcript so far has this text.
    boolean told(String text) {
        return stage.told().stream().anyMatch(line -> line.contains(text));
    }

    void pass(long millis) {
        stage.pass(millis);
    }

    /// Waits for something that must come within a time.
    void until(String what, long limitMillis, BooleanSupplier condition) {
        Optional<String> instead = stage.await(
                limitMillis, any -> condition.getAsBoolean() ? Optional.empty() : Optional.of("not " + what));
        if (instead.isPresent()) {
            throw new AssertionError(
                    "not within " + limitMillis + " ms: " + what + "\n" + String.join("\n", stage.told()));
        }
    }

    void untilWhole(long limitMillis) {
        until("the cluster is whole", limitMillis, () -> cluster().incomplete().isEmpty());
    }

    /// What the daemon of a node knows and thinks.
    NodeView view(int node) {
        return stage.view(new NodeId(node)).orElseThrow();
    }

    /// Members of the generation a node knows.
    String members(int node) {
        return view(node).generation().members().stream()
                .map(member -> Integer.toString(member.number()))
                .collect(Collectors.joining(" "));
    }

    long generation(int node) {
        return view(node).generation().number();
    }

    /// Where a resource is active: host numbers, separated by blanks.
    String where(String resource) {
        return cluster().holdersOf(resource).stream()
                .map(node -> Integer.toString(node.number()))
                .collect(Collectors.joining(" "));
    }

    boolean runs(String resource, int node) {
        return where(resource).equals(Integer.toString(node))
                && cluster().state().isPresent()
                && state().resource(resource).phase() == Phase.RUNNING;
    }

    ClusterState state() {
        return cluster().state().orElseThrow();
    }

    /// Asks on a node and waits for the answer.
    SimCluster.Answer ask(int node, Request request) {
        return stage.answer(stage.ask(new NodeId(node), request)).orElseThrow();
    }
}
