package orion.node.guard;

import java.io.IOException;

/// A daemon's sole right to a run directory, which the kernel takes back when the daemon dies. Without it a second
/// daemon started by mistake would take what the first one holds for leftovers and stop it all.
public final class RunClaim implements AutoCloseable {
    private final RunDirectory run;
    private final LockFile lock;
    private boolean open = true;

    private RunClaim(RunDirectory run, LockFile lock) {
        this.run = run;
        this.lock = lock;
    }

    /// Claims the directory, making it if need be.
    ///
    /// @throws IOException with one sentence for the administrator when another has it or it cannot be written
    public static RunClaim take(RunDirectory run) throws IOException {
        run.create();
        LockFile lock =
                LockFile.take(run.lock(), "a node is already running with the run directory %s".formatted(run.root()));
        // Whoever had it until a moment ago may have tidied it away.
        run.create();
        return new RunClaim(run, lock);
    }

    /// The directory that is claimed.
    public RunDirectory run() {
        return run;
    }

    /// Gives the directory back, empty, because nothing is held any more and the guard has ended. Only
    /// while it is claimed, for what lies there later belongs to the next.
    public synchronized void closeEmpty() throws IOException {
        if (open) {
            run.delete();
            close();
        }
    }

    /// Gives the directory back as it is, for the guard and the next daemon.
    @Override
    public synchronized void close() throws IOException {
        open = false;
        lock.close();
    }
}
