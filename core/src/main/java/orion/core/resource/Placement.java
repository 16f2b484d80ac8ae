package orion.core.resource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Collectors;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.ResourceDefinition;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.NodeMap;

/// Chooses where a resource should run. A pure function of the agreed state and the members: the same
/// question has the same answer on every node, and the answer carries the reasons of every node.
public final class Placement {
    /// A configured node, and what speaks for it or against it.
    public record Candidate(NodeId node, Ground ground) {}

    /// The chosen node, or none, and why in a sentence.
    ///
    /// @param candidates every configured node, by number
    public record Choice(Optional<NodeId> node, String reason, List<Candidate> candidates) {
        public Choice {
            candidates = List.copyOf(candidates);
        }
    }

    private final Draft draft;
    private final ClusterConfiguration configuration;
    private final SortedSet<NodeId> members;
    private final Optional<NodeId> master;

    /// Asks about one moment.
    ///
    /// @param members nodes in the present generation
    public Placement(ClusterState state, SortedSet<NodeId> members) {
        this(new Draft(state), members);
    }

    /// Asks about what becomes of a state: each choice counts for those after it, once it is put.
    Placement(Draft draft, SortedSet<NodeId> members) {
        this.draft = draft;
        this.configuration = draft.base().configuration();
        this.members = members;
        this.master = configuration.highest(members);
    }

    /// The member that leads, where there is any.
    Optional<NodeId> master() {
        return master;
    }

    /// Where this resource should be loaded. In order of authority: the master where it follows the master;
    /// the node it was asked to move to; the preferred nodes in their order; without preferences the node
    /// with the fewest resources.
    public Choice choose(ResourceState resource) {
        return choose(resource, Optional.empty());
    }

    private Choice choose(ResourceState resource, Optional<NodeId> failed) {
        ResourceDefinition definition = configuration.resource(resource.name());
        List<NodeId> preferred = preferred(definition);
        SortedMap<NodeId, Ground> grounds = obstacles(resource, definition, preferred);
        failed.ifPresent(node -> grounds.put(node, new Ground.HasFailedThere()));
        List<NodeId> all = configuration.nodes().keySet().stream()
                .filter(node -> !grounds.containsKey(node))
                .toList();
        if (definition.policy().followsMaster()) {
            return chosen(all.stream().findFirst(), new Ground.IsMaster(), grounds, _ -> new Ground.NotMaster())
                    .orElseGet(() -> nowhere(withoutMaster(grounds), grounds));
        }
        Optional<NodeId> target = resource.moveTo()
                .filter(all::contains)
                .filter(node -> !resource.byRule()
                        || draft.noRoom(resource.name(), node).isEmpty());
        if (target.isPresent()) {
            // Whoever asks for it anew forgets earlier failures.
            boolean asked = resource.failures() == 0 && !resource.byRule();
            return chosen(target, new Ground.IsTarget(asked), grounds, Ground.OtherTarget::new)
                    .orElseThrow();
        }
        List<NodeId> open = withRoom(resource, all, grounds);
        if (definition.preferredNodes().isEmpty()) {
            Optional<NodeId> least = open.stream()
                    .min(Comparator.<NodeId>comparingInt(draft::countAt).thenComparing(node -> node));
            return chosen(least, new Ground.RunsFewest(), grounds, Ground.RunsMore::new)
                    .orElseGet(() -> nowhere("no node is available", grounds));
        }
        Optional<NodeId> first = preferred.stream().filter(open::contains).findFirst();
        List<NodeId> skipped =
                preferred.stream().takeWhile(node -> !open.contains(node)).toList();
        return chosen(first, new Ground.IsPreferred(skipped), grounds, Ground.LessPreferred::new)
                .orElseGet(() -> nowhere(noneOf(preferred, grounds), grounds));
    }

    /// Where a resource is that stays there, and what keeps it from each of the others.
    public Choice staying(ResourceState resource) {
        ResourceDefinition definition = configuration.resource(resource.name());
        SortedMap<NodeId, Ground> grounds = obstacles(resource, definition, preferred(definition));
        NodeId at = resource.at().orElseThrow().node();
        grounds.remove(at);
        return chosen(Optional.of(at), new Ground.IsThere(), grounds, Ground.IsElsewhere::new)
                .orElseThrow();
    }

    /// The nodes that it does not overload; all of them where it would overload each (rule R12).
    private List<NodeId> withRoom(ResourceState resource, List<NodeId> open, SortedMap<NodeId, Ground> grounds) {
        SortedMap<NodeId, Ground> full = new NodeMap<>();
        open.forEach(node -> draft.noRoom(resource.name(), node).ifPresent(ground -> full.put(node, ground)));
        if (full.isEmpty() || full.size() == open.size()) {
            return open;
        }
        grounds.putAll(full);
        return open.stream().filter(node -> !full.containsKey(node)).toList();
    }

    /// Where a resource should be loaded that has failed where it is.
    Choice elsewhere(ResourceState resource) {
        ResourceState leaving = resource.movingTo(Optional.empty());
        return choose(leaving, resource.at().map(Member::node));
    }

    private interface Loss {
        Ground against(NodeId taken);
    }

    private Optional<Choice> chosen(Optional<NodeId> node, Ground why, SortedMap<NodeId, Ground> grounds, Loss loss) {
        return node.map(taken -> {
            configuration.nodes().keySet().forEach(other -> grounds.putIfAbsent(other, loss.against(taken)));
            grounds.put(taken, why);
            return new Choice(node, why.words(configuration), candidates(grounds));
        });
    }

    private static Choice nowhere(String reason, SortedMap<NodeId, Ground> grounds) {
        return new Choice(Optional.empty(), reason, candidates(grounds));
    }

    private static List<Candidate> candidates(SortedMap<NodeId, Ground> grounds) {
        List<Candidate> candidates = new ArrayList<>();
        grounds.forEach((node, ground) -> candidates.add(new Candidate(node, ground)));
        return candidates;
    }

    /// The nodes that it cannot be placed on, whatever the others are like.
    private SortedMap<NodeId, Ground> obstacles(
            ResourceState resource, ResourceDefinition definition, List<NodeId> preferred) {
        SortedMap<NodeId, Ground> grounds = new NodeMap<>();
        for (NodeId node : configuration.nodes().keySet()) {
            obstacle(resource, definition, preferred, node).ifPresent(ground -> grounds.put(node, ground));
        }
        return grounds;
    }

    private Optional<Ground> obstacle(
            ResourceState resource, ResourceDefinition definition, List<NodeId> preferred, NodeId node) {
        if (!members.contains(node)) {
            return Optional.of(new Ground.NotUp());
        }
        boolean follows = definition.policy().followsMaster();
        if (follows && !master.equals(Optional.of(node))) {
            return Optional.of(new Ground.NotMaster());
        }
        if (draft.base().leaving().contains(node)) {
            return Optional.of(new Ground.Leaving());
        }
        Optional<Ground> neighbour = draft.neighbour(resource.name(), node);
        if (neighbour.isPresent()) {
            return neighbour;
        }
        // A person may send it to a node in maintenance, and to one that is not in its list; a rule may not.
        if (!follows && !resource.byRule() && resource.moveTo().equals(Optional.of(node))) {
            return Optional.empty();
        }
        if (!follows && !definition.preferredNodes().isEmpty() && !preferred.contains(node)) {
            return Optional.of(new Ground.NotItsNode());
        }
        return draft.base().maintenance().covers(node) ? Optional.of(new Ground.InMaintenance()) : Optional.empty();
    }

    private String withoutMaster(SortedMap<NodeId, Ground> grounds) {
        return master.map(node -> "the master " + words(grounds, node)).orElse("no node is up");
    }

    private String noneOf(List<NodeId> preferred, SortedMap<NodeId, Ground> grounds) {
        if (preferred.stream().noneMatch(members::contains)) {
            String names = preferred.stream().map(configuration::nameOf).collect(Collectors.joining(", "));
            return "none of its nodes is up: " + names;
        }
        return "none of its nodes is available: "
                + preferred.stream()
                        .map(node -> configuration.nameOf(node) + " " + words(grounds, node))
                        .collect(Collectors.joining(", "));
    }

    private String words(SortedMap<NodeId, Ground> grounds, NodeId node) {
        return Objects.requireNonNull(grounds.get(node)).words(configuration);
    }

    private List<NodeId> preferred(ResourceDefinition definition) {
        List<NodeId> preferred = new ArrayList<>();
        for (String name : definition.preferredNodes()) {
            configuration.nodeNamed(name).ifPresent(node -> preferred.add(node.id()));
        }
        return preferred;
    }
}
