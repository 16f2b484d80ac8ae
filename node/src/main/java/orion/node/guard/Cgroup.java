package orion.node.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A control group (version 2) of the kernel: the only fence around processes that they cannot leave by forking,
/// and the only way to kill them all without a race.
///
/// @param path its directory
public record Cgroup(Path path) {
    private static final String TOP = "orion";
    private static final int ATTEMPTS = 20;

    /// Makes a group below `orion/` of the version 2 hierarchy, wherever that is mounted.
    ///
    /// @return nothing when this host has no such hierarchy or this user may not write to it
    public static Optional<Cgroup> create(String relativePath) {
        Optional<Path> mount = findHierarchy();
        if (mount.isEmpty()) {
            return Optional.empty();
        }
        Path path = mount.get().resolve(TOP).resolve(relativePath);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                Files.createDirectories(path);
                return Files.isWritable(path.resolve("cgroup.procs"))
                        ? Optional.of(new Cgroup(path))
                        : Optional.empty();
            } catch (NoSuchFileException parentRemoved) {
                // Somebody has just removed a parent that had become empty; it is made again.
            } catch (IOException refused) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> findHierarchy() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
                List<String> fields = List.of(line.split(" ", -1));
                if (fields.size() > 2 && fields.get(2).equals("cgroup2")) {
                    return Optional.of(Path.of(fields.get(1)));
                }
            }
        } catch (IOException unreadable) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /// Moves a process into the group; its children are born there.
    public void add(long pid) throws IOException {
        write("cgroup.procs", Long.toString(pid));
    }

    /// True while any process of the group or of the groups below it lives.
    public boolean isPopulated() throws IOException {
        try {
            return Files.readAllLines(path.resolve("cgroup.events")).contains("populated 1");
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    /// The living processes of the group itself and of the groups below it.
    public List<Long> processes() throws IOException {
        List<Long> pids = new ArrayList<>();
        for (Path directory : directories()) {
            Path list = directory.resolve("cgroup.procs");
            if (Files.exists(list)) {
                Files.readAllLines(list).forEach(line -> pids.add(Long.parseLong(line)));
            }
        }
        return pids;
    }

    /// Kills all processes of the group, those born meanwhile included.
    public void kill() throws IOException {
        if (Files.exists(path.resolve("cgroup.kill"))) {
            write("cgroup.kill", "1");
            return;
        }
        // Kernels before 5.14: the caller repeats until the group is empty.
        for (long pid : processes()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /// Removes the group, those below it, and those above it that have become empty, `orion/` included; a group with
    /// processes stays.
    public void remove() {
        try {
            for (Path directory : directories().reversed()) {
                removeUnlessUsed(directory);
            }
            Path above = path.getParent();
            while (above != null && above.toString().contains("/" + TOP)) {
                Files.deleteIfExists(above);
                above = above.getParent();
            }
        } catch (IOException stillUsed) {
            // Others live there, or an empty group stays, which costs nothing; the next clean-up takes it away.
            return;
        }
    }

    private static void removeUnlessUsed(Path directory) {
        try {
            Files.deleteIfExists(directory);
        } catch (IOException stillUsed) {
            // Its neighbours can go all the same.
            return;
        }
    }

    /// This group and all below it, parents first.
    private List<Path> directories() throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (var walk = Files.walk(path)) {
            return walk.filter(Files::isDirectory).toList();
        } catch (UncheckedIOException gone) {
            // A group below ended while it was looked at; there is one less to care for.
            return directories();
        }
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(path.resolve(file), text, StandardOpenOption.WRITE);
    }
}
