package orion.cli;

import io.avaje.jsonb.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Endpoint;
import orion.core.configuration.NodeDefinition;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.PlacementPolicy;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.core.resource.ClusterState;
import orion.core.resource.Moment;
import orion.core.resource.ResourceRules;
import orion.core.resource.ResourceState;
import orion.core.resource.Transaction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `orion bench planner`: how long the master of a large cluster needs to decide what becomes of the resources of a
/// node that was lost, and to put that into the change that all agree on.
@Command(
        name = "planner",
        description = "Measure how long the planner needs after the loss of a node: 32 nodes, 1,000 resources.")
final class BenchPlannerCommand implements Callable<Integer> {
    /// What was measured.
    ///
    /// @param warmMillis the median of many plans, after as many before them
    /// @param coldMillis the first plan of this JVM
    @Json
    record Figures(int nodes, int resources, double warmMillis, double coldMillis) {}

    private static final int NODES = 32;
    private static final int RESOURCES = 1_000;
    private static final int PLANS = 200;

    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Override
    public Integer call() {
        ClusterState settled = settled();
        Moment after = new Moment(generation(2), true, new TreeMap<>());
        double cold = plan(settled, after);
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < 2 * PLANS; i++) {
            all.add(plan(settled, after));
        }
        List<Double> warm = new ArrayList<>(all.subList(PLANS, 2 * PLANS));
        Collections.sort(warm);
        Figures figures = new Figures(NODES, RESOURCES, rounded(warm.get(PLANS / 2)), rounded(cold));
        if (format.json()) {
            format.write(figures);
        } else {
            Screen.of(spec)
                    .line(String.format(
                            Locale.ROOT,
                            "%d nodes, %d resources, after the loss of a node: a plan in %.2f ms, the first one in %.2f ms",
                            NODES,
                            RESOURCES,
                            figures.warmMillis(),
                            figures.coldMillis()));
        }
        return ExitCode.DONE;
    }

    private static double rounded(double millis) {
        return Math.round(millis * 100) / 100.0;
    }

    private static double plan(ClusterState settled, Moment after) {
        long begun = System.nanoTime();
        ClusterState next = new ResourceRules(after).next(settled);
        Transaction change = Transaction.between(settled, next);
        long nanos = System.nanoTime() - begun;
        if (change.resources().isEmpty()) {
            throw new IllegalStateException("nothing was planned");
        }
        return nanos / 1e6;
    }

    /// All resources run. The planner has no part in it: its first plan is to be the first.
    private static ClusterState settled() {
        ClusterState running = ClusterState.initial(configuration()).withQuorumReached();
        for (int i = 1; i <= RESOURCES; i++) {
            Member member = new Member(node(i), 1);
            running = running.with(ResourceState.created("r" + i, true)
                    .loading(member, "started")
                    .running(1));
        }
        return running;
    }

    private static NodeId node(int number) {
        return new NodeId(1 + number % NODES);
    }

    /// All nodes from this one on.
    private static Generation generation(int first) {
        TreeMap<NodeId, Long> admitted = new TreeMap<>();
        TreeSet<NodeId> members = new TreeSet<>();
        for (int i = 1; i <= NODES; i++) {
            admitted.put(new NodeId(i), 1L);
            if (i >= first) {
                members.add(new NodeId(i));
            }
        }
        return new Generation(first, 1, 1, new NodeId(NODES), members, new TreeSet<>(), admitted);
    }

    /// Some have a list of nodes, some are kept apart, all have priorities.
    private static ClusterConfiguration configuration() {
        TreeMap<NodeId, NodeDefinition> nodes = new TreeMap<>();
        for (int i = 1; i <= NODES; i++) {
            nodes.put(
                    new NodeId(i),
                    new NodeDefinition(new NodeId(i), "n" + i, List.of(new Endpoint("10.0.0." + i, 7023))));
        }
        TreeMap<String, ResourceDefinition> resources = new TreeMap<>();
        for (int i = 1; i <= RESOURCES; i++) {
            PlacementPolicy placement = PlacementPolicy.USUAL
                    .withPriority(i % 10)
                    .apartIn(i % 4 == 0 ? List.of("g" + i / NODES) : List.of());
            ResourcePolicy policy = ResourcePolicy.USUAL
                    .withFailback(i % 5 == 0 ? ResourcePolicy.Mode.AUTO : ResourcePolicy.Mode.DISABLE, 60)
                    .with(placement);
            List<PartDefinition> parts = List.of(
                    new PartDefinition.Address("10.1." + i / 250 + "." + (1 + i % 250) + "/16", Optional.empty()),
                    new PartDefinition.Unit("service" + i + ".service"));
            resources.put("r" + i, new ResourceDefinition("r" + i, parts, preferred(i), 600, 600, policy));
        }
        return new ClusterConfiguration("bench", 1, Timing.STANDARD, 1, 60, 1, nodes, resources);
    }

    private static List<String> preferred(int number) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < (number % 3 == 0 ? 4 : 0); i++) {
            names.add("n" + node(number + i * 7).number());
        }
        return names;
    }
}
