package orion.node.daemon;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import orion.core.model.Pause.Cause;
import orion.node.os.LostTime;

/// Finds out why the protocol thread did not run when it should have.
final class PauseMeter {
    /// Where the numbers come from: what the thread has lost so far.
    interface Counters {
        LostTime read() throws IOException;
    }

    /// Whatever is shorter is not worth asking about: half a heartbeat of the fastest times offered.
    static final long WORTH_ASKING_MILLIS = 100;

    /// Between two looks while nothing is wrong.
    private static final long INTERVAL_MILLIS = 500;

    private final Counters counters;
    private LostTime atLastLook = LostTime.NONE;
    private long lastLookAt = Long.MIN_VALUE / 2;

    PauseMeter(Counters counters) {
        this.counters = counters;
    }

    /// The thread is about to wait for something to do.
    void runs(long now) {
        if (now - lastLookAt >= INTERVAL_MILLIS) {
            lastLookAt = now;
            try {
                atLastLook = counters.read();
            } catch (IOException unreadable) {
                atLastLook = LostTime.NONE;
            }
        }
    }

    /// Why the thread was late just now: whoever took at least half of that time; where it can be nobody on this
    /// host, that it was stopped from outside.
    ///
    /// @param clockSet whether the clock on the wall was set meanwhile
    Cause causeOf(long lateMillis, long now, boolean clockSet) {
        LostTime meanwhile;
        try {
            LostTime before = atLastLook;
            atLastLook = counters.read();
            lastLookAt = now;
            meanwhile = atLastLook.since(before);
        } catch (IOException unreadable) {
            return Cause.UNKNOWN;
        }
        Map<Cause, Long> takers = new LinkedHashMap<>();
        takers.put(Cause.ASLEEP, meanwhile.asleepMillis());
        takers.put(Cause.COLLECTION, meanwhile.collectionMillis());
        takers.put(Cause.STOLEN, meanwhile.mostStolenMillis());
        takers.put(Cause.PROCESSORS_BUSY, meanwhile.waitedMillis());
        for (Map.Entry<Cause, Long> taker : takers.entrySet()) {
            if (taker.getValue() >= lateMillis / 2) {
                return taker.getKey();
            }
        }
        return clockSet ? Cause.CLOCK_STEP : meanwhile.pageReads() > 0 ? Cause.PAGES_READ : Cause.STOPPED;
    }
}
