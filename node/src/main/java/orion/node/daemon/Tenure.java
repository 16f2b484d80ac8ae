package orion.node.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import orion.node.guard.Guard;
import orion.node.guard.LastRun;
import orion.node.guard.Leftovers;
import orion.node.guard.LockFile;
import orion.node.guard.RunClaim;
import orion.node.guard.RunDirectory;
import orion.node.os.Superuser;

/// The time during which one daemon is this node: it begins when nobody else is and nothing of a
/// predecessor is active any more, whatever run directory that one had, and has a guard beside it from then
/// on.
final class Tenure implements AutoCloseable {
    private final DaemonOptions options;
    private final Journal journal;
    private final Life.Fencing fence;
    private final RunClaim claim;
    private final LockFile node;
    private final LastRun lastRun;
    private final Guard guard;
    private boolean over;

    private Tenure(DaemonOptions options, Journal journal, Life.Fencing fence, LockFile node, RunClaim claim)
            throws SetupException, IOException, InterruptedException {
        this.options = options;
        this.journal = journal;
        this.fence = fence;
        this.node = node;
        this.claim = claim;
        this.lastRun = new LastRun(options.directory());
        stopLeftoversElsewhere();
        stopLeftovers(claim);
        lastRun.begin(claim.run());
        this.guard = Guard.start(
                claim.run(), options.guardScript(), options.fence().program(), text -> journal.note("DAEMON", text));
    }

    /// Begins, after all that an earlier daemon of this node left is stopped (rule A2).
    ///
    /// @throws SetupException where something of it is still active
    /// @throws IOException    where a daemon of this node, or one with the same run directory, is running
    static Tenure begin(DaemonOptions options, String name, Journal journal, Life.Fencing fence)
            throws SetupException, IOException, InterruptedException {
        LockFile node = LockFile.take(
                options.directory().resolve("daemon.lock"),
                "the node of the directory %s is already running".formatted(options.directory()));
        try {
            RunClaim claim = RunClaim.take(runDirectory(options, name));
            try {
                return new Tenure(options, journal, fence, node, claim);
            } catch (SetupException | IOException | InterruptedException | RuntimeException failed) {
                claim.close();
                throw failed;
            }
        } catch (SetupException | IOException | InterruptedException | RuntimeException failed) {
            node.close();
            throw failed;
        }
    }

    private static RunDirectory runDirectory(DaemonOptions options, String name) {
        Path base = options.run()
                .orElse(
                        Superuser.runsThis()
                                ? Path.of("/run/orion/" + name)
                                : options.directory().resolve("run"));
        String incarnation = Long.toHexString(System.currentTimeMillis()) + "-"
                + ProcessHandle.current().pid();
        return new RunDirectory(base, name, incarnation);
    }

    RunDirectory run() {
        return claim.run();
    }

    private void stopLeftoversElsewhere() throws SetupException, IOException, InterruptedException {
        Optional<Path> elsewhere = lastRun.elsewhere(run());
        if (elsewhere.isEmpty()) {
            return;
        }
        Path root = elsewhere.get();
        if (!Files.isDirectory(root)) {
            throw new SetupException("this node ran with the run directory " + root + " since the last boot and did not"
                    + " end in order; the directory is gone, so what is still active of it cannot be found: reboot this"
                    + " host, or delete " + lastRun.file() + " when you are sure that nothing is");
        }
        try (RunClaim other = RunClaim.take(new RunDirectory(root, run().node(), run().incarnation()))) {
            journal.note("DAEMON", "an earlier run of this node used the run directory " + root);
            stopLeftovers(other);
            other.closeEmpty();
        }
    }

    /// Rule A2: nothing of an earlier run may be active before this one is heard of.
    private void stopLeftovers(RunClaim of) throws SetupException, InterruptedException {
        try {
            Leftovers leftovers = Leftovers.stop(of, options.guardScript());
            leftovers.lines().forEach(line -> journal.note("DAEMON", "left by an earlier run: " + line));
            if (!leftovers.everythingStopped()) {
                throw leftActive(String.join("; ", leftovers.lines()));
            }
        } catch (IOException e) {
            if (Leftovers.anyOnRecord(of)) {
                throw leftActive(SetupException.reason(e));
            }
            throw new SetupException("the clean-up after an earlier run cannot be done: " + e.getMessage(), e);
        }
    }

    /// Others have taken over by now what is still active here: where the host may be rebooted, it is.
    private SetupException leftActive(String what) {
        String sentence = "an earlier run of this daemon left something active that cannot be stopped (" + what + ")";
        if (options.fence() == Fence.REBOOT) {
            journal.note("DAEMON", sentence);
            fence.now(sentence);
        }
        return new SetupException(sentence + "; reboot this host");
    }

    /// Ends while nothing is held: neither a guard nor a file of this run is left. From any thread, more
    /// than once.
    synchronized void endInOrder() {
        if (over) {
            return;
        }
        over = true;
        guard.close();
        try {
            lastRun.end();
            claim.closeEmpty();
        } catch (IOException kept) {
            journal.note("DAEMON", "not all files of this run could be deleted: " + SetupException.reason(kept));
        }
    }

    /// Lets another daemon be this node. Where something is held, the guard has yet to stop it.
    @Override
    public synchronized void close() throws IOException {
        over = true;
        claim.close();
        node.close();
    }
}
