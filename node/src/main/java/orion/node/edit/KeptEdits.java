package orion.node.edit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Which edits a cold start would find: those that this node has in its file, and a majority of the white board's disks
/// as its copy (rule H1). Whoever asked for one is told only then.
public final class KeptEdits {
    private long onFile;
    private long onBoard;

    /// The file has this one, and all before it.
    public synchronized void onFile(long edit) {
        onFile = Math.max(onFile, edit);
        notifyAll();
    }

    /// The white board has this one, and all before it.
    public synchronized void onBoard(long edit) {
        onBoard = Math.max(onBoard, edit);
        notifyAll();
    }

    /// Waits until an edit is in both places.
    ///
    /// @return whether it is by then
    public synchronized boolean await(long edit, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (Math.min(onFile, onBoard) < edit) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
