package orion.core.lint;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.IpPrefix;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.core.model.Generation;
import orion.core.model.Levels;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.Moment;
import orion.core.resource.Rehearsal;
import orion.core.resource.ResourceState;
import orion.core.resource.WhatIf;

/// What the lint looks at: the cluster objects, and what is known besides. Used by one thread.
public final class Situation {
    private final ClusterConfiguration configuration;
    private final SortedMap<String, Integer> loadMillis;
    private final Optional<HostFacts> host;
    private @Nullable List<WhatIf.Loss> losses;

    /// @param loadMillis how long resources took to load when that succeeded last, by name, as far as that is known
    /// @param host       what the host knows that looks
    public Situation(
            ClusterConfiguration configuration, SortedMap<String, Integer> loadMillis, Optional<HostFacts> host) {
        this.configuration = configuration;
        this.loadMillis = Collections.unmodifiableSortedMap(new TreeMap<>(loadMillis));
        this.host = host;
    }

    /// The cluster objects.
    public ClusterConfiguration configuration() {
        return configuration;
    }

    Collection<ResourceDefinition> resources() {
        return configuration.resources().values();
    }

    Optional<HostFacts> host() {
        return host;
    }

    /// Whether there is another node to go to.
    boolean hasSeveralNodes() {
        return configuration.nodes().size() > 1;
    }

    /// Whether all nodes are on one host, as in a demonstration: what hosts and disks do to each other says nothing.
    public boolean isDemonstration() {
        return configuration.nodes().values().stream()
                .flatMap(node -> node.links().stream())
                .allMatch(link -> IpPrefix.parseHost(link.host()).isLoopback());
    }

    /// Whether there are several nodes on hosts of their own.
    boolean hasSeveralHosts() {
        return hasSeveralNodes() && !isDemonstration();
    }

    /// How long it took to load when that succeeded last; 0 where that is not known.
    int loadMillis(ResourceDefinition resource) {
        return loadMillis.getOrDefault(resource.name(), 0);
    }

    /// The names of the nodes that it may be on by itself.
    SortedSet<String> nodesOf(ResourceDefinition resource) {
        SortedSet<String> names = new TreeSet<>();
        if (resource.preferredNodes().isEmpty() || resource.policy().followsMaster()) {
            configuration.nodes().values().forEach(node -> names.add(node.name()));
        } else {
            names.addAll(resource.preferredNodes());
        }
        return names;
    }

    /// The volumes of a resource.
    static Stream<PartDefinition.Volume> volumes(ResourceDefinition resource) {
        return resource.parts().stream()
                .filter(PartDefinition.Volume.class::isInstance)
                .map(PartDefinition.Volume.class::cast);
    }

    /// What the loss of each node would do where all are up and every resource runs where the rules put it.
    List<WhatIf.Loss> losses() {
        if (losses == null) {
            losses = rehearsedLosses();
        }
        return losses;
    }

    private List<WhatIf.Loss> rehearsedLosses() {
        if (!hasSeveralNodes()) {
            return List.of();
        }
        SortedSet<Member> all = new TreeSet<>();
        configuration.nodes().keySet().forEach(node -> all.add(new Member(node, 1)));
        NodeId first = configuration.nodes().firstKey();
        Generation everybody = Generation.NONE.successor(first, Levels.NONE, all, new TreeSet<>(), true);
        Moment moment = new Moment(everybody, true, new TreeMap<>());
        ClusterState state = ClusterState.initial(configuration).withQuorumReached();
        for (String name : configuration.resources().keySet()) {
            state = state.with(ResourceState.created(name, true));
        }
        return new WhatIf(new Rehearsal(state, moment).settled().state(), moment).losses();
    }
}
