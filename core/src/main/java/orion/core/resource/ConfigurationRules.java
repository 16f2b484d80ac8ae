package orion.core.resource;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import orion.core.configuration.Change;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.IpPrefix;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.Trial;
import orion.core.wire.StateCodec;

/// What must be true of the cluster objects as a whole, whatever runs: what an edit would lead to is judged by it.
final class ConfigurationRules {
    /// Agents that have an address on their node.
    private static final List<String> ADDRESS_AGENTS = List.of("IPaddr2", "IPaddr", "IPv6addr");

    private final ClusterConfiguration configuration;

    ConfigurationRules(ClusterConfiguration configuration) {
        this.configuration = configuration;
    }

    /// What is wrong with a resource as it is defined, among the others.
    List<EditFault> faults(ResourceDefinition definition) {
        List<EditFault> faults = new ArrayList<>();
        String object = Change.resource(definition.name());
        for (String name : definition.preferredNodes()) {
            if (configuration.nodeNamed(name).isEmpty()) {
                faults.add(new EditFault(
                        object,
                        "nodes",
                        object + " prefers node " + name
                                + ", which is not in this cluster; 'orion view' lists the nodes"));
            }
        }
        orderImpossible(definition).ifPresent(text -> faults.add(new EditFault(object, "after", text)));
        addressTaken(definition).ifPresent(text -> faults.add(new EditFault(object, "parts", text)));
        return faults;
    }

    /// A resource that comes after one that there is no more.
    Optional<EditFault> missed(String deleted) {
        return configuration.resources().values().stream()
                .filter(other -> after(other).contains(deleted))
                .findFirst()
                .map(later -> new EditFault(
                        Change.resource(deleted),
                        "",
                        "resource " + later.name() + " comes after " + deleted + "; change that one first"));
    }

    /// A larger configuration than the white board's copies can hold is refused here, where somebody can be told:
    /// later it could only be dropped.
    Optional<EditFault> tooLarge(String what, Optional<Trial> trial) {
        int bytes = StateCodec.copyBytes(configuration, trial);
        return bytes <= StateCodec.LONGEST_COPY
                ? Optional.empty()
                : Optional.of(new EditFault(
                        what,
                        "",
                        "with " + what + " the configuration"
                                + (trial.isPresent() ? ", with what undoes them," : "") + " has " + bytes
                                + " bytes, and the white board holds at most " + StateCodec.LONGEST_COPY
                                + "; shorten definitions of resources or delete those not needed"));
    }

    /// A resource that came after itself, or after one that nobody knows, would never be loaded.
    private Optional<String> orderImpossible(ResourceDefinition definition) {
        String name = definition.name();
        for (String other : after(definition)) {
            if (!other.equals(name) && !configuration.resources().containsKey(other)) {
                return Optional.of(
                        "resource " + name + " comes after " + other + ", which there is not; define that one, too");
            }
            Optional<List<String>> round = way(other, name);
            if (round.isPresent()) {
                return Optional.of("resource " + name + " would come after itself: " + name + " after "
                        + String.join(" after ", round.get()) + "; leave one of them out");
            }
        }
        return Optional.empty();
    }

    /// Those by which one resource comes after another, both included: the fewest. A row may be long, and this is asked
    /// on a small stack.
    private Optional<List<String>> way(String from, String to) {
        SortedMap<String, String> cameFrom = new TreeMap<>();
        Deque<String> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty() && !open.peek().equals(to)) {
            String at = open.remove();
            ResourceDefinition definition = configuration.resources().get(at);
            for (String next : definition == null ? List.<String>of() : after(definition)) {
                if (!next.equals(from) && cameFrom.putIfAbsent(next, at) == null) {
                    open.add(next);
                }
            }
        }
        if (open.isEmpty()) {
            return Optional.empty();
        }
        List<String> way = new ArrayList<>(List.of(to));
        while (!way.getFirst().equals(from)) {
            way.addFirst(cameFrom.get(way.getFirst()));
        }
        return Optional.of(way);
    }

    private static List<String> after(ResourceDefinition definition) {
        return definition.policy().placement().after();
    }

    /// Two resources with one address would have it on two nodes at once.
    private Optional<String> addressTaken(ResourceDefinition definition) {
        for (ResourceDefinition other : configuration.resources().values()) {
            Optional<Carried> taken = carried(definition)
                    .filter(own ->
                            carried(other).anyMatch(their -> their.octets().equals(own.octets())))
                    .findFirst();
            if (!other.name().equals(definition.name()) && taken.isPresent()) {
                return Optional.of("resource " + definition.name() + " wants address "
                        + taken.get().host() + ", which belongs to resource " + other.name() + "; choose another one");
            }
        }
        return Optional.empty();
    }

    /// An address that a resource takes along, as it is written and as it counts.
    private record Carried(String host, List<Integer> octets) {}

    private static Stream<Carried> carried(ResourceDefinition definition) {
        return definition.parts().stream().flatMap(part -> switch (part) {
            case PartDefinition.Address address ->
                Stream.of(new Carried(address.host(), address.prefix().octets()));
            case PartDefinition.Ocf agent -> carried(agent);
            case PartDefinition.Volume _,
                    PartDefinition.Licences _,
                    PartDefinition.Command _,
                    PartDefinition.Unit _,
                    PartDefinition.Script _ -> Stream.empty();
        });
    }

    /// The agents for addresses are told them under one of these names. What is no address the agent itself refuses.
    private static Stream<Carried> carried(PartDefinition.Ocf agent) {
        if (!ADDRESS_AGENTS.contains(agent.type())) {
            return Stream.empty();
        }
        return Stream.of("ip", "ipv6addr")
                .flatMap(name -> Stream.ofNullable(agent.parameters().get(name)))
                .map(text -> text.indexOf('/') < 0 ? text : text.substring(0, text.indexOf('/')))
                .flatMap(host -> {
                    try {
                        return Stream.of(
                                new Carried(host, IpPrefix.parseHost(host).octets()));
                    } catch (IllegalArgumentException noAddress) {
                        return Stream.empty();
                    }
                });
    }
}
