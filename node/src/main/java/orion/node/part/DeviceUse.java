package orion.node.part;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Who uses a block device on this host, in whatever mount namespace: one that was made while a volume was mounted,
/// by a container or by `unshare`, keeps the file system alive after it is unmounted here.
final class DeviceUse {
    private DeviceUse() {}

    /// Whether the kernel has no user of the device any more, no file system above all.
    ///
    /// @param deviceNumber `major:minor`
    static boolean isFree(Tools with, Deadline deadline, String deviceNumber) throws PartFailure, InterruptedException {
        Optional<String> device = path(deviceNumber);
        if (device.isPresent()) {
            Tools.Result size = with.run(deadline, "blockdev", "--getbsz", device.get());
            if (size.ok()) {
                // Setting the size it has changes nothing, and needs the device for the caller alone, as O_EXCL does;
                // a program of its own does it, because a dead disk can hold up whoever opens it.
                return with.run(deadline, "blockdev", "--setbsz", size.output(), device.get())
                        .ok();
            }
        }
        // What cannot even be opened can be asked nothing; then the lists of mounts are all there is.
        return namespaces(deviceNumber).isEmpty();
    }

    private static Optional<String> path(String deviceNumber) {
        try {
            return Files.readAllLines(Path.of("/sys/dev/block", deviceNumber, "uevent")).stream()
                    .filter(line -> line.startsWith("DEVNAME="))
                    .map(line -> "/dev/" + line.substring("DEVNAME=".length()))
                    .findFirst();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /// The processes of all other mount namespaces in which the device is mounted: they keep it mounted there, and
    /// only their end frees it.
    static Set<Long> holdersElsewhere(String deviceNumber) {
        Set<String> holding = namespaces(deviceNumber);
        namespace("self").ifPresent(holding::remove);
        return holding.isEmpty()
                ? Set.of()
                : new TreeSet<>(ProcessTable.living(pid -> pid != 1
                        && namespace(Long.toString(pid))
                                .filter(holding::contains)
                                .isPresent()));
    }

    private static Set<String> namespaces(String deviceNumber) {
        Map<String, Boolean> mountedIn = new TreeMap<>();
        for (long pid : ProcessTable.living(any -> true)) {
            Optional<String> namespace = namespace(Long.toString(pid));
            if (namespace.isPresent() && !mountedIn.containsKey(namespace.get())) {
                mounts(pid, deviceNumber).ifPresent(found -> mountedIn.put(namespace.get(), found));
            }
        }
        mountedIn.values().removeIf(found -> !found);
        return mountedIn.keySet();
    }

    private static Optional<String> namespace(String pid) {
        try {
            return Optional.of(
                    Files.readSymbolicLink(Path.of("/proc", pid, "ns", "mnt")).toString());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static Optional<Boolean> mounts(long pid, String deviceNumber) {
        try {
            return Optional.of(MountTable.of(Long.toString(pid)).stream()
                    .anyMatch(mount -> mount.deviceNumber().equals(deviceNumber)));
        } catch (PartFailure gone) {
            return Optional.empty();
        }
    }
}
