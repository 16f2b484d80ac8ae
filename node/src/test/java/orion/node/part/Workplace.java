package orion.node.part;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.node.guard.Cgroup;
import orion.node.guard.HeldRecords;
import orion.node.guard.RunDirectory;
import orion.node.ocf.OcfAgent;

/// A run directory in a temporary folder, with scripts and runners in it.
final class Workplace {
    static final HostAccess WITHOUT_GROUPS = new HostAccess(
            List.of(), name -> Optional.empty(), true, Path.of("/run/systemd/system"), OcfAgent.USUAL_ROOT);

    final Path folder;
    final RunDirectory run;
    final HeldRecords records;
    final BlockingQueue<String> ended = new LinkedBlockingQueue<>();
    /// Whether the node has its lease.
    BooleanSupplier lease = () -> true;

    Workplace(Path folder) throws IOException {
        this.folder = folder;
        this.run = new RunDirectory(
                folder.resolve("run"),
                "node1",
                "test-" + ProcessHandle.current().pid());
        run.create();
        this.records = new HeldRecords(run);
    }

    /// The ways of keeping processes together that this host and user can try.
    static Stream<HostAccess> hosts() {
        Optional<Cgroup> probe =
                Cgroup.create("probe-" + ProcessHandle.current().pid());
        probe.ifPresent(Cgroup::remove);
        return probe.isPresent() ? Stream.of(HostAccess.usual(), WITHOUT_GROUPS) : Stream.of(WITHOUT_GROUPS);
    }

    static Path guardScript() {
        String repository = System.getProperty("orion.repository");
        if (repository == null) {
            throw new IllegalStateException("run the tests with Maven, or set -Dorion.repository=FOLDER");
        }
        return Path.of(repository, "dist", "orion-guard");
    }

    String script(String name, String... lines) throws IOException {
        Path script = folder.resolve(name);
        Files.writeString(script, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script.toString();
    }

    PartDefinition.Script scripts(String load, String unload) {
        return new PartDefinition.Script(load, unload, Optional.empty());
    }

    static PartDefinition.Command shell(String text) {
        return new PartDefinition.Command(List.of("/bin/sh", "-c", text), List.of(), 1, Map.of(), Optional.empty());
    }

    ResourceRunner runner(HostAccess host, PartDefinition... parts) {
        return runner(host, 30, parts);
    }

    ResourceRunner runner(HostAccess host, int timeoutSeconds, PartDefinition... parts) {
        ResourceDefinition definition = new ResourceDefinition(
                "web", List.of(parts), List.of(), timeoutSeconds, timeoutSeconds, ResourcePolicy.USUAL);
        return new ResourceRunner(definition, run, records, ended::add, lease, host);
    }

    /// Ids of all living processes that carry a mark of this run directory, however they were started.
    List<Long> marked() {
        return ProcessTable.living(pid -> ProcessTable.hasInEnvironment(pid, Enclosure.MARK + "=" + run.uniqueName()));
    }

    /// Files of records that exist now.
    List<Path> recordFiles() throws IOException {
        if (!Files.exists(run.root().resolve("held"))) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(run.root().resolve("held"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /// Waits until something is so.
    ///
    /// @return whether it was so within the limit
    static boolean within(Duration limit, BooleanSupplier wanted) {
        long end = System.nanoTime() + limit.toNanos();
        while (!wanted.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(5_000_000);
        }
        return true;
    }

    static boolean lives(long pid) {
        return ProcessTable.find(pid).filter(entry -> !entry.isDead()).isPresent();
    }

    String read(String name) throws IOException {
        return Files.readString(folder.resolve(name)).strip();
    }
}
