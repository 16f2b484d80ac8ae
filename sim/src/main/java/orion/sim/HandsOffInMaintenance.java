package orion.sim;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import orion.core.resource.ClusterState;
import orion.core.resource.Phase;
import orion.core.resource.Request;
import orion.core.resource.ResourceState;
import orion.core.resource.StateId;

/// Where maintenance covers a resource, nobody orders it to load or unload, and nobody gives it up, unless a person
/// asked for something that concerns it (rule R1).
final class HandsOffInMaintenance implements Invariant {
    private final SortedMap<StateId, ClusterState> made = new TreeMap<>();
    /// Since it was last seen without maintenance: what was asked for before that began, while there was no master, may
    /// come after.
    private final SaidByPeople said = new SaidByPeople(HandsOffInMaintenance::concerned);

    @Override
    public void note(Fact fact) {
        said.note(fact);
        if (fact instanceof Fact.StateMade(var _, ClusterState state) && made.putIfAbsent(state.id(), state) == null) {
            StateId id = state.id();
            ClusterState before = made.get(new StateId(id.generation(), id.version() - 1));
            if (before != null) {
                judge(before, state);
            }
            made.headMap(new StateId(id.generation() - 1, 0)).clear();
        }
    }

    private static List<String> concerned(Request request) {
        return switch (request) {
            case Request.Online online -> List.of(online.resource());
            case Request.Offline offline -> List.of(offline.resource());
            case Request.Migrate migrate -> List.of(migrate.resource());
            case Request.Answer answer -> List.of(answer.resource());
            case Request.Edit edit ->
                edit.changes().stream()
                        .flatMap(change -> change.namedResource().stream())
                        .toList();
            // Who is leaving stands in the state.
            case Request.Leave _, Request.Down _ -> List.of();
            case Request.BeginMaintenance _, Request.EndMaintenance _, Request.ActionDone _, Request.Failed _ ->
                List.of();
        };
    }

    private void judge(ClusterState before, ClusterState after) {
        for (ResourceState now : after.resources().values()) {
            ResourceState then = before.resources().get(now.name());
            if (then == null || !after.maintenance().covers(now)) {
                said.isUsedUp(now.name());
            } else if (before.maintenance().covers(then) && isAct(then, now) && !isWished(before, after, then)) {
                throw new InvariantBroken(
                        HandsOffInMaintenance.class,
                        now.name() + " is in maintenance, and nobody asked for what state " + after.id() + " brings: "
                                + then + " becomes " + now);
            }
        }
    }

    private static boolean isAct(ResourceState then, ResourceState now) {
        boolean stood = then.phase() == Phase.RUNNING || then.phase() == Phase.STOPPED;
        return now.action() != then.action() || (stood && now.phase() == Phase.COMATOSE);
    }

    /// Who undoes an edit on trial asks for all that this needs; that its time is over does not.
    private static boolean isUndoneByAPerson(ClusterState before, ClusterState after) {
        return before.edits().trial().isPresent()
                && after.edits()
                        .trial()
                        .map(trial -> trial.undoneBy().isPresent())
                        .orElseGet(() -> after.edits()
                                .newest()
                                .filter(edit -> !edit.author().user().equals("orion"))
                                .isPresent());
    }

    /// What was asked for may stand in the state before; who leaves also in the one after, with what follows from it.
    private boolean isWished(ClusterState before, ClusterState after, ResourceState then) {
        return isUndoneByAPerson(before, after)
                || said.about(then.name())
                || !then.wantedOnline()
                || then.moveTo().isPresent()
                || then.at()
                        .map(at -> before.leaving().contains(at.node())
                                || after.leaving().contains(at.node()))
                        .orElse(false);
    }
}
