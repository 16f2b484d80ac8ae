package orion.core.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy.Mode;
import orion.core.model.NodeId;

/// Chooses where a resource should run. A pure function of the agreed state and the members: the same
/// question has the same answer on every node, and the answer carries its reason.
public final class Placement {
    /// The chosen node, or none, and why in a sentence.
    public record Choice(Optional<NodeId> node, String reason) {}

    private final ClusterState state;
    private final SortedSet<NodeId> members;
    private final SortedSet<NodeId> reachable;

    /// Asks about one moment.
    ///
    /// @param members nodes in the present generation
    public Placement(ClusterState state, SortedSet<NodeId> members) {
        this.state = state;
        this.members = members;
        this.reachable = new TreeSet<>(members);
        reachable.removeAll(state.leaving());
    }

    /// Where this resource should be loaded. In order of authority: the master where it follows the master;
    /// the node it was asked to move to; the preferred nodes in their order; without preferences the node
    /// with the fewest resources.
    public Choice choose(ResourceState resource) {
        ClusterConfiguration configuration = state.configuration();
        ResourceDefinition definition = configuration.resource(resource.name());
        SortedSet<NodeId> available = new TreeSet<>(reachable);
        available.removeIf(state.maintenance()::covers);
        if (definition.policy().followsMaster()) {
            NodeId master = configuration.highest(members).orElseThrow();
            return available.contains(master)
                    ? new Choice(Optional.of(master), "it follows the master")
                    : new Choice(Optional.empty(), "the master" + whyNot(master));
        }
        // A person may send it to a node in maintenance.
        if (resource.moveTo().filter(reachable::contains).isPresent()) {
            // Whoever asks for it anew forgets earlier failures.
            boolean asked = resource.failures() == 0 && !isFailback(definition, resource.moveTo());
            return new Choice(resource.moveTo(), asked ? "it was asked to run there" : "it is to run there");
        }
        List<NodeId> candidates = candidates(definition);
        for (NodeId candidate : candidates) {
            if (available.contains(candidate) && !definition.preferredNodes().isEmpty()) {
                return new Choice(Optional.of(candidate), preference(candidate, candidates, available));
            }
        }
        return definition.preferredNodes().isEmpty()
                ? leastLoaded(available)
                : new Choice(Optional.empty(), noneOf(candidates));
    }

    private boolean isFailback(ResourceDefinition definition, Optional<NodeId> target) {
        return definition.policy().failback() == Mode.AUTO
                && candidates(definition).stream().findFirst().equals(target);
    }

    private String noneOf(List<NodeId> candidates) {
        if (candidates.stream().noneMatch(members::contains)) {
            return "none of its nodes is up: " + names(candidates);
        }
        List<String> each = candidates.stream()
                .map(node -> state.configuration().nameOf(node) + whyNot(node))
                .toList();
        return "none of its nodes is available: " + String.join(", ", each);
    }

    private String whyNot(NodeId node) {
        if (!members.contains(node)) {
            return " is not up";
        }
        return reachable.contains(node) ? " is in maintenance" : " is leaving";
    }

    private List<NodeId> candidates(ResourceDefinition definition) {
        List<NodeId> candidates = new ArrayList<>();
        for (String name : definition.preferredNodes()) {
            state.configuration().nodeNamed(name).ifPresent(node -> candidates.add(node.id()));
        }
        return candidates;
    }

    private String preference(NodeId chosen, List<NodeId> candidates, SortedSet<NodeId> available) {
        List<NodeId> skipped = candidates.stream()
                .takeWhile(node -> !node.equals(chosen))
                .filter(node -> !available.contains(node))
                .toList();
        return skipped.isEmpty()
                ? "it is the most preferred node"
                : "it is the most preferred node that is up; not available: " + names(skipped);
    }

    private Choice leastLoaded(SortedSet<NodeId> available) {
        SortedMap<NodeId, Integer> load = new TreeMap<>();
        available.forEach(node -> load.put(node, 0));
        state.resources()
                .values()
                .forEach(other -> other.at()
                        .ifPresent(member -> load.computeIfPresent(member.node(), (node, count) -> count + 1)));
        Optional<NodeId> best = load.entrySet().stream()
                .min(Map.Entry.<NodeId, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey);
        return new Choice(best, best.isPresent() ? "it runs the fewest resources" : "no node is available");
    }

    private String names(List<NodeId> nodes) {
        return String.join(
                ", ", nodes.stream().map(state.configuration()::nameOf).toList());
    }
}
