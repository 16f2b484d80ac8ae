package orion.core.resource;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Edit;
import orion.core.configuration.RecentEdits;
import orion.core.configuration.Trial;
import orion.core.model.Member;
import orion.core.model.NodeId;

/// Everything all members agree on. A new value replaces the old one on all of them, in one order, or on none.
///
/// @param id            which state this is
/// @param run           the run of the cluster it belongs to; a later run (after a cold start) begins with nothing
/// running
/// @param quorumReached the start flag: once enough nodes were up, or were waited for long enough, resources may load
/// @param configuration the cluster objects
/// @param edits         how they came to be so, as far back as that is agreed on
/// @param resources     state of each configured resource, by name
/// @param leaving       nodes that asked to leave: their resources move away, nothing new goes there
/// @param maintenance   where the manager only looks on
public record ClusterState(
        StateId id,
        long run,
        boolean quorumReached,
        ClusterConfiguration configuration,
        RecentEdits edits,
        SortedMap<String, ResourceState> resources,
        SortedSet<NodeId> leaving,
        Maintenance maintenance) {

    public ClusterState {
        resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
        leaving = Collections.unmodifiableSortedSet(new TreeSet<>(leaving));
    }

    /// The state a node has before it ever was a member.
    public static ClusterState initial(ClusterConfiguration configuration) {
        return new ClusterState(
                        StateId.NONE,
                        0,
                        false,
                        configuration,
                        RecentEdits.NONE,
                        new TreeMap<>(),
                        new TreeSet<>(),
                        Maintenance.NONE)
                .withConfiguration(configuration);
    }

    /// The first state of a run: nothing runs; what should run is remembered, and whether a person is asked first.
    /// Maintenance goes on: it would be a trap if it ended because the power failed.
    public ClusterState coldStart(long newRun) {
        SortedMap<String, ResourceState> stopped = new TreeMap<>();
        Maintenance goesOn = withStoppedOn(at -> true).maintenance();
        resources.forEach((name, state) -> {
            boolean automatic = configuration.resource(name).policy().startsAutomatically();
            Alert question = new Alert(Alert.Kind.START, "the cluster was started");
            stopped.put(name, state.coldStart(automatic ? Optional.empty() : Optional.of(question)));
        });
        return new ClusterState(id, newRun, false, configuration, edits, stopped, new TreeSet<>(), goesOn);
    }

    /// What is agreed about one resource.
    ///
    /// @throws IllegalArgumentException where there is no such resource
    public ResourceState resource(String name) {
        ResourceState state = resources.get(name);
        if (state == null) {
            throw new IllegalArgumentException("nothing is agreed about a resource " + name);
        }
        return state;
    }

    public ClusterState withId(StateId next) {
        return new ClusterState(next, run, quorumReached, configuration, edits, resources, leaving, maintenance);
    }

    public ClusterState withQuorumReached() {
        return new ClusterState(id, run, true, configuration, edits, resources, leaving, maintenance);
    }

    public ClusterState withLeaving(SortedSet<NodeId> nodes) {
        return new ClusterState(id, run, quorumReached, configuration, edits, resources, nodes, maintenance);
    }

    public ClusterState withMaintenance(Maintenance next) {
        return new ClusterState(id, run, quorumReached, configuration, edits, resources, leaving, next);
    }

    /// Remembers of nodes in maintenance that have gone which resources were there.
    ClusterState withStoppedOn(Predicate<Member> gone) {
        Maintenance next = maintenance;
        for (ResourceState resource : resources.values()) {
            Optional<NodeId> node = resource.at().filter(gone).map(Member::node).filter(maintenance::covers);
            next = node.isPresent() ? next.stopped(resource.name(), node.get()) : next;
        }
        return withMaintenance(next);
    }

    public ClusterState with(ResourceState changed) {
        if (changed.equals(resources.get(changed.name()))) {
            return this;
        }
        SortedMap<String, ResourceState> all = new TreeMap<>(resources);
        all.put(changed.name(), changed);
        return withResources(all);
    }

    /// With other states of the resources there are.
    ClusterState withResources(SortedMap<String, ResourceState> all) {
        return new ClusterState(id, run, quorumReached, configuration, edits, all, leaving, maintenance);
    }

    /// Takes a new configuration: new resources appear, and those no longer configured disappear. Callers see
    /// to it that nothing active disappears.
    public ClusterState withConfiguration(ClusterConfiguration next) {
        SortedMap<String, ResourceState> all = new TreeMap<>();
        next.resources().forEach((name, definition) -> {
            ResourceState known = resources.get(name);
            all.put(
                    name,
                    known != null
                            ? known
                            : ResourceState.created(name, definition.policy().startsAutomatically()));
        });
        return new ClusterState(id, run, quorumReached, next, edits, all, leaving, maintenance.of(next));
    }

    /// With an edit on trial, or none.
    public ClusterState withTrial(Optional<Trial> trial) {
        return trial.equals(edits.trial())
                ? this
                : new ClusterState(
                        id, run, quorumReached, configuration, edits.with(trial), resources, leaving, maintenance);
    }

    /// After an edit that led to the configuration it has.
    ClusterState edited(Edit edit) {
        return new ClusterState(
                id, run, quorumReached, configuration, edits.with(edit), resources, leaving, maintenance);
    }
}
