package orion.supervisor.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import orion.supervisor.agent.AgentFailure.Reason;
import orion.supervisor.configuration.Location;

/// The folder in which the commands and services of this host keep what they know of the agents, one file for
/// each. Not final: a test has another one, in which it decides who comes next.
class RunFolder {
    private static final String SUFFIX = ".agent";
    /// Longer than a start and the end of what came before it usually take.
    private static final Duration LONGEST_WORK = Duration.ofMinutes(5);

    private static final AtomicLong WISHES = new AtomicLong();
    private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private final Path folder;

    RunFolder(Path folder) {
        this.folder = real(folder.toAbsolutePath().normalize());
    }

    /// The same folder by whatever name, such as `/var/run/x` for `/run/x`: its agents are found by its name.
    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException notYetThere) {
            Path parent = folder.getParent();
            return parent == null ? folder : real(parent).resolve(parent.relativize(folder));
        }
    }

    Path path() {
        return folder;
    }

    /// Tells this folder's agents from those of another one.
    String owner() {
        return Integer.toHexString(folder.toString().hashCode());
    }

    /// Work on one agent that nobody may disturb.
    interface Work<T> {
        T run() throws AgentFailure, InterruptedException;
    }

    /// Does something while no other command or service of this host does anything to the agent.
    <T> T alone(Location location, Work<T> work) throws AgentFailure, InterruptedException {
        Path file = folder.resolve(location + ".lock");
        // A lock on a file holds between processes, and not between the threads of one.
        ReentrantLock inside = LOCKS.computeIfAbsent(file, path -> new ReentrantLock());
        if (!inside.tryLock(LONGEST_WORK.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AgentFailure(
                    Reason.FAILED,
                    "this very program has been at work on " + location + " for more than " + LONGEST_WORK.toSeconds()
                            + " s; look at its log, and at that of the agent");
        }
        try (LockedFile held = LockedFile.of(file, LONGEST_WORK)) {
            assert held.channel().isOpen();
            return work.run();
        } catch (LockedFile.Held held) {
            throw new AgentFailure(
                    Reason.FAILED, location + " is being worked on by somebody else: " + held.getMessage());
        } catch (IOException refused) {
            throw notPermitted(refused);
        } finally {
            inside.unlock();
        }
    }

    /// Somebody wants an agent to stop and waits for whoever is at work on it.
    interface Wish extends AutoCloseable {
        /// It is his turn.
        void granted();

        @Override
        default void close() {
            granted();
        }
    }

    /// Says that an agent is to stop: a start that is under way is broken off, for a node of a cluster may have
    /// little time to stop what it holds.
    Wish wishToStop(Location location) throws AgentFailure {
        long pid = ProcessHandle.current().pid();
        Path file = folder.resolve(wishes(location) + pid + "-" + WISHES.incrementAndGet());
        try {
            LockedFile.makeFolder(folder);
            String ticks = ProcessIdentity.of(pid)
                    .map(ProcessIdentity::startTicks)
                    .map(String::valueOf)
                    .orElse("");
            try (OutputStream out = written(file)) {
                out.write(ticks.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException refused) {
            throw notPermitted(refused);
        }
        return () -> {
            try {
                Files.deleteIfExists(file);
            } catch (IOException kept) {
                // It counts only as long as this process lives.
                return;
            }
        };
    }

    private static OutputStream written(Path file) throws IOException {
        return Channels.newOutputStream(LockedFile.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING));
    }

    private static String wishes(Location location) {
        return location + ".stop.";
    }

    /// Whether somebody who lives wishes an agent to stop.
    boolean isToStop(Location location) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, wishes(location) + "*")) {
            for (Path file : files) {
                if (isFromTheLiving(
                        file,
                        String.valueOf(file.getFileName())
                                .substring(wishes(location).length()))) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            return false;
        }
        return false;
    }

    private static boolean isFromTheLiving(Path file, String name) throws IOException {
        if (!name.matches("[0-9]{1,10}-[0-9]+")) {
            return false;
        }
        String ticks;
        try {
            ticks = Files.readString(file);
        } catch (NoSuchFileException granted) {
            return false;
        }
        Optional<ProcessIdentity> wisher = ProcessIdentity.of(Long.parseLong(name.substring(0, name.indexOf('-'))));
        if (wisher.isPresent() && ticks.equals(Long.toString(wisher.get().startTicks()))) {
            return true;
        }
        // Between its birth and its word a file is empty.
        if (!ticks.isEmpty()) {
            Files.deleteIfExists(file);
        }
        return wisher.isPresent() && ticks.isEmpty();
    }

    private AgentFailure notPermitted(IOException refused) {
        if (String.valueOf(refused.getMessage()).contains("No space left")) {
            return new AgentFailure(
                    Reason.FAILED,
                    "what is known of agents cannot be written to " + folder
                            + ", for its disk is full; make room there: nothing is started of which nobody would know");
        }
        return new AgentFailure(
                Reason.NOT_PERMITTED,
                "the folder " + folder + " cannot be used: " + refused + "; agents are started and stopped by root");
    }

    AgentRecord read(Location location) throws AgentFailure {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(folder.resolve(location + SUFFIX))) {
            properties.load(in);
            return AgentRecord.of(properties);
        } catch (NoSuchFileException never) {
            return AgentRecord.NONE;
        } catch (IllegalArgumentException spoilt) {
            return AgentRecord.NONE;
        } catch (IOException unreadable) {
            throw notPermitted(unreadable);
        }
    }

    /// Replaces what is kept, as a whole.
    void write(Location location, AgentRecord record) throws AgentFailure {
        Path fresh = folder.resolve(location + ".new");
        Path target = folder.resolve(location + SUFFIX);
        try {
            try (OutputStream out = written(fresh)) {
                record.toProperties().store(out, null);
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException refused) {
            throw notPermitted(refused);
        }
    }
}
