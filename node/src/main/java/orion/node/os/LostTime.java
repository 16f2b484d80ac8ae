package orion.node.os;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What a thread has lost of its time so far, by who took it; only differences between two of them mean anything.
///
/// @param collectionMillis in which a garbage collection ran
/// @param stolenMillis     which the hypervisor withheld, by processor
/// @param waitedMillis     in which the thread was ready to run and others had the processors
/// @param pageReads        how often the thread had to wait for a page of memory to be read from a disk
/// @param asleepMillis     for which the host slept
public record LostTime(
        long collectionMillis, List<Long> stolenMillis, long waitedMillis, long pageReads, long asleepMillis) {
    public LostTime {
        stolenMillis = List.copyOf(stolenMillis);
    }

    public static final LostTime NONE = new LostTime(0, List.of(), 0, 0, 0);

    /// What was lost between an earlier moment and this one.
    public LostTime since(LostTime earlier) {
        List<Long> stolen = new ArrayList<>(stolenMillis);
        for (int i = 0; i < Math.min(stolen.size(), earlier.stolenMillis.size()); i++) {
            stolen.set(i, stolen.get(i) - earlier.stolenMillis.get(i));
        }
        return new LostTime(
                collectionMillis - earlier.collectionMillis,
                stolen,
                waitedMillis - earlier.waitedMillis,
                pageReads - earlier.pageReads,
                asleepMillis - earlier.asleepMillis);
    }

    /// What was withheld of the one processor of which most was: a thread cannot leave one that does not run.
    public long mostStolenMillis() {
        return stolenMillis.isEmpty() ? 0 : Collections.max(stolenMillis);
    }
}
