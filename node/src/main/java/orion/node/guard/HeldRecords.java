package orion.node.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// Notes of everything a node holds for its resources, written *before* the thing is acquired and deleted after it is
/// given back, so that the guard finds at least what is held, whenever the daemon dies. The records need to
/// survive the daemon, not the host; they are therefore renamed into place but not forced to a disk.
public final class HeldRecords {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path directory;
    private final String node;
    private final AtomicInteger numbers = new AtomicInteger();

    public HeldRecords(RunDirectory run) {
        this.directory = run.held();
        this.node = run.node();
    }

    /// A record on file; closing it says that the thing is no longer held.
    public record Held(Path file) {
        /// Deletes the record.
        ///
        /// @throws IOException when it cannot be deleted; the guard would then act on it, which does no harm
        public void release() throws IOException {
            Files.deleteIfExists(file);
        }
    }

    /// Processes kept together by a control group (empty text when there is none) and a mark in their environment.
    public Held holdProcesses(String resource, String cgroup, String mark) throws IOException {
        return hold(resource, "processes", List.of(cgroup.isEmpty() ? "-" : cgroup, mark));
    }

    /// A session of processes, for hosts where there are no control groups.
    public Held holdSession(String resource, long leader, long startTime) throws IOException {
        return hold(resource, "session", List.of(Long.toString(leader), Long.toString(startTime)));
    }

    public Held holdAddress(String resource, String cidr, String device) throws IOException {
        return hold(resource, "address", List.of(cidr, device));
    }

    /// A mounted volume.
    ///
    /// @param deviceNumber the device as `major:minor`
    public Held holdMount(String resource, String mountPoint, String deviceNumber) throws IOException {
        return hold(resource, "mount", List.of(mountPoint, deviceNumber));
    }

    public Held holdUnit(String resource, String unit) throws IOException {
        return hold(resource, "unit", List.of(unit));
    }

    /// Whatever a load script may have done, which only its unload script knows how to take back.
    ///
    /// @param unloadScript absolute path
    public Held holdScript(String resource, String unloadScript) throws IOException {
        return hold(resource, "script", List.of(unloadScript, resource, node));
    }

    /// Whatever an agent may have done, which only its action `stop` knows how to take back.
    ///
    /// @param environment what it is told, by name; no line breaks
    public Held holdAgent(String resource, String program, Map<String, String> environment) throws IOException {
        List<String> values = new ArrayList<>(List.of(program, resource, node, "stop"));
        environment.forEach((name, value) -> values.add(name + "=" + value));
        return hold(resource, "script", values);
    }

    private Held hold(String resource, String kind, List<String> values) throws IOException {
        Path folder = Files.createDirectories(directory.resolve(resource));
        String name = "%06d-%s".formatted(numbers.incrementAndGet(), kind);
        Path unfinished = folder.resolve("." + name);
        // What an agent is told may be secret.
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished, OWNER_ONLY);
        Files.write(unfinished, values);
        Path file = folder.resolve(name);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        return new Held(file);
    }
}
