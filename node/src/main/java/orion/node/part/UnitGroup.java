package orion.node.part;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The control group that systemd keeps a unit in. A unit may have stopped and have left processes there, where its
/// KillMode spares them.
///
/// @param name below the top of systemd's hierarchy; empty where the unit has none
record UnitGroup(String name) {
    static UnitGroup of(String unit, Tools with, Deadline deadline) throws PartFailure, InterruptedException {
        Tools.Result shown = with.run(deadline, "systemctl", "show", "--property=ControlGroup", "--value", "--", unit);
        String name = shown.ok() ? shown.output().strip() : "";
        // The top itself holds the whole host.
        return new UnitGroup(name.equals("/") ? "" : name);
    }

    /// The processes in it and in the groups below it.
    Set<Long> processes() throws PartFailure {
        Set<Long> found = new TreeSet<>();
        if (name.isEmpty()) {
            return found;
        }
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
                List<String> fields = List.of(line.split(" ", -1));
                if (fields.get(2).equals("cgroup2")
                        || List.of(fields.get(3).split(",")).contains("name=systemd")) {
                    addBelow(Path.of(fields.get(1) + name), found);
                }
            }
        } catch (IOException | UncheckedIOException unreadable) {
            throw new PartFailure("the processes of the control group %s cannot be listed: %s"
                    .formatted(name, unreadable.getMessage()));
        }
        return found;
    }

    private static void addBelow(Path group, Set<Long> found) throws IOException {
        if (!Files.isDirectory(group)) {
            return;
        }
        List<Path> lists;
        try (Stream<Path> below = Files.walk(group)) {
            lists = below.filter(path -> path.endsWith("cgroup.procs")).toList();
        }
        for (Path list : lists) {
            Files.readAllLines(list).forEach(line -> found.add(Long.parseLong(line)));
        }
    }
}
