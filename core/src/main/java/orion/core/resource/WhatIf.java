package orion.core.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import orion.core.model.Member;
import orion.core.model.NodeId;

/// What the loss of a node would do to the resources: where each goes, what stays down, and how long that takes.
public final class WhatIf {
    /// What becomes of a resource.
    ///
    /// @param from           where it is now
    /// @param phase          how it stands in the end
    /// @param to             where it is then
    /// @param reason         why, in a sentence
    /// @param expectedMillis after how long it probably runs again: silence is waited for, then it is loaded, as
    /// long as that took last; empty where it does not run then, or was never loaded
    public record Fate(
            String resource,
            Optional<NodeId> from,
            Phase phase,
            Optional<NodeId> to,
            String reason,
            OptionalLong expectedMillis) {}

    /// A node that has less of something than its resources need.
    public record Overload(NodeId node, String what, long needed, int capacity) {}

    /// What the loss of one member changes.
    ///
    /// @param overloads nodes that carry more then than they can (rule R12)
    /// @param fates     of the resources that end elsewhere or otherwise than without the loss, by name
    public record Loss(NodeId node, List<Fate> fates, List<Overload> overloads) {
        public Loss {
            fates = List.copyOf(fates);
            overloads = List.copyOf(overloads);
        }
    }

    private final Rehearsal now;
    private final Rehearsal undisturbed;

    /// Asks about this state.
    public WhatIf(ClusterState state, Moment moment) {
        this.now = new Rehearsal(state, moment);
        this.undisturbed = now.settled();
    }

    /// The loss of each member, by number.
    public List<Loss> losses() {
        return now.generation().members().stream().map(this::loss).toList();
    }

    /// The loss of this one.
    public Loss loss(NodeId node) {
        ClusterState after = now.without(node).settled().state();
        List<Fate> fates = new ArrayList<>();
        SortedSet<String> changed = new TreeSet<>();
        for (ResourceState then : after.resources().values()) {
            ResourceState otherwise = undisturbed.state().resource(then.name());
            boolean same = then.phase() == otherwise.phase() && then.at().equals(otherwise.at());
            if (!same) {
                changed.add(then.name());
            }
        }
        changed.forEach(name -> fates.add(fate(after.resource(name), changed)));
        return new Loss(node, fates, overloads(after));
    }

    /// The nodes that carry more than they can in this state.
    public static List<Overload> overloads(ClusterState state) {
        Draft draft = new Draft(state);
        List<Overload> overloads = new ArrayList<>();
        state.configuration()
                .nodes()
                .values()
                .forEach(node -> node.capacity().each().forEach((what, capacity) -> {
                    long needed = draft.neededAt(node.id(), what);
                    if (needed > capacity) {
                        overloads.add(new Overload(node.id(), what, needed, capacity));
                    }
                }));
        return overloads;
    }

    private Fate fate(ResourceState then, SortedSet<String> changed) {
        ResourceState before = now.state().resource(then.name());
        long tolerance = now.state().configuration().timing().toleranceMillis();
        OptionalLong load = loading(then.name(), changed);
        return new Fate(
                then.name(),
                before.at().map(Member::node),
                then.phase(),
                then.at().map(Member::node),
                then.reason(),
                then.phase() == Phase.RUNNING && load.isPresent()
                        ? OptionalLong.of(tolerance + load.getAsLong())
                        : OptionalLong.empty());
    }

    /// How long it takes until it is loaded, with those that must run before and are loaded anew too; empty where one
    /// of them was never loaded.
    private OptionalLong loading(String name, SortedSet<String> changed) {
        long before = 0;
        for (String other :
                now.state().configuration().resource(name).policy().placement().after()) {
            OptionalLong first = changed.contains(other) ? loading(other, changed) : OptionalLong.of(0);
            if (first.isEmpty()) {
                return first;
            }
            before = Math.max(before, first.getAsLong());
        }
        int own = now.state().resource(name).tally().loadMillis();
        return own > 0 ? OptionalLong.of(before + own) : OptionalLong.empty();
    }
}
