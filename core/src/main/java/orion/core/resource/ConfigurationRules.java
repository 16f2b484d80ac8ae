package orion.core.resource;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import orion.core.configuration.Amounts;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Endpoint;
import orion.core.configuration.IpPrefix;
import orion.core.configuration.NodeDefinition;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.RequestRules.Verdict;
import orion.core.wire.StateCodec;

/// What may become of the cluster objects: which definitions of resources and nodes fit those there are.
final class ConfigurationRules {
    /// Agents that have an address on their node.
    private static final List<String> ADDRESS_AGENTS = List.of("IPaddr2", "IPaddr", "IPv6addr");

    private final ClusterState state;
    private final Generation generation;
    private final SortedSet<Member> unproven;

    /// @param unproven those excluded from the generation who may still hold something
    ConfigurationRules(ClusterState state, Generation generation, SortedSet<Member> unproven) {
        this.state = state;
        this.generation = generation;
        this.unproven = unproven;
    }

    Verdict put(ResourceDefinition definition) {
        for (String name : definition.preferredNodes()) {
            if (state.configuration().nodeNamed(name).isEmpty()) {
                return refuse("resource " + definition.name() + " prefers node " + name
                        + ", which is not in this cluster; 'orion view' lists the nodes");
            }
        }
        Optional<String> order = orderImpossible(definition);
        if (order.isPresent()) {
            return refuse(order.get());
        }
        ResourceState existing = state.resources().get(definition.name());
        ResourceDefinition before = state.configuration().resources().get(definition.name());
        if (definition.equals(before)) {
            return accept(state, definition.name() + " is unchanged");
        }
        Optional<String> taken = addressTaken(definition);
        if (taken.isPresent()) {
            return refuse(taken.get());
        }
        if (existing != null && (existing.phase() != Phase.OFFLINE || existing.wantedOnline())) {
            return refuse(
                    definition.name() + " is " + existing.phase().title() + "; take it offline before you change it");
        }
        return configured(
                state.configuration().withResource(definition),
                "resource " + definition.name(),
                definition.name() + (before == null ? " created" : " changed"));
    }

    /// A resource that came after itself, or after one that nobody knows, would never be loaded.
    private Optional<String> orderImpossible(ResourceDefinition definition) {
        String name = definition.name();
        for (String other : after(definition)) {
            if (!other.equals(name) && !state.configuration().resources().containsKey(other)) {
                return Optional.of("resource " + name + " comes after " + other
                        + ", which there is not; define that one first, or before it in the file");
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
            ResourceDefinition definition = state.configuration().resources().get(at);
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
        for (ResourceDefinition other : state.configuration().resources().values()) {
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

    Verdict delete(ResourceState resource) {
        String name = resource.name();
        if (resource.phase() != Phase.OFFLINE || resource.wantedOnline()) {
            return refuse(name + " is " + resource.phase().title() + "; take it offline before you delete it");
        }
        Optional<ResourceDefinition> later = state.configuration().resources().values().stream()
                .filter(other -> after(other).contains(name))
                .findFirst();
        return later.isPresent()
                ? refuse("resource " + later.get().name() + " comes after " + name + "; change that one first")
                : accept(state.withConfiguration(state.configuration().withoutResource(name)), name + " deleted");
    }

    Verdict add(NodeDefinition node) {
        ClusterConfiguration configuration = state.configuration();
        Optional<NodeDefinition> sameName = configuration.nodeNamed(node.name());
        if (sameName.isPresent() && !sameName.get().id().equals(node.id())) {
            return refuse("there is already a node " + node.name() + " in cluster " + configuration.clusterName()
                    + "; choose another name");
        }
        NodeDefinition sameNumber = configuration.nodes().get(node.id());
        if (sameNumber != null && !sameNumber.withCapacity(node.capacity()).equals(node)) {
            return refuse("number " + node.id().number() + " belongs to node " + sameNumber.name());
        }
        for (NodeDefinition other : configuration.nodes().values()) {
            Optional<Endpoint> taken =
                    node.links().stream().filter(other.links()::contains).findFirst();
            if (!other.id().equals(node.id()) && taken.isPresent()) {
                return refuse("address " + taken.get() + " belongs to node " + other.name() + "; choose another one");
            }
        }
        // Who comes back has what was said of it before.
        NodeDefinition known = sameNumber == null ? node : sameNumber;
        return configured(configuration.withNode(known), "node " + node.name(), node.name() + " may join");
    }

    Verdict capacity(NodeId node, Amounts capacity) {
        NodeDefinition known = state.configuration().nodes().get(node);
        if (known == null) {
            return refuse(nameOf(node) + " is not configured in cluster "
                    + state.configuration().clusterName() + "; 'orion status' lists the nodes there are");
        }
        return known.capacity().equals(capacity)
                ? accept(state, "the capacity of " + known.name() + " is unchanged")
                : configured(
                        state.configuration().withNode(known.withCapacity(capacity)),
                        "that capacity",
                        known.name() + " has another capacity; what runs stays where it is");
    }

    Verdict remove(NodeId node) {
        String name = nameOf(node);
        ClusterConfiguration configuration = state.configuration();
        if (!configuration.nodes().containsKey(node)) {
            return refuse(name + " is not configured in cluster " + configuration.clusterName()
                    + "; 'orion status' lists the nodes there are");
        }
        if (generation.members().contains(node)) {
            return refuse(name + " is a member of cluster " + configuration.clusterName()
                    + "; take it out first with 'orion leave' on it, then end its daemon");
        }
        boolean holds = state.resources().values().stream()
                .anyMatch(resource ->
                        resource.at().filter(at -> at.node().equals(node)).isPresent());
        if (holds || unproven.stream().anyMatch(member -> member.node().equals(node))) {
            return refuse(name + " was cast out and may still hold resources; wait until it is proven gone, or if its"
                    + " host has no power, vouch for that with 'orion confirm-off " + name + "'");
        }
        List<String> only = preferring(name, preferred -> preferred.size() == 1);
        if (!only.isEmpty()) {
            // An empty list would mean that it may run anywhere.
            return refuse(name + " is the only node of " + String.join(", ", only)
                    + "; give that another node first, or delete it");
        }
        List<String> others = preferring(name, preferred -> true);
        SortedSet<NodeId> leaving = new TreeSet<>(state.leaving());
        leaving.remove(node);
        return accept(
                state.withLeaving(leaving).withConfiguration(configuration.withoutNode(node)),
                name + " is removed from cluster " + configuration.clusterName()
                        + (others.isEmpty() ? "" : ", and from the nodes of " + String.join(", ", others)));
    }

    /// Resources that have that node in their list, and a list like that.
    private List<String> preferring(String node, Predicate<List<String>> like) {
        return state.configuration().resources().values().stream()
                .filter(resource -> resource.preferredNodes().contains(node) && like.test(resource.preferredNodes()))
                .map(ResourceDefinition::name)
                .toList();
    }

    /// A larger configuration than the white board's copies can hold is refused here, where somebody can be told:
    /// later it could only be dropped.
    private Verdict configured(ClusterConfiguration next, String what, String done) {
        int bytes = StateCodec.copyBytes(next);
        return bytes <= StateCodec.LONGEST_COPY
                ? accept(state.withConfiguration(next), done)
                : refuse("with " + what + " the configuration has " + bytes
                        + " bytes, and the white board holds at most " + StateCodec.LONGEST_COPY
                        + "; shorten definitions of resources or delete those not needed");
    }

    private String nameOf(NodeId node) {
        return state.configuration().nameOf(node);
    }

    private Verdict refuse(String text) {
        return new Verdict(false, state, text);
    }

    private Verdict accept(ClusterState next, String text) {
        return new Verdict(true, next, text);
    }
}
