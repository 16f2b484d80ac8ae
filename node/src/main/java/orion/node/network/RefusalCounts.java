package orion.node.network;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// How many datagrams were refused, by reason. May be read from any thread.
public final class RefusalCounts {
    private final Map<Refusal, LongAdder> counts;

    RefusalCounts() {
        Map<Refusal, LongAdder> all = new EnumMap<>(Refusal.class);
        for (Refusal refusal : Refusal.values()) {
            all.put(refusal, new LongAdder());
        }
        counts = Collections.unmodifiableMap(all);
    }

    void count(Refusal refusal) {
        counter(refusal).increment();
    }

    /// How many were refused for this reason.
    public long of(Refusal refusal) {
        return counter(refusal).sum();
    }

    /// How many were refused in all.
    public long total() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    private LongAdder counter(Refusal refusal) {
        LongAdder counter = counts.get(refusal);
        if (counter == null) {
            throw new IllegalStateException("there is no counter for " + refusal);
        }
        return counter;
    }
}
