package orion.core.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import orion.core.configuration.ResourceDefinition;
import orion.core.model.NodeId;

/// How what must run before a resource (rule R8) is brought to run, on whichever of its nodes that is easiest.
///
/// @param steps one after the other; where nobody knows a way for one of them, it is left as it is
/// @param after what is, once they are taken
record Predecessors(List<Remedy> steps, Rehearsal after) {
    /// Of one resource.
    static Predecessors of(Rehearsal now, String resource) {
        Predecessors all = new Predecessors(List.of(), now);
        for (String other : definition(now, resource).policy().placement().after()) {
            all = all.with(other);
        }
        return all;
    }

    private Predecessors with(String other) {
        if (runs(after, other)) {
            return this;
        }
        Predecessors before = of(after, other);
        for (Optional<NodeId> up : ups(before.after, other)) {
            for (boolean maintenanceEnds : List.of(false, true)) {
                Optional<Predecessors> way = before.brought(other, up, maintenanceEnds);
                if (way.isPresent()) {
                    List<Remedy> all = new ArrayList<>(steps);
                    all.addAll(way.get().steps);
                    return new Predecessors(List.copyOf(all), way.get().after);
                }
            }
        }
        return this;
    }

    /// What may have to come up for it: nothing, or one of its nodes.
    private static List<Optional<NodeId>> ups(Rehearsal now, String resource) {
        List<Optional<NodeId>> ups = new ArrayList<>(List.of(Optional.empty()));
        List<String> own = definition(now, resource).preferredNodes();
        SortedSet<NodeId> down =
                new TreeSet<>(now.state().configuration().nodes().keySet());
        down.removeAll(now.generation().members());
        down.stream()
                .filter(node -> own.isEmpty()
                        || own.contains(now.state().configuration().nameOf(node)))
                .forEach(node -> ups.add(Optional.of(node)));
        return ups;
    }

    /// With this one running, where that is the way.
    private Optional<Predecessors> brought(String resource, Optional<NodeId> up, boolean maintenanceEnds) {
        Predecessors way = this;
        if (up.isPresent()) {
            way = way.taking(new Remedy.Join(up.get()));
        }
        if (way.after.state().resource(resource).phase() == Phase.COMATOSE) {
            way = way.taking(new Remedy.Ask(new Request.Offline(resource)));
        }
        if (maintenanceEnds) {
            Maintenance rest = way.after.state().maintenance();
            ResourceState covered = way.after.state().resource(resource);
            for (var scope = rest.covering(covered); scope.isPresent(); scope = rest.covering(covered)) {
                way = way.taking(new Remedy.Ask(new Request.EndMaintenance(scope.get())));
                rest = rest.without(scope.get());
            }
        }
        if (!runs(way.after, resource)) {
            way = way.taking(new Remedy.Ask(new Request.Online(resource, Optional.empty())));
        }
        return runs(way.after, resource) ? Optional.of(way) : Optional.empty();
    }

    private Predecessors taking(Remedy step) {
        Optional<Rehearsal> next = step.taken(after);
        if (next.isEmpty()) {
            return this;
        }
        List<Remedy> more = new ArrayList<>(steps);
        more.add(step);
        return new Predecessors(List.copyOf(more), next.get());
    }

    private static ResourceDefinition definition(Rehearsal now, String resource) {
        return now.state().configuration().resource(resource);
    }

    private static boolean runs(Rehearsal now, String resource) {
        return now.state().resource(resource).phase() == Phase.RUNNING;
    }
}
