package orion.sim;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import orion.core.configuration.ApiToken;
import orion.core.configuration.Change;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Edit;
import orion.core.configuration.Trial;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.Request;
import orion.core.resource.StateId;

/// Edits have one order, each is made whole or not at all, and none that a person may rely on is lost (rule H1). One on
/// trial is confirmed because somebody asked for that, or undone as a whole, and nothing comes between but the
/// removal of tokens, which stay removed (rule H4).
final class OneEditChain implements Invariant {
    /// An edit that a person may rely on.
    ///
    /// @param made the state that it came with
    private record Kept(Edit edit, StateId made) {}

    private final SortedMap<StateId, ClusterState> made = new TreeMap<>();
    /// By the signature of the author, which no two have in common.
    private final SortedMap<String, Request.Edit> asked = new TreeMap<>();
    /// The newest edit of that number, and the first state that had it.
    private final SortedMap<Long, Kept> newest = new TreeMap<>();
    private final SortedMap<Long, Kept> kept = new TreeMap<>();
    /// What the newest edit of each number led to.
    private final SortedMap<Long, ClusterConfiguration> led = new TreeMap<>();

    @Override
    public void note(Fact fact) {
        if (fact instanceof Fact.Asked(Request.Edit edit)) {
            asked.put(edit.author().remark(), edit);
        } else if (fact instanceof Fact.EditAcknowledged(var _, long number)) {
            newest.headMap(number + 1).forEach((known, edit) -> kept.putIfAbsent(known, edit));
        } else if (fact instanceof Fact.StateMade(var _, ClusterState state)
                && made.putIfAbsent(state.id(), state) == null) {
            StateId id = state.id();
            ClusterState before = made.get(new StateId(id.generation(), id.version() - 1));
            if (before != null) {
                judge(before, state);
            }
            judge(state);
            led.put(state.configuration().version(), state.configuration());
            state.edits()
                    .newest()
                    .filter(edit -> !Optional.ofNullable(newest.get(edit.number()))
                            .map(Kept::edit)
                            .equals(Optional.of(edit)))
                    .ifPresent(edit -> newest.put(edit.number(), new Kept(edit, id)));
            made.headMap(new StateId(id.generation() - 1, 0)).clear();
        }
    }

    /// What anybody may rely on is in every later state.
    private void judge(ClusterState state) {
        long version = state.configuration().version();
        for (Kept edit : kept.values()) {
            boolean later = state.id().compareTo(edit.made()) >= 0;
            if (later && version < edit.edit().number()) {
                throw broken(
                        "state " + state.id() + " has edit " + version + ", and " + edit.edit() + " was acknowledged");
            }
        }
        for (Edit edit : state.edits().edits()) {
            Kept relied = kept.get(edit.number());
            if (relied != null
                    && state.id().compareTo(relied.made()) >= 0
                    && !relied.edit().equals(edit)) {
                throw broken("in state " + state.id() + " " + edit + " stands in place of " + relied.edit()
                        + ", which was acknowledged");
            }
        }
    }

    /// One edit at a time, with the next number, and nothing else changes the cluster objects.
    private void judge(ClusterState before, ClusterState after) {
        ClusterConfiguration old = before.configuration();
        ClusterConfiguration now = after.configuration();
        Optional<Trial> trial = before.edits().trial();
        if (old.equals(now)) {
            judge(trial, after);
            return;
        }
        Optional<Edit> edit = after.edits().newest();
        boolean next = now.version() == old.version() + 1
                && edit.isPresent()
                && edit.get().number() == now.version();
        if (!next) {
            throw broken("state " + after.id() + " goes from edit " + old.version() + " to " + now.version() + " by "
                    + after.edits());
        }
        boolean timeIsOver = trial.isPresent() && edit.get().author().remark().isEmpty();
        Request.Edit request = timeIsOver
                ? Edits.undo(trial.get().edit())
                : asked.get(edit.get().author().remark());
        if (request == null) {
            throw broken("nobody asked for " + edit.get());
        }
        boolean ends = trial.isPresent() && ends(request, trial.get().edit());
        boolean goesOn = trial.isPresent() && !ends;
        if (goesOn && !request.changes().stream().allMatch(Change.RemoveToken.class::isInstance)) {
            throw broken(edit.get() + " is made while edit " + trial.get().edit() + " is on trial");
        }
        if (goesOn) {
            judge(trial, after);
        } else if (after.edits().trial().isPresent() != (request.confirmWithinMillis() > 0)) {
            throw broken(edit.get() + " was asked for as " + request + ", and of its trial is agreed on "
                    + after.edits().trial());
        }
        ClusterConfiguration whole = old.withVersion(now.version());
        for (Change change : request.changes()) {
            whole = with(whole, change, trial);
        }
        if (!whole.equals(now)) {
            throw broken(edit.get() + " is not made as it was asked for: " + now + " instead of " + whole);
        }
    }

    private static boolean ends(Request.Edit request, long edit) {
        return List.<Change>of(new Change.Confirm(edit)).equals(request.changes())
                || List.<Change>of(new Change.Undo(edit)).equals(request.changes());
    }

    /// A trial begins and ends with an edit alone, and what undoes it stays the same.
    private static void judge(Optional<Trial> trial, ClusterState after) {
        Optional<Trial> now = after.edits().trial();
        if (!trial.map(Trial::edit).equals(now.map(Trial::edit))
                || !trial.map(Trial::undo).equals(now.map(Trial::undo))) {
            throw broken("without an edit that ends or begins one, state " + after.id() + " has in place of " + trial
                    + " " + now);
        }
    }

    /// @param trial what is on trial before
    private ClusterConfiguration with(ClusterConfiguration before, Change change, Optional<Trial> trial) {
        return switch (change) {
            case Change.PutResource put -> before.withResource(put.definition());
            case Change.DeleteResource delete -> before.withoutResource(delete.resource());
            case Change.AddNode add ->
                before.nodes().containsKey(add.node().id()) ? before : before.withNode(add.node());
            case Change.RemoveNode(NodeId node) -> before.withoutNode(node);
            case Change.SetCapacity set ->
                before.withNode(before.node(set.node()).withCapacity(set.capacity()));
            case Change.PutToken(ApiToken token) -> before.withToken(token);
            case Change.RemoveToken(String token) -> before.withoutToken(token);
            case Change.Confirm _ -> before;
            case Change.Undo(long edit) -> untried(before, edit, trial);
        };
    }

    /// As before that edit, but without the tokens that were removed since: those stay removed.
    private ClusterConfiguration untried(ClusterConfiguration before, long edit, Optional<Trial> trial) {
        ClusterConfiguration known = led.get(edit - 1);
        if (known == null || !trial.map(Trial::edit).equals(Optional.of(edit))) {
            throw broken("edit " + edit + " is undone after edit " + before.version() + ", and was not on trial");
        }
        ClusterConfiguration whole = known.withVersion(before.version());
        for (String token : known.tokens().keySet()) {
            whole = before.tokens().containsKey(token) ? whole : whole.withoutToken(token);
        }
        return whole;
    }

    private static InvariantBroken broken(String what) {
        return new InvariantBroken(OneEditChain.class, what);
    }
}
