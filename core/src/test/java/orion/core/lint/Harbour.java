package orion.core.lint;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.configuration.Amounts;
import orion.core.configuration.ApiToken;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Endpoint;
import orion.core.configuration.IpPrefix;
import orion.core.configuration.NodeDefinition;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.PartDefinition.Address;
import orion.core.configuration.PartDefinition.Command;
import orion.core.configuration.PartDefinition.Volume;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.configuration.Role;
import orion.core.lint.HostFacts.BoardDisk;
import orion.core.lint.HostFacts.Card;
import orion.core.lint.HostFacts.Place;
import orion.core.model.NodeId;
import orion.core.model.Timing;

/// A sound cluster named harbour, of hosts n1, n2 and so on, of which a test makes a worse one.
final class Harbour {
    /// What the clock of its hosts says.
    static final long NOW = 1_800_000_000L;

    static final String DEVICE = "/dev/disk/by-id/web";

    private final SortedMap<NodeId, NodeDefinition> nodes = new TreeMap<>();
    private final SortedMap<String, ResourceDefinition> resources = new TreeMap<>();
    private final SortedMap<String, ApiToken> tokens = new TreeMap<>();
    private final SortedMap<String, Integer> loads = new TreeMap<>();
    private Timing timing = Timing.STANDARD;
    private int quorum = 2;
    private int quorumTimeout = 60;
    private int boards = 3;
    private Optional<HostFacts> host = Optional.of(host());

    /// Of so many nodes.
    static Harbour of(int count, ResourceDefinition... resources) {
        Harbour harbour = new Harbour();
        for (int number = 1; number <= count; number++) {
            harbour.node(number, "10.0.0." + number, Amounts.NONE);
        }
        return harbour.with(resources);
    }

    Harbour node(int number, String address, Amounts capacity) {
        NodeId id = new NodeId(number);
        nodes.put(id, new NodeDefinition(id, "n" + number, List.of(new Endpoint(address, 7023)), capacity));
        return this;
    }

    Harbour with(ResourceDefinition... more) {
        Arrays.stream(more).forEach(resource -> resources.put(resource.name(), resource));
        return this;
    }

    Harbour token(String name, long expiresSeconds, Role... roles) {
        String proof = "%064x".formatted(tokens.size());
        tokens.put(name, new ApiToken(name, proof, new TreeSet<>(List.of(roles)), expiresSeconds));
        return this;
    }

    Harbour times(long heartbeat, long tolerance) {
        timing = new Timing(heartbeat, tolerance);
        return this;
    }

    Harbour quorum(int membership, int timeout) {
        quorum = membership;
        quorumTimeout = timeout;
        return this;
    }

    Harbour boards(int count) {
        boards = count;
        return this;
    }

    Harbour loadedIn(String resource, int millis) {
        loads.put(resource, millis);
        return this;
    }

    Harbour seenBy(HostFacts facts) {
        host = Optional.of(facts);
        return this;
    }

    Harbour seenByNobody() {
        host = Optional.empty();
        return this;
    }

    Situation situation() {
        return new Situation(
                new ClusterConfiguration("harbour", 1, timing, quorum, quorumTimeout, boards, nodes, resources, tokens),
                loads,
                host);
    }

    /// What a sound host knows: the board is on three disks of its own, the device of web on another one.
    static HostFacts host() {
        return host(List.of(
                board("/dev/b1", "8:1", "sda"), board("/dev/b2", "8:2", "sdb"), board("/dev/b3", "8:3", "sdc")));
    }

    static HostFacts host(List<BoardDisk> boards) {
        SortedMap<String, Place> volumes = new TreeMap<>();
        volumes.put(DEVICE, place("8:16", "sdd"));
        return new HostFacts(
                new NodeId(1),
                Optional.empty(),
                840,
                new TreeSet<>(),
                boards,
                volumes,
                new TreeSet<>(List.of("getty.service")),
                List.of(new Card("eth0", List.of(IpPrefix.parse("10.0.0.1/24")))),
                HostFacts.Agents.SOUND,
                NOW);
    }

    static BoardDisk board(String name, String device, String carrier) {
        return new BoardDisk(name, Optional.empty(), place(device, carrier));
    }

    static Place place(String device, String carrier) {
        return new Place(device, new TreeSet<>(List.of(carrier)));
    }

    static Amounts memory(int amount) {
        SortedMap<String, Integer> each = new TreeMap<>();
        each.put("memory", amount);
        return new Amounts(each);
    }

    /// A volume, an address and a program, as a template makes them.
    static ResourceDefinition usual(String name, String... nodes) {
        return resource(
                name,
                ResourcePolicy.USUAL,
                List.of(nodes),
                new Volume("/dev/disk/by-id/" + name, "ext4", "/srv/" + name, ""),
                new Command(List.of("/usr/bin/" + name)));
    }

    static ResourceDefinition resource(
            String name, ResourcePolicy policy, List<String> nodes, PartDefinition... parts) {
        return new ResourceDefinition(name, List.of(parts), nodes, 600, 600, policy);
    }

    /// A program that is treated in a certain way.
    static ResourceDefinition treated(String name, ResourcePolicy policy, String... nodes) {
        return resource(name, policy, List.of(nodes), new Command(List.of("/usr/bin/" + name)));
    }

    static ResourceDefinition of(String name, PartDefinition... parts) {
        return resource(name, ResourcePolicy.USUAL, List.of(), parts);
    }

    static Address address(String cidr) {
        return new Address(cidr, Optional.empty());
    }
}
