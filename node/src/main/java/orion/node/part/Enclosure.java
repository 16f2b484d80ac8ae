package orion.node.part;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import orion.node.guard.Cgroup;
import orion.node.guard.HeldRecords;
import orion.node.guard.RunDirectory;

/// The fence around all processes of one part: a control group, or, where there is none to be had, a mark in the
/// environment together with the sessions started. It starts processes so that none can run outside the fence or
/// without a record for the guard, and it can kill them all and say whether that is proved.
final class Enclosure {
    /// Name of the environment variable that carries the mark.
    static final String MARK = "ORION_ENCLOSURE";

    // Waits for the daemon's word, so that nothing runs before it is fenced in and on record; a daemon that dies first
    // closes the pipe, and the program never starts. The words of the program are arguments, never shell text.
    // Out of memory, the kernel may take a resource's program before the daemon: the daemon's own score is not passed
    // on.
    private static final String GATE = """
            read -r go || exit 1
            { echo 0 >/proc/self/oom_score_adj; } 2>/dev/null
            exec "$@" </dev/null
            """;
    private static final String USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    static final String LEASE_RAN_OUT = "the lease of this node ran out";
    private static final long POLL_NANOS = 3_000_000;

    private final HeldRecords records;
    private final HostAccess host;
    private final BooleanSupplier mayGoOn;
    private final String resource;
    private final String mark;
    private final String groupPath;
    private final List<HeldRecords.Held> held = new ArrayList<>();
    private final Map<Long, Long> sessions = new LinkedHashMap<>();
    private Optional<Cgroup> group = Optional.empty();
    private boolean forbidden;

    /// @param mayGoOn asked at the last moment before a program is let go; when it says no, the program never runs
    /// @param name of the part, fit for a file name and unique in the resource
    Enclosure(
            RunDirectory run,
            HeldRecords records,
            HostAccess host,
            BooleanSupplier mayGoOn,
            String resource,
            String name) {
        this.records = records;
        this.host = host;
        this.mayGoOn = mayGoOn;
        this.resource = resource;
        this.groupPath = "%s/%s/%s/%s".formatted(run.uniqueName(), run.incarnation(), resource, name);
        // The semicolon ends it: the mark of part 1 must not be found in that of part 10.
        this.mark = MARK + "=" + groupPath + ";";
    }

    /// Starts a program inside the fence, in a session of its own, without input.
    ///
    /// @param environment added to a small clean one
    /// @param output where standard output and standard error go
    Process start(List<String> command, Map<String, String> environment, ProcessBuilder.Redirect output)
            throws PartFailure {
        List<String> gated = new ArrayList<>(List.of("setsid", "sh", "-c", GATE, "orion"));
        gated.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(gated).redirectErrorStream(true).redirectOutput(output);
        builder.directory(Path.of("/").toFile());
        cleanEnvironment(builder.environment());
        builder.environment().putAll(environment);
        builder.environment().put(MARK, mark.substring(MARK.length() + 1));
        synchronized (this) {
            if (forbidden) {
                throw PartFailure.refusal("the resource is being stopped at once, nothing more is started for it");
            }
            try {
                record();
                return admit(builder.start());
            } catch (IOException failed) {
                throw new PartFailure("%s could not be started: %s".formatted(command.getFirst(), failed.getMessage()));
            }
        }
    }

    private Process admit(Process process) throws IOException, PartFailure {
        try {
            if (group.isPresent()) {
                group.get().add(process.pid());
            } else {
                long startTime = ProcessTable.find(process.pid())
                        .map(ProcessTable.Entry::startTime)
                        .orElse(0L);
                held.add(records.holdSession(resource, process.pid(), startTime));
                sessions.put(process.pid(), startTime);
            }
            if (!mayGoOn.getAsBoolean()) {
                // Killed at the gate, before its word.
                process.destroyForcibly();
                throw PartFailure.refusal(LEASE_RAN_OUT);
            }
            OutputStream input = process.getOutputStream();
            input.write("go\n".getBytes(StandardCharsets.US_ASCII));
            input.close();
            return process;
        } catch (IOException failed) {
            process.destroyForcibly();
            throw failed;
        }
    }

    private void record() throws IOException {
        if (held.isEmpty()) {
            group = host.groups().apply(groupPath);
            String path = group.map(found -> found.path().toString()).orElse("");
            held.add(records.holdProcesses(resource, path, mark));
        }
    }

    private static void cleanEnvironment(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "/");
        environment.clear();
        environment.put("PATH", USUAL_PATH);
        environment.put("HOME", home);
        environment.put("LANG", "C.UTF-8");
    }

    /// From now on nothing can be started; for ever.
    synchronized void forbid() {
        forbidden = true;
    }

    /// Living processes inside the fence.
    synchronized List<Long> living() {
        if (held.isEmpty()) {
            return List.of();
        }
        if (group.isPresent()) {
            try {
                return group.get().isPopulated() ? group.get().processes() : List.of();
            } catch (IOException unreadable) {
                throw new IllegalStateException("control group " + group.get().path() + " cannot be read", unreadable);
            }
        }
        // A leader of another start time is a stranger who got the number of one that is long gone.
        sessions.entrySet()
                .removeIf(session -> ProcessTable.find(session.getKey())
                        .filter(leader -> leader.startTime() != session.getValue())
                        .isPresent());
        return ProcessTable.living(pid -> ProcessTable.find(pid)
                        .filter(entry -> sessions.containsKey(entry.session()))
                        .isPresent()
                || ProcessTable.hasInEnvironment(pid, mark));
    }

    /// Sends the kill without waiting, so that several fences can be emptied at the same time.
    synchronized void kill() {
        if (held.isEmpty()) {
            return;
        }
        try {
            if (group.isPresent()) {
                group.get().kill();
                return;
            }
        } catch (IOException failed) {
            // The group may have been removed by a clean-up; then nothing lives in it, which the caller checks.
            return;
        }
        for (long pid : living()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /// Kills everything inside and waits for its end.
    ///
    /// @return true when nothing lives any more; then the record is gone too
    boolean killAll(Deadline deadline) throws InterruptedException {
        while (true) {
            kill();
            if (isEmpty()) {
                release();
                return true;
            }
            if (deadline.hasPassed()) {
                return false;
            }
            pause();
        }
    }

    /// Waits until all processes have ended by themselves.
    boolean awaitEmpty(Deadline deadline) throws InterruptedException {
        while (!isEmpty()) {
            if (deadline.hasPassed()) {
                return false;
            }
            pause();
        }
        return true;
    }

    private synchronized boolean isEmpty() {
        if (group.isPresent()) {
            try {
                return !group.get().isPopulated();
            } catch (IOException unreadable) {
                return false;
            }
        }
        return living().isEmpty();
    }

    /// Deletes the records when nothing is left inside; otherwise they stay for the guard.
    synchronized void release() {
        if (!isEmpty()) {
            return;
        }
        group.ifPresent(Cgroup::remove);
        for (HeldRecords.Held one : held) {
            try {
                one.release();
            } catch (IOException kept) {
                // The guard then kills in an empty fence, which does no harm.
            }
        }
        held.clear();
        sessions.clear();
        group = Optional.empty();
    }

    private static void pause() throws InterruptedException {
        LockSupport.parkNanos(POLL_NANOS);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /// Waits for a program's end.
    ///
    /// @return false at the time-out
    static boolean awaitEnd(Process process, Deadline deadline) throws InterruptedException {
        return process.waitFor(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
    }
}
