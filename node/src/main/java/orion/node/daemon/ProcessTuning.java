package orion.node.daemon;

import java.util.function.Consumer;
import orion.node.os.LinuxException;
import orion.node.os.MemoryLock;
import orion.node.os.RealTimeScheduling;

/// Keeps the host from making this process late, as far as it is allowed to; where it is not, that is told.
final class ProcessTuning {
    private static final int REAL_TIME_PRIORITY = 10;

    private final boolean realTime;
    private final Consumer<String> journal;

    /// @param realTime whether the threads that must not be late go before ordinary ones
    ProcessTuning(boolean realTime, Consumer<String> journal) {
        this.realTime = realTime;
        this.journal = journal;
    }

    /// A page that was swapped out would have to be waited for.
    void lockMemory() {
        try {
            MemoryLock.lockTouchedPages();
        } catch (LinuxException e) {
            journal.accept("memory is not locked, a host short of memory may delay this node: " + e.getMessage());
        }
    }

    /// Lets the calling thread go before ordinary ones.
    void realTime(String thread) {
        if (!realTime) {
            return;
        }
        try {
            RealTimeScheduling.roundRobin(REAL_TIME_PRIORITY);
        } catch (LinuxException e) {
            journal.accept("the " + thread + " thread runs without real-time priority: " + e.getMessage());
        }
    }
}
