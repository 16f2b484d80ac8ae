package orion.core.resource;

import java.util.Optional;
import java.util.OptionalLong;
import orion.core.configuration.Trial;

/// Counts down, as master, what ends by itself: maintenance, and the trial of an edit. Nodes have no clock in common,
/// so what a master agrees on with all others once a minute is the time that is *left*, measured by its own
/// monotonic clock. The master of a new generation, old or new, begins with what was agreed on last:
/// either may last longer then, by at most a minute and the time without a master; it never ends
/// early. See ADR 10.
final class Countdown {
    static final long STEP_MILLIS = 60_000;

    private long countedAt;

    /// A generation begins: what is agreed on is what is left now.
    void begin(long now) {
        countedAt = now;
    }

    /// So is what was counted now, as soon as the change is made in which it is proposed.
    void proposed(long now) {
        countedAt = now;
    }

    /// When the time is to be agreed on again: an end has come, or a step has passed.
    long due(ClusterState committed) {
        Optional<Trial> trial = committed.edits().trial().filter(it -> !it.isOver());
        OptionalLong end = committed.maintenance().nextEndMillis();
        if (trial.isEmpty() && end.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long next = Math.min(
                end.orElse(Long.MAX_VALUE), trial.map(Trial::leftMillis).orElse(Long.MAX_VALUE));
        return countedAt + Math.min(STEP_MILLIS, next);
    }

    /// The state with what is left now. It is proposed when that is due, or together with what else changes: then what
    /// begins with that change is counted from the same moment.
    ClusterState counted(long now, ClusterState committed) {
        long passed = now - countedAt;
        return committed
                .withMaintenance(committed.maintenance().after(passed))
                .withTrial(committed.edits().trial().map(trial -> trial.after(passed)));
    }
}
