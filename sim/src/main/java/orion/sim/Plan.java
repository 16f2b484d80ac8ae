package orion.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import orion.core.configuration.Amounts;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Endpoint;
import orion.core.configuration.NodeDefinition;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.model.NodeId;
import orion.core.model.Timing;

/// What kind of cluster a run has.
///
/// @param watchdogs without them a host that slept through its lease stops itself only when it wakes up
/// @param slowStops whether stopping everything by force may take half a lease, or fail (only with watchdogs)
/// @param servers   for each disk of the white board the host that serves it; empty where it is attached to all
/// @param links     networks between the hosts
/// @param minutes   how long faults last, before the cluster has to recover
/// @param wrongClocks whether clocks go wrong by more than the protocol allows for
/// @param policies  whether resources have policies of all kinds, or the usual ones
record Plan(
        long seed,
        int nodes,
        Timing timing,
        boolean watchdogs,
        boolean slowStops,
        Severity severity,
        int resources,
        int quorum,
        int quorumTimeoutSeconds,
        List<Optional<NodeId>> servers,
        int links,
        int minutes,
        boolean wrongClocks,
        boolean policies) {
    /// The host beside the cluster that serves a disk, where there is one; no cluster with it is so large.
    static final NodeId WITNESS = new NodeId(NodeId.LARGEST);

    /// How many nodes may be added while it runs.
    private static final int MOST_ADDED = 2;

    /// How long a script may take before it is stopped and counts as failed.
    static final int SCRIPT_TIMEOUT_SECONDS = 10;

    /// Draws a plan.
    ///
    /// @param nodes 0 to draw that too
    static Plan drawn(long seed, int nodes, int minutes) {
        SplitMix random = new SplitMix(seed * 31 + 7);
        int drawn = random.chance(850) ? random.between(2, 5) : random.between(6, 8);
        int many = random.chance(10) ? random.between(9, NodeId.LARGEST) : drawn;
        int count = nodes > 0 ? nodes : many;
        Timing timing = random.chance(700) ? Timing.STANDARD : Timing.FAST;
        boolean watchdogs = random.chance(600);
        return new Plan(
                seed,
                count,
                timing,
                watchdogs,
                watchdogs,
                random.chance(250) ? Severity.MILD : Severity.WILD,
                random.between(1, 4),
                random.between(1, count),
                random.between(3, 20),
                drawnServers(seed, count, random.chance(350) ? 3 : 1),
                random.chance(350) ? 2 : 1,
                minutes,
                new SplitMix(seed * 83 + 5).chance(100),
                true);
    }

    /// In every fifth cluster hosts serve disks to each other: nodes, or one beside the cluster.
    private static List<Optional<NodeId>> drawnServers(long seed, int nodes, int boards) {
        SplitMix random = new SplitMix(seed * 59 + 3);
        if (!random.chance(200) || nodes + MOST_ADDED >= WITNESS.number()) {
            return attached(boards);
        }
        List<Optional<NodeId>> servers = new ArrayList<>();
        int first = random.between(0, nodes);
        int disks = random.chance(600) ? 3 : 1;
        for (int i = 0; i < disks; i++) {
            int host = (first + i) % (nodes + 1);
            NodeId server = host == 0 ? WITNESS : new NodeId(host);
            servers.add(random.chance(150) ? Optional.empty() : Optional.of(server));
        }
        return List.copyOf(servers);
    }

    /// So many disks that every host has.
    static List<Optional<NodeId>> attached(int disks) {
        return Collections.nCopies(disks, Optional.empty());
    }

    /// How many disks the white board has.
    int boards() {
        return servers.size();
    }

    /// Whether a disk can be out of reach because a network is.
    boolean served() {
        return servers.stream().anyMatch(Optional::isPresent);
    }

    /// Whether there is a host beside the cluster.
    boolean hasWitness() {
        return servers.contains(Optional.of(WITNESS));
    }

    /// What people read for a host.
    String nameOf(NodeId host) {
        return hasWitness() && host.equals(WITNESS) ? "w" : "n" + host.number();
    }

    /// The same cluster with other times.
    Plan with(Timing other) {
        return but(seed, other, quorum, quorumTimeoutSeconds, servers, wrongClocks);
    }

    /// The same cluster with clocks that keep the bound, or do not.
    Plan withClocks(boolean wrong) {
        return but(seed, timing, quorum, quorumTimeoutSeconds, servers, wrong);
    }

    /// The same cluster with another seed, quorum and white board.
    Plan of(long otherSeed, int otherQuorum, int otherQuorumSeconds, List<Optional<NodeId>> otherServers) {
        return but(otherSeed, timing, otherQuorum, otherQuorumSeconds, otherServers, wrongClocks);
    }

    /// The same cluster on a white board of one disk.
    Plan onOneDisk() {
        return but(seed, timing, quorum, quorumTimeoutSeconds, List.of(servers.getFirst()), wrongClocks);
    }

    private Plan but(
            long otherSeed,
            Timing otherTiming,
            int otherQuorum,
            int otherQuorumSeconds,
            List<Optional<NodeId>> otherServers,
            boolean otherClocks) {
        return new Plan(
                otherSeed,
                nodes,
                otherTiming,
                watchdogs,
                slowStops,
                severity,
                resources,
                otherQuorum,
                otherQuorumSeconds,
                otherServers,
                links,
                minutes,
                otherClocks,
                policies);
    }

    /// A cluster of standard timing without any faults of its own, for stories.
    static Plan story(int nodes, int resources, boolean watchdogs, int boards) {
        return new Plan(
                nodes,
                nodes,
                Timing.STANDARD,
                watchdogs,
                false,
                Severity.WILD,
                resources,
                nodes,
                10,
                attached(boards),
                1,
                1,
                false,
                false);
    }

    /// How long stopping everything by force takes at most. Without a watchdog nothing else bounds it, so it must fit
    /// into what the take-over wait leaves beside the drift of the clocks.
    long longestStopMicros() {
        return slowStops ? timing.leaseMillis() * 500 : timing.stopLimitMillis() * 1_000;
    }

    /// When a host that must stop has stopped or was reset by its watchdog, at the latest.
    long stopsWithinMicros() {
        long bite = watchdogs ? timing.longestWatchdogMillis() * 1_020 : 0;
        return Math.max(longestStopMicros(), bite) + 5_000;
    }

    int unprovenStopThousandths() {
        return slowStops && severity == Severity.WILD ? 50 : 0;
    }

    /// How long after the end of all faults the cluster may take to be whole again.
    long recoveryMillis() {
        return 3 * timing.toleranceMillis() + 10_000 + 2 * SCRIPT_TIMEOUT_SECONDS * 1_000L;
    }

    /// The first configuration: nodes `n1`, `n2`, ... with rising addresses; resources `r1`, ... of which the first
    /// prefers nodes and the last follows the master.
    ClusterConfiguration configuration() {
        TreeMap<NodeId, NodeDefinition> members = new TreeMap<>();
        for (int i = 1; i <= nodes; i++) {
            NodeId id = new NodeId(i);
            members.put(id, node(id));
        }
        TreeMap<String, ResourceDefinition> configured = new TreeMap<>();
        for (int i = 1; i <= resources; i++) {
            configured.put("r" + i, resource("r" + i));
        }
        return new ClusterConfiguration("sim", 1, timing, quorum, quorumTimeoutSeconds, boards(), members, configured);
    }

    /// The first definition of one of `r1`, `r2`, ...
    ResourceDefinition resource(String name) {
        int number = Integer.parseInt(name.substring(1));
        return resource(name, number, number == 1 ? List.of("n1", "n2") : List.of(), policy(number));
    }

    private ResourcePolicy policy(int number) {
        ResourcePolicy usual = number == 2 ? ResourcePolicy.USUAL.ignoringQuorum() : ResourcePolicy.USUAL;
        ResourcePolicy policy = number == 4 ? usual.followingMaster() : usual;
        return policies ? DrawnPolicy.of(seed, number, policy) : policy;
    }

    private static ResourceDefinition resource(String name, int number, List<String> preferred, ResourcePolicy policy) {
        List<PartDefinition> parts =
                List.of(new PartDefinition.Address("198.51.100." + number + "/24", Optional.empty()));
        return new ResourceDefinition(name, parts, preferred, SCRIPT_TIMEOUT_SECONDS, SCRIPT_TIMEOUT_SECONDS, policy);
    }

    /// A resource that is created while the cluster runs: `x1`, `x2`, ...
    static ResourceDefinition added(long number, NodeId preferred) {
        return resource("x" + number, 100 + (int) number, List.of("n" + preferred.number()), ResourcePolicy.USUAL);
    }

    /// A node of this cluster, there from the beginning or added later.
    NodeDefinition node(NodeId id) {
        List<Endpoint> addresses = new ArrayList<>();
        for (int link = 1; link <= links; link++) {
            addresses.add(new Endpoint("192.0." + (link + 1) + "." + id.number(), 7023));
        }
        return new NodeDefinition(
                id, "n" + id.number(), addresses, policies ? DrawnPolicy.capacity(seed, id) : Amounts.NONE);
    }

    /// The next node to be added to a cluster of so many, if it may grow.
    Optional<NodeDefinition> nextNode(int existing) {
        boolean mayGrow = existing < Math.min(nodes + MOST_ADDED, NodeId.LARGEST);
        return mayGrow ? Optional.of(node(new NodeId(existing + 1))) : Optional.empty();
    }
}
