package orion.sim;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import orion.core.configuration.Edit;
import orion.core.configuration.Trial;
import orion.core.resource.ClusterState;
import orion.core.resource.StateId;
import orion.core.resource.Transaction;

/// What somebody put on trial is not undone by itself before the time is over that this person was told (rule H4),
/// whoever is master by then. Only where no clock is wrong by more than the protocol allows for.
final class UndoneInTime implements Invariant {
    /// Clocks differ by up to 1.6 %.
    private static final int PART_THAT_CLOCKS_DIFFER = 50;
    /// Time is counted in whole milliseconds, with every change anew.
    private static final long ROUNDED_MICROS = 100_000;

    private final LongSupplier now;
    private final SortedMap<StateId, ClusterState> made = new TreeMap<>();
    /// Since when each edit was on trial, by the signature of its author, which no two have in common.
    private final SortedMap<String, Long> since = new TreeMap<>();

    UndoneInTime(LongSupplier now) {
        this.now = now;
    }

    @Override
    public void note(Fact fact) {
        if (fact instanceof Fact.Preparing(Transaction change)) {
            change.edit()
                    .filter(edit -> change.trial().map(Trial::edit).equals(Optional.of(edit.number())))
                    .ifPresent(this::begins);
        } else if (fact instanceof Fact.StateMade(var _, ClusterState state)
                && made.putIfAbsent(state.id(), state) == null) {
            StateId id = state.id();
            tried(state).ifPresent(this::begins);
            Optional.ofNullable(made.get(new StateId(id.generation(), id.version() - 1)))
                    .filter(before -> isUndoing(before, state))
                    .ifPresent(before -> tried(before).ifPresent(edit -> judge(before, edit)));
            made.headMap(new StateId(id.generation() - 1, 0)).clear();
        }
    }

    private void begins(Edit edit) {
        since.putIfAbsent(edit.author().remark(), now.getAsLong());
    }

    /// What is on trial, if it is not too long ago.
    private static Optional<Edit> tried(ClusterState state) {
        return state.edits()
                .trial()
                .flatMap(trial -> state.edits().edits().stream()
                        .filter(edit -> edit.number() == trial.edit())
                        .findFirst());
    }

    /// Whether time alone began to undo what was on trial, or did.
    private static boolean isUndoing(ClusterState before, ClusterState after) {
        boolean counted =
                before.edits().trial().filter(trial -> !trial.isOver()).isPresent();
        return counted
                && after.edits()
                        .trial()
                        .map(trial -> trial.isOver() && trial.undoneBy().isEmpty())
                        .orElseGet(() -> after.edits()
                                .newest()
                                .filter(edit -> edit.author().remark().isEmpty())
                                .isPresent());
    }

    private void judge(ClusterState before, Edit edit) {
        long within = before.edits().trial().orElseThrow().withinMillis() * 1_000;
        long passed = now.getAsLong() - since.getOrDefault(edit.author().remark(), 0L);
        if (passed < within - within / PART_THAT_CLOCKS_DIFFER - ROUNDED_MICROS) {
            throw new InvariantBroken(
                    UndoneInTime.class,
                    edit + " is undone after " + passed / 1_000 + " ms, and was to be confirmed within "
                            + within / 1_000 + " ms");
        }
    }
}
