package orion.core.resource;

import java.util.OptionalLong;

/// Counts the agreed time of maintenance down, as master. Nodes have no clock in common, so what a
/// master agrees on with all others once a minute is the time that is *left*, measured by its own
/// monotonic clock. The master of a new generation, old or new, begins with what was agreed on last:
/// maintenance may last longer then, by at most a minute and the time without a master; it never ends
/// early. See ADR 10.
final class MaintenanceCountdown {
    static final long STEP_MILLIS = 60_000;

    private long countedAt;

    /// A generation begins: what is agreed on is what is left now.
    void begin(long now) {
        countedAt = now;
    }

    /// When the time is to be agreed on again: an end has come, or a step has passed.
    long due(ClusterState committed) {
        OptionalLong end = committed.maintenance().nextEndMillis();
        return end.isPresent() ? countedAt + Math.min(STEP_MILLIS, end.getAsLong()) : Long.MAX_VALUE;
    }

    /// The state with what is left now. Whatever is made of it must be proposed, unless it is what is agreed already.
    ClusterState counted(long now, ClusterState committed) {
        long passed = now - countedAt;
        countedAt = now;
        return committed.withMaintenance(committed.maintenance().after(passed));
    }
}
