package orion.core.resource;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import orion.core.configuration.Change;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Edit;
import orion.core.configuration.Trial;
import orion.core.model.NodeId;

/// One change of the agreed state: prepared by all members before any of them makes it, then made by all.
///
/// @param id            the state it leads to; it applies only to the state just before
/// @param configuration the new configuration, where it changes
/// @param edit          the edit that changes it
/// @param trial         whether an edit is on trial after it; without what undoes that, which all work out themselves
/// @param quorumReached whether the start flag is set
/// @param leaving       nodes on their way out
/// @param maintenance   where the manager only looks on
/// @param resources     new states of the resources that change
public record Transaction(
        StateId id,
        Optional<ClusterConfiguration> configuration,
        Optional<Edit> edit,
        Optional<Trial> trial,
        boolean quorumReached,
        SortedSet<NodeId> leaving,
        Maintenance maintenance,
        List<ResourceState> resources) {

    public Transaction {
        leaving = Collections.unmodifiableSortedSet(new TreeSet<>(leaving));
        resources = List.copyOf(resources);
    }

    /// What turns one state into another.
    public static Transaction between(ClusterState before, ClusterState after) {
        List<ResourceState> changed = after.resources().values().stream()
                .filter(state -> !state.equals(before.resources().get(state.name())))
                .toList();
        boolean sameConfiguration = before.configuration().equals(after.configuration());
        boolean sameEdits = before.edits().edits().equals(after.edits().edits());
        return new Transaction(
                before.id().next(),
                sameConfiguration ? Optional.empty() : Optional.of(after.configuration()),
                sameEdits ? Optional.empty() : after.edits().newest(),
                after.edits().trial().map(trial -> trial.undoneThrough(List.of())),
                after.quorumReached(),
                after.leaving(),
                after.maintenance(),
                changed);
    }

    /// The state after this change.
    ///
    /// @throws IllegalStateException where it does not follow the given state: transactions have one order
    public ClusterState applyTo(ClusterState before) {
        if (!before.id().next().equals(id)) {
            throw new IllegalStateException("transaction " + id + " does not follow state " + before.id());
        }
        ClusterState after = configuration.isPresent() ? before.withConfiguration(configuration.get()) : before;
        after = edit.isPresent() ? after.edited(edit.get()) : after;
        List<Change> undo = isOnTrial(edit)
                ? Trial.undo(before.configuration(), after.configuration())
                : before.edits().trial().map(Trial::undo).orElse(List.of());
        after = after.withTrial(trial.map(it -> it.undoneThrough(undo)));
        after = quorumReached ? after.withQuorumReached() : after;
        for (ResourceState state : resources) {
            after = after.with(state);
        }
        return after.withLeaving(leaving).withMaintenance(maintenance).withId(id);
    }

    /// Whether the edit that comes with it is the one on trial; another may have been before, and be so still.
    private boolean isOnTrial(Optional<Edit> made) {
        return made.map(Edit::number).equals(trial.map(Trial::edit));
    }
}
