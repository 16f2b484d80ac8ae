package orion.sim;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import orion.core.configuration.PartDefinition;
import orion.core.resource.ClusterState;
import orion.core.resource.Phase;
import orion.core.resource.Request;
import orion.core.resource.ResourceState;
import orion.core.resource.StateId;

/// What runs well is restarted where it is only because it is to consist of something else, where the author of that
/// edit allows it; and what runs consists of what it is defined to (rule H2).
final class RestartedForItsParts implements Invariant {
    private final SortedMap<StateId, ClusterState> made = new TreeMap<>();
    private final SortedMap<String, Request.Edit> asked = new TreeMap<>();

    @Override
    public void note(Fact fact) {
        if (fact instanceof Fact.Asked(Request.Edit edit)) {
            asked.put(edit.author().remark(), edit);
        } else if (fact instanceof Fact.StateMade(var _, ClusterState state)
                && made.putIfAbsent(state.id(), state) == null) {
            StateId id = state.id();
            ClusterState before = made.get(new StateId(id.generation(), id.version() - 1));
            if (before != null) {
                state.resources().values().forEach(now -> judge(before, state, now));
            }
            made.headMap(new StateId(id.generation() - 1, 0)).clear();
        }
    }

    private void judge(ClusterState before, ClusterState after, ResourceState now) {
        ResourceState then = before.resources().get(now.name());
        if (then == null || then.phase() != Phase.RUNNING) {
            return;
        }
        boolean otherParts = !parts(before, now.name()).equals(parts(after, now.name()));
        boolean inPlace = now.phase() == Phase.UNLOADING
                && now.wantedOnline()
                && now.failures() <= then.failures()
                && now.moveTo().equals(then.at().map(at -> at.node()));
        if (otherParts && now.phase() == Phase.RUNNING) {
            throw broken(now + " runs on in state " + after.id() + ", though it is to consist of something else");
        }
        if (inPlace && !otherParts) {
            throw broken(now + " is restarted in state " + after.id() + " without need");
        }
        // Of what comes after an edit on trial only what undoes it gives other parts; who tries one allows that.
        boolean tried = before.edits().trial().isPresent();
        boolean allowed = tried
                || after.edits()
                        .newest()
                        .flatMap(edit ->
                                Optional.ofNullable(asked.get(edit.author().remark())))
                        .filter(Request.Edit::restart)
                        .isPresent();
        if (otherParts && inPlace && !allowed) {
            throw broken(now + " is restarted in state " + after.id() + ", and nobody allowed that");
        }
    }

    private static List<PartDefinition> parts(ClusterState state, String resource) {
        return state.configuration().resource(resource).parts();
    }

    private static InvariantBroken broken(String what) {
        return new InvariantBroken(RestartedForItsParts.class, what);
    }
}
