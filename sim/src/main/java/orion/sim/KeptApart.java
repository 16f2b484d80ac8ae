package orion.sim;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.ResourceState;
import orion.core.resource.StateId;

/// A host never has two resources of one exclusion group active, and no state that members agree on says so (rule R6).
final class KeptApart implements Invariant {
    private final SortedMap<NodeId, SortedSet<String>> holds = new TreeMap<>();
    private StateId newest = StateId.NONE;
    /// The groups of each resource that has any.
    private final SortedMap<String, List<String>> groups = new TreeMap<>();

    @Override
    public void note(Fact fact) {
        if (fact instanceof Fact.StateMade(var _, ClusterState state)
                && state.id().compareTo(newest) > 0) {
            newest = state.id();
            groups.clear();
            state.configuration().resources().forEach((name, definition) -> {
                if (!definition.policy().placement().apart().isEmpty()) {
                    groups.put(name, definition.policy().placement().apart());
                }
            });
            groups.keySet().forEach(name -> judge(state, state.resource(name)));
        } else if (fact instanceof Fact.HoldBegan(NodeId host, String resource)) {
            SortedSet<String> there = holds.computeIfAbsent(host, _ -> new TreeSet<>());
            there.add(resource);
            there.forEach(other -> judge(resource, other, host));
        } else if (fact instanceof Fact.HoldEnded(NodeId host, String resource)) {
            holds.getOrDefault(host, new TreeSet<>()).remove(resource);
        }
    }

    private void judge(ClusterState state, ResourceState resource) {
        Optional<NodeId> node = resource.at().map(Member::node);
        for (String other : node.isPresent() ? groups.keySet() : List.<String>of()) {
            if (state.resource(other).at().map(Member::node).equals(node)) {
                judge(resource.name(), other, node.get());
            }
        }
    }

    private void judge(String one, String other, NodeId node) {
        boolean together =
                groups.getOrDefault(one, List.of()).stream().anyMatch(groups.getOrDefault(other, List.of())::contains);
        if (together && !one.equals(other)) {
            throw new InvariantBroken(
                    KeptApart.class,
                    one + " and " + other + " are both on " + node + " by state " + newest
                            + ", and must be kept apart");
        }
    }
}
