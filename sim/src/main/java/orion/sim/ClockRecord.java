package orion.sim;

import java.util.ArrayList;
import java.util.List;

/// How wrong a host's clock has become, and when: what a lease, or the wait for the end of one, was measured with.
final class ClockRecord {
    /// From when on a clock ran evenly.
    ///
    /// @param anew whether nobody measured with it across that moment, as where a boot set it
    private record Change(long micros, HostClock clock, boolean anew) {}

    private final List<Change> changes = new ArrayList<>();

    /// It begins with this clock.
    ClockRecord(long micros, HostClock clock) {
        changes.add(new Change(micros, clock, true));
    }

    /// From now on the host has this clock.
    ///
    /// @param anew whether nobody on the host measured anything across this moment
    void changed(long micros, HostClock clock, boolean anew) {
        changes.add(new Change(micros, clock, anew));
    }

    /// How much the clock gained on time between two moments since this one, at most, in microseconds.
    long gained(long since, long now) {
        return greatestRise(since, now, 1);
    }

    /// How much it lost.
    long lost(long since, long now) {
        return greatestRise(since, now, -1);
    }

    private long greatestRise(long since, long now, int sign) {
        long rise = 0;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            long end = i + 1 < changes.size() ? changes.get(i + 1).micros() : now;
            if (end >= since) {
                long first = sign * change.clock().errorMicros(Math.max(since, change.micros()));
                long last = sign * change.clock().errorMicros(end);
                least = Math.min(change.anew() ? Long.MAX_VALUE : least, first);
                rise = Math.max(rise, Math.max(first, last) - least);
                least = Math.min(least, last);
            }
        }
        return rise;
    }
}
