package orion.supervisor.agent;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import orion.supervisor.agent.AgentFailure.Reason;

/// The control group (version 2) of one agent. No process can leave it by forking, so it tells which
/// processes are the agent's, whatever a PID file says.
///
/// @param path its folder
record ControlGroup(Path path) {
    private static final String TOP = "orion-agents";
    private static final int HIERARCHY_FIELD = 2;
    private static final Duration KILL_PAUSE = Duration.ofMillis(100);
    private static final int REMOVE_ATTEMPTS = 40;
    private static final int READ_ATTEMPTS = 30;
    private static final int CREATE_ATTEMPTS = 100;
    private static final long LOOK_NANOS = 5_000_000;

    /// The group of this name, which need not exist yet.
    ///
    /// @param owner tells the agents of one configuration from those of another
    static ControlGroup of(String owner, String name) throws AgentFailure {
        return new ControlGroup(hierarchy().resolve(TOP).resolve(owner).resolve(name));
    }

    private static Path hierarchy() throws AgentFailure {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
                List<String> fields = List.of(line.split(" ", -1));
                if (fields.size() > HIERARCHY_FIELD
                        && fields.get(HIERARCHY_FIELD).equals("cgroup2")) {
                    return Path.of(fields.get(1));
                }
            }
        } catch (IOException unreadable) {
            throw new AgentFailure(Reason.NOT_CONFIGURED, "/proc/self/mounts cannot be read: is /proc mounted?");
        }
        throw new AgentFailure(
                Reason.NOT_CONFIGURED,
                "this host has no control groups of version 2, without which nobody can tell which processes are an"
                        + " agent's; run: mount -t cgroup2 none /sys/fs/cgroup");
    }

    /// Makes the group where there is none. Who removes another one may take away those above it meanwhile.
    void create() throws AgentFailure {
        for (int attempt = 1; ; attempt++) {
            try {
                Files.createDirectories(path);
                return;
            } catch (NoSuchFileException | FileAlreadyExistsException removed) {
                // One above it was there when it was to be made, and gone when it was looked at or something was to be
                // made in it.
                if (attempt == CREATE_ATTEMPTS) {
                    throw cannotBeMade(removed);
                }
                LockSupport.parkNanos(LOOK_NANOS);
            } catch (IOException refused) {
                throw cannotBeMade(refused);
            }
        }
    }

    private AgentFailure cannotBeMade(IOException why) {
        return new AgentFailure(
                Reason.NOT_PERMITTED,
                "the control group " + path + " cannot be made: " + why.getMessage()
                        + "; agents are started and stopped by root");
    }

    /// The file that takes the numbers of processes.
    Path members() {
        return path.resolve("cgroup.procs");
    }

    /// The file that changes when the last process has gone.
    Path events() {
        return path.resolve("cgroup.events");
    }

    boolean isPopulated() throws AgentFailure {
        return lines(events()).contains("populated 1");
    }

    List<Long> processes() throws AgentFailure {
        return lines(members()).stream().map(Long::parseLong).toList();
    }

    /// The processes whose parent is outside: of a daemon in good order exactly one.
    List<Long> roots() throws AgentFailure {
        List<Long> all = processes();
        List<Long> roots = new ArrayList<>();
        for (long pid : all) {
            try {
                if (!all.contains(ProcessIdentity.parent(pid))) {
                    roots.add(pid);
                }
            } catch (IOException unreadable) {
                throw untold(unreadable);
            }
        }
        return roots;
    }

    /// What the kernel does not let be read is no proof that nothing lives.
    AgentFailure untold(IOException why) {
        return new AgentFailure(
                Reason.FAILED,
                "nobody can tell which processes live in " + path + ": " + why.getMessage()
                        + "; ask again, and if it stays so, see with 'dmesg' and 'ulimit -n' what this host lacks");
    }

    /// Nothing where there is no such group; one may vanish, and another one be made, while it is read.
    private List<String> lines(Path file) throws AgentFailure {
        for (int attempt = 1; ; attempt++) {
            try {
                return Files.readAllLines(file);
            } catch (NoSuchFileException gone) {
                return List.of();
            } catch (IOException unreadable) {
                // Of a group that has vanished since the file was opened, the kernel says that there is no device.
                if (Files.notExists(path)) {
                    return List.of();
                }
                if (attempt == READ_ATTEMPTS) {
                    throw untold(unreadable);
                }
            }
        }
    }

    /// Kills all processes, those born meanwhile included.
    void kill() throws AgentFailure {
        try {
            Files.writeString(path.resolve("cgroup.kill"), "1", StandardOpenOption.WRITE);
        } catch (NoSuchFileException oldKernelOrGone) {
            // Before Linux 5.14; whoever waits for the end repeats it.
            processes().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        } catch (IOException refused) {
            if (Files.notExists(path)) {
                return;
            }
            throw new AgentFailure(
                    Reason.NOT_PERMITTED,
                    "the processes in " + path + " cannot be killed: " + refused.getMessage() + "; ask as root");
        }
    }

    /// Waits until no process is left.
    ///
    /// @return false at the limit
    boolean awaitEmpty(Duration limit) throws AgentFailure, InterruptedException {
        return awaitNot(this::isPopulated, limit);
    }

    /// Waits until none of these processes is left.
    ///
    /// @return false at the limit
    boolean awaitEnd(List<Long> some, Duration limit) throws AgentFailure, InterruptedException {
        return awaitNot(() -> processes().stream().anyMatch(some::contains), limit);
    }

    private interface Look {
        boolean sees() throws AgentFailure;
    }

    private static boolean awaitNot(Look look, Duration limit) throws AgentFailure, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (look.sees()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return true;
    }

    /// Kills and waits for it.
    boolean killAll(Duration limit) throws AgentFailure, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        do {
            kill();
            if (awaitEmpty(KILL_PAUSE)) {
                return true;
            }
        } while (System.nanoTime() - end < 0);
        return false;
    }

    /// Removes the empty group, and those above it that are of no use any more. The kernel may need a moment
    /// to forget the last process.
    void remove() {
        for (int attempt = 0; attempt < REMOVE_ATTEMPTS; attempt++) {
            try {
                Files.deleteIfExists(path);
                for (Path above = path.getParent();
                        above != null && above.toString().contains("/" + TOP); ) {
                    Files.deleteIfExists(above);
                    above = above.getParent();
                }
                return;
            } catch (IOException inUse) {
                if (!Files.exists(path)) {
                    // Something lives beside it, so those above stay.
                    return;
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }
}
