package orion.sim;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import orion.core.configuration.NodeDefinition;
import orion.core.configuration.PlacementPolicy;
import orion.core.configuration.ResourceDefinition;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.Phase;
import orion.core.resource.Request;
import orion.core.resource.ResourceState;
import orion.core.resource.StateId;

/// Nothing is placed by itself on a node that it overloads while another one that could take it has room (rule R12).
/// Judged where it is the only one that came to its node at that moment: of several, the last may find no room
/// anywhere.
final class NotOverloaded implements Invariant {
    private final SortedMap<StateId, ClusterState> made = new TreeMap<>();
    private final SortedMap<Long, Generation> generations = new TreeMap<>();
    /// A person may overload a node: who asks for one by name gets it.
    private final SaidByPeople said =
            new SaidByPeople(request -> sentByPerson(request).stream().toList());

    @Override
    public void note(Fact fact) {
        said.note(fact);
        if (fact instanceof Fact.GenerationSeen(String where, Generation generation)) {
            generations.put(generation.number(), generation);
        }
        if (fact instanceof Fact.StateMade(var _, ClusterState state) && made.putIfAbsent(state.id(), state) == null) {
            StateId id = state.id();
            ClusterState before = made.get(new StateId(id.generation(), id.version() - 1));
            Generation generation = generations.get(id.generation());
            if (before != null && generation != null) {
                state.resources().values().forEach(now -> judge(before, state, generation, now));
            }
            made.headMap(new StateId(id.generation() - 1, 0)).clear();
        }
    }

    private static Optional<String> sentByPerson(Request request) {
        return switch (request) {
            case Request.Online(String resource, Optional<NodeId> node) -> node.map(_ -> resource);
            case Request.Migrate migrate -> Optional.of(migrate.resource());
            default -> Optional.empty();
        };
    }

    private void judge(ClusterState before, ClusterState after, Generation generation, ResourceState now) {
        if (!cameTo(before, now)) {
            return;
        }
        boolean person = said.about(now.name());
        said.isUsedUp(now.name());
        if (person || sent(before, now) || definition(after, now).policy().followsMaster()) {
            return;
        }
        NodeId node = now.at().orElseThrow().node();
        boolean alone = after.resources().values().stream()
                .noneMatch(other -> !other.equals(now) && other.at().equals(now.at()) && cameTo(before, other));
        if (!alone || !isOver(after, node, definition(after, now), List.of())) {
            return;
        }
        for (NodeId other : generation.members()) {
            if (!other.equals(node)
                    && isOpen(after, other, now)
                    && !isOver(after, other, definition(after, now), needs(definition(after, now)))) {
                throw new InvariantBroken(
                        NotOverloaded.class,
                        now.name() + " is loaded on " + node + " by state " + after.id() + " and overloads it, though "
                                + other + " has room");
            }
        }
    }

    private static boolean cameTo(ClusterState before, ResourceState now) {
        ResourceState then = before.resources().get(now.name());
        return now.phase() == Phase.LOADING && (then == null || then.action() != now.action());
    }

    /// A person chose the node, or it is restarted where it was.
    private static boolean sent(ClusterState before, ResourceState now) {
        ResourceState then = before.resources().get(now.name());
        return then == null || (then.moveTo().isPresent() && !then.byRule());
    }

    private static boolean isOpen(ClusterState state, NodeId node, ResourceState resource) {
        ResourceDefinition definition = definition(state, resource);
        PlacementPolicy placement = definition.policy().placement();
        boolean listed = definition.preferredNodes().isEmpty()
                || definition.preferredNodes().contains(state.configuration().nameOf(node));
        boolean free = state.resources().values().stream()
                .filter(other -> other.at().map(Member::node).equals(Optional.of(node)))
                .allMatch(other -> definition(state, other).policy().placement().apart().stream()
                        .noneMatch(placement.apart()::contains));
        return listed
                && free
                && state.configuration().nodes().containsKey(node)
                && !state.leaving().contains(node)
                && !state.maintenance().covers(node);
    }

    private static List<Map.Entry<String, Integer>> needs(ResourceDefinition definition) {
        return List.copyOf(definition.policy().placement().needs().each().entrySet());
    }

    /// Whether a node carries more than it has of anything that a resource needs.
    ///
    /// @param more what would come to it
    private static boolean isOver(
            ClusterState state, NodeId node, ResourceDefinition resource, List<Map.Entry<String, Integer>> more) {
        NodeDefinition definition =
                Objects.requireNonNull(state.configuration().nodes().get(node));
        for (Map.Entry<String, Integer> need : needs(resource)) {
            Integer capacity = definition.capacity().each().get(need.getKey());
            long sum = state.resources().values().stream()
                    .filter(other -> other.at().map(Member::node).equals(Optional.of(node)))
                    .mapToLong(other -> definition(state, other)
                            .policy()
                            .placement()
                            .needs()
                            .each()
                            .getOrDefault(need.getKey(), 0))
                    .sum();
            long coming = more.contains(need) ? need.getValue() : 0;
            if (capacity != null && sum + coming > capacity) {
                return true;
            }
        }
        return false;
    }

    private static ResourceDefinition definition(ClusterState state, ResourceState resource) {
        return state.configuration().resource(resource.name());
    }
}
