package orion.sim.pacemaker;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// A cluster, and what happens to it, as both planners are told it. Nodes are numbers from 1 on, all of
/// them are in.
///
/// @param capacity how much each node has, where that is counted; else empty
/// @param node     the one that goes or comes
/// @param lost     whether it is lost; else it comes back, and has been out until then
record Situation(long seed, int nodes, List<Integer> capacity, List<Service> services, int node, boolean lost) {
    Situation {
        capacity = List.copyOf(capacity);
        services = List.copyOf(services);
    }

    static String name(int node) {
        return "n" + node;
    }

    /// Who is in after what happens.
    List<Integer> left() {
        return IntStream.rangeClosed(1, nodes)
                .filter(each -> !lost || each != node)
                .boxed()
                .toList();
    }

    /// Where a service still runs after what happens, before anybody does anything about it.
    Optional<Integer> place(Service service) {
        return service.at().filter(left()::contains);
    }

    boolean waits(Service service) {
        return service.wanted() && place(service).isEmpty();
    }

    /// In the order in which ours are judged: what runs, then by priority, then by name.
    List<Service> judged() {
        return services.stream()
                .sorted(Comparator.<Service, Boolean>comparing(
                                service -> place(service).isEmpty())
                        .thenComparingInt(service -> -service.priority())
                        .thenComparing(Service::name))
                .toList();
    }

    Service service(String name) {
        return services.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// How much is taken of a node after what happens.
    int taken(int of) {
        return services.stream()
                .filter(service -> place(service).equals(Optional.of(of)))
                .mapToInt(Service::need)
                .sum();
    }

    int capacityOf(int of) {
        return capacity.isEmpty() ? Integer.MAX_VALUE : Objects.requireNonNull(capacity.get(of - 1));
    }

    /// The same with each service changed.
    Situation with(UnaryOperator<Service> change) {
        return new Situation(
                seed, nodes, capacity, services.stream().map(change).toList(), node, lost);
    }

    Situation withoutCapacity() {
        return new Situation(seed, nodes, List.of(), services, node, lost).with(Service::withoutNeed);
    }

    @Override
    public String toString() {
        StringBuilder words = new StringBuilder("seed %d: %d nodes, capacity %s, %s is %s"
                .formatted(seed, nodes, capacity, name(node), lost ? "lost" : "back"));
        services.forEach(service -> words.append("\n  ").append(service));
        return words.toString();
    }
}
