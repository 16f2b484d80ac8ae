package orion.node.guard;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import orion.node.trouble.Complaint;
import orion.node.trouble.Pauses;

/// The daemon's end of the guard: a small script in a session of its own that sees the daemon's death as the end of
/// its input and then stops at once everything the daemon held. A guard that dies is replaced and its death reported.
public final class Guard implements AutoCloseable {
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;

    private final RunDirectory run;
    private final Path script;
    private final Optional<Path> reboot;
    private final Consumer<String> report;
    private final Optional<Cgroup> group;
    private final Pauses pauses;
    private final Complaint trouble;
    private final Object lock = new Object();
    private Process process;
    private boolean orderly;

    private Guard(RunDirectory run, Path script, Optional<Path> reboot, Consumer<String> report, Pauses pauses)
            throws IOException {
        this.run = run;
        this.script = script;
        this.reboot = reboot;
        this.report = report;
        this.pauses = pauses;
        this.trouble = new Complaint(report);
        this.group = Cgroup.create(run.uniqueName() + "/guard-" + run.incarnation());
        this.process = launch();
    }

    /// Starts the guard; from then on the daemon's death ends all that is on record in the run directory.
    ///
    /// @param script the file `orion-guard`
    /// @param reboot the program that restarts the host by force, for when the guard cannot prove that all is
    ///     stopped; empty where it must not
    /// @param report gets one sentence when a guard died or could not be replaced; called on a thread of its own
    public static Guard start(RunDirectory run, Path script, Optional<Path> reboot, Consumer<String> report)
            throws IOException {
        return start(run, script, reboot, report, new Pauses(FIRST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS));
    }

    /// As the other.
    ///
    /// @param pauses before a guard is replaced; one that lives for the longest of them is well again
    static Guard start(RunDirectory run, Path script, Optional<Path> reboot, Consumer<String> report, Pauses pauses)
            throws IOException {
        checkScript(script);
        run.create();
        Guard guard = new Guard(run, script.toAbsolutePath(), reboot, report, pauses);
        Thread.ofVirtual().name("guard").start(guard::replaceWhenItDies);
        return guard;
    }

    static void checkScript(Path script) throws IOException {
        if (!Files.isExecutable(script)) {
            throw new IOException("the guard script %s is missing or not executable; reinstall, or run: chmod +x %s"
                    .formatted(script, script));
        }
    }

    /// Process number of the guard that watches now.
    public long pid() {
        synchronized (lock) {
            return process.pid();
        }
    }

    /// Tells the guard that the daemon ends in an orderly way, everything given back, and waits for its end.
    @Override
    public void close() {
        Process last;
        synchronized (lock) {
            if (orderly) {
                return;
            }
            orderly = true;
            last = process;
        }
        try (OutputStream input = last.getOutputStream()) {
            input.write("goodbye\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException alreadyGone) {
            report.accept("the guard was already gone when the node stopped: " + alreadyGone.getMessage());
        }
        try {
            if (!last.waitFor(10, TimeUnit.SECONDS)) {
                report.accept("the guard, process %d, did not end when told to".formatted(last.pid()));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        group.ifPresent(Cgroup::remove);
    }

    private Process launch() throws IOException {
        String ownGroup = group.map(own -> own.path().toString()).orElse("-");
        Process guard = new ProcessBuilder(
                        "setsid",
                        script.toString(),
                        "watch",
                        run.root().toString(),
                        run.incarnation(),
                        ownGroup,
                        reboot.map(Path::toString).orElse("-"))
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(run.guardLog().toFile()))
                .start();
        if (group.isPresent()) {
            // Out of the daemon's own group: who kills that group must not kill the guard with it.
            group.get().add(guard.pid());
        }
        return guard;
    }

    private void replaceWhenItDies() {
        try {
            while (true) {
                Process watched;
                synchronized (lock) {
                    watched = process;
                }
                if (!watched.waitFor(pauses.longest(), TimeUnit.MILLISECONDS)) {
                    pauses.reset();
                    trouble.settle("a guard watches this daemon again");
                }
                int exit = watched.waitFor();
                synchronized (lock) {
                    if (orderly) {
                        return;
                    }
                }
                trouble.raise("the guard ended with exit %d; a new one is started (what it said is in %s)"
                        .formatted(exit, run.guardLog()));
                replace();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /// Tries until there is one; only the first failure of a kind is told.
    private void replace() throws InterruptedException {
        while (true) {
            TimeUnit.MILLISECONDS.sleep(pauses.next());
            synchronized (lock) {
                if (orderly) {
                    return;
                }
                try {
                    process = launch();
                    return;
                } catch (IOException failed) {
                    trouble.raise("no new guard can be started, this node is without one; it is tried again and again: "
                            + failed.getMessage());
                }
            }
        }
    }
}
