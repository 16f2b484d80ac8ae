package orion.sim;

import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.configuration.ApiToken;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Edit;
import orion.core.resource.ClusterState;
import orion.core.resource.StateId;

/// No state has a token again after a person could rely on its removal, whatever is repeated, undone or lost. Tokens
/// are
/// told apart by what proves their secrets, which no two have in common.
final class RevokedForGood implements Invariant {
    /// What an edit took away.
    ///
    /// @param made   the first state after it
    /// @param proofs of the tokens that were there before
    private record Removal(Edit edit, StateId made, SortedSet<String> proofs) {}

    private final SortedMap<StateId, ClusterConfiguration> made = new TreeMap<>();
    /// By the number of the edit, which may be given again where nobody could rely on the first.
    private final SortedMap<Long, Removal> removals = new TreeMap<>();
    /// Since which state.
    private final SortedMap<String, StateId> revoked = new TreeMap<>();

    @Override
    public void note(Fact fact) {
        if (fact instanceof Fact.EditAcknowledged(var _, long number)) {
            for (Removal removal : removals.headMap(number + 1).values()) {
                removal.proofs().forEach(proof -> revoked.putIfAbsent(proof, removal.made()));
            }
            removals.headMap(number).clear();
        } else if (fact instanceof Fact.StateMade(var _, ClusterState state)) {
            judge(state);
            if (made.putIfAbsent(state.id(), state.configuration()) == null) {
                remember(state);
                made.headMap(new StateId(state.id().generation() - 1, 0)).clear();
            }
        }
    }

    private void judge(ClusterState state) {
        for (ApiToken token : state.configuration().tokens().values()) {
            StateId since = revoked.get(token.proof());
            if (since != null && state.id().compareTo(since) >= 0) {
                throw new InvariantBroken(
                        RevokedForGood.class,
                        "state " + state.id() + " has " + token + ", which was removed for good in state " + since);
            }
        }
    }

    private void remember(ClusterState state) {
        StateId id = state.id();
        Optional<Edit> edit = state.edits().newest();
        if (edit.isEmpty() || (isKnown(edit.get()) && !made.containsKey(before(id)))) {
            return;
        }
        ClusterConfiguration before = made.get(before(id));
        if (before != null && before.version() == state.configuration().version()) {
            return;
        }
        SortedSet<String> proofs = before == null ? new TreeSet<>() : proofs(before);
        proofs.removeAll(proofs(state.configuration()));
        removals.put(edit.get().number(), new Removal(edit.get(), id, proofs));
    }

    private boolean isKnown(Edit edit) {
        Removal known = removals.get(edit.number());
        return known != null && known.edit().equals(edit);
    }

    private static StateId before(StateId id) {
        return new StateId(id.generation(), id.version() - 1);
    }

    private static SortedSet<String> proofs(ClusterConfiguration configuration) {
        SortedSet<String> proofs = new TreeSet<>();
        configuration.tokens().values().forEach(token -> proofs.add(token.proof()));
        return proofs;
    }
}
