package orion.sim;

import java.util.SortedMap;
import java.util.TreeMap;
import orion.core.model.NodeId;

/// How much time has passed by the clock of each host since somebody began to look. A clock that begins anew with
/// a boot stands still there: nothing of the host counts then.
final class HostTimes {
    private record Reading(long micros, long clockMillis, long total) {}

    private final SimCluster cluster;
    private final SortedMap<NodeId, Reading> readings = new TreeMap<>();

    HostTimes(SimCluster cluster) {
        this.cluster = cluster;
    }

    /// Milliseconds by each host's clock.
    SortedMap<NodeId, Long> now() {
        long micros = cluster.timeline().now();
        SortedMap<NodeId, Long> totals = new TreeMap<>();
        for (SimHost host : cluster.hosts()) {
            long clock = host.clockMillis();
            Reading before = readings.getOrDefault(host.id(), new Reading(micros, clock, 0));
            long passed = clock - before.clockMillis();
            long really = (micros - before.micros()) / 1_000;
            // No clock is as far off as that: it was set by a boot.
            boolean setAnew = Math.abs(passed - really) > really / 10 + 2;
            long total = before.total() + (setAnew ? 0 : passed);
            readings.put(host.id(), new Reading(micros, clock, total));
            totals.put(host.id(), total);
        }
        return totals;
    }
}
