package orion.sim.pacemaker;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A resource of a situation, in the rules that both planners have.
///
/// @param nodes    the only ones it may be loaded on, the best first; empty: on any
/// @param groups   exclusion groups it belongs to
/// @param after    what must run before it is loaded
/// @param need     how much of a node's capacity it takes
/// @param failback whether it goes back to the first of its nodes by itself
/// @param wanted   whether it should run
/// @param at       where it runs before anything happens
record Service(
        String name,
        List<Integer> nodes,
        int priority,
        List<String> groups,
        List<String> after,
        int need,
        boolean failback,
        boolean wanted,
        Optional<Integer> at) {
    Service {
        nodes = List.copyOf(nodes);
        groups = List.copyOf(groups);
        after = List.copyOf(after);
    }

    boolean mayRunOn(int node) {
        return nodes.isEmpty() || nodes.contains(node);
    }

    boolean isApartFrom(Service other) {
        return !name.equals(other.name) && groups.stream().anyMatch(other.groups::contains);
    }

    /// The node that it would go back to.
    Optional<Integer> home() {
        return failback ? nodes.stream().findFirst().filter(first -> !at.equals(Optional.of(first))) : Optional.empty();
    }

    Service withPriority(int other) {
        return new Service(name, nodes, other, groups, after, need, failback, wanted, at);
    }

    Service withoutNeed() {
        return new Service(name, nodes, priority, groups, after, 0, failback, wanted, at);
    }

    Service withoutFailback() {
        return new Service(name, nodes, priority, groups, after, need, false, wanted, at);
    }

    Service withoutOrder() {
        return new Service(name, nodes, priority, groups, List.of(), need, failback, wanted, at);
    }

    /// The same, where it may run where it does.
    Service listingItsPlace() {
        List<Integer> more = at.filter(node -> !mayRunOn(node))
                .map(node -> Stream.concat(nodes.stream(), Stream.of(node)).toList())
                .orElse(nodes);
        return new Service(name, more, priority, groups, after, need, failback, wanted, at);
    }
}
