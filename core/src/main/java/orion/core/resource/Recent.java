package orion.core.resource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// When it happened what counts of a resource for a while, as far as this life was there to see, by its own monotonic
/// clock. Like all times that is not agreed on: whoever saw less forgets later (ADR 15).
///
/// @param failures  the times of failures that count, the oldest first
/// @param failovers the times of failovers that count, the oldest first
/// @param action    the order by which it was loaded
/// @param runsSince since when it runs by that order; empty while it does not
public record Recent(List<Long> failures, List<Long> failovers, long action, Optional<Long> runsSince) {
    static final Recent NOTHING = new Recent(List.of(), List.of(), 0, Optional.empty());

    public Recent {
        failures = List.copyOf(failures);
        failovers = List.copyOf(failovers);
    }

    /// The same of all resources, after a state was seen.
    static SortedMap<String, Recent> seen(long now, ClusterState state, SortedMap<String, Recent> before) {
        SortedMap<String, Recent> next = new TreeMap<>();
        state.resources()
                .forEach((name, resource) ->
                        next.put(name, before.getOrDefault(name, NOTHING).seen(now, resource)));
        return next.equals(before) ? before : Collections.unmodifiableSortedMap(next);
    }

    private Recent seen(long now, ResourceState resource) {
        boolean runs = resource.phase() == Phase.RUNNING;
        boolean still = runs && action == resource.action() && runsSince.isPresent();
        boolean same = runs == runsSince.isPresent()
                && (still || !runs)
                && failures.size() == resource.failures()
                && failovers.size() == resource.tally().failovers();
        return same
                ? this
                : new Recent(
                        counted(now, failures, resource.failures()),
                        counted(now, failovers, resource.tally().failovers()),
                        resource.action(),
                        still ? runsSince : runs ? Optional.of(now) : Optional.empty());
    }

    /// As many times as are counted: what came is from now, what has gone was the oldest.
    private static List<Long> counted(long now, List<Long> times, int count) {
        List<Long> next = new ArrayList<>(times.subList(Math.max(0, times.size() - count), times.size()));
        while (next.size() < count) {
            next.add(now);
        }
        return next;
    }
}
