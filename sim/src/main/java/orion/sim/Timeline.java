package orion.sim;

import java.util.PriorityQueue;

/// The whole of virtual time: events ordered by (time, sequence). Times are microseconds since the run began.
final class Timeline {
    private record Entry(long at, long sequence, Runnable event) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long now;
    private long sequence;

    long now() {
        return now;
    }

    /// Lets something happen at a moment; a moment in the past means now, after all that is due already.
    void at(long micros, Runnable event) {
        sequence++;
        entries.add(new Entry(Math.max(now, micros), sequence, event));
    }

    void after(long micros, Runnable event) {
        at(now + micros, event);
    }

    void afterMillis(long millis, Runnable event) {
        after(millis * 1_000, event);
    }

    /// Runs all events up to that moment, those that they cause included.
    void runTo(long end) {
        Entry entry = entries.peek();
        while (entry != null && entry.at() <= end) {
            entries.remove();
            now = entry.at();
            entry.event().run();
            entry = entries.peek();
        }
        now = Math.max(now, end);
    }
}
