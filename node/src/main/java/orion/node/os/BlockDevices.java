package orion.node.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the kernel tells about block devices: which exist, where they are mounted, who holds them.
public final class BlockDevices {
    private static final int TYPE_MASK = 0xF000;
    private static final int BLOCK_TYPE = 0x6000;

    private BlockDevices() {}

    /// Whether `path`, links followed, is a block device.
    public static boolean isBlockDevice(Path path) {
        try {
            return Files.getAttribute(path, "unix:mode") instanceof Integer mode && (mode & TYPE_MASK) == BLOCK_TYPE;
        } catch (IOException | UnsupportedOperationException absent) {
            return false;
        }
    }

    /// The device's number as the kernel prints it (`8:16`), empty where `path` is no block device.
    public static Optional<String> number(Path path) {
        return isBlockDevice(path) ? DeviceNumber.of(path) : Optional.empty();
    }

    /// The number of the device on which a file is; empty where there is no such file.
    public static Optional<String> numberBeneath(Path path) {
        return DeviceNumber.beneath(path);
    }

    /// Whether two paths lead to the same device or file, however they are spelled; also where nothing is there yet.
    public static boolean isSame(Path one, Path other) {
        Optional<String> number = number(one);
        return (number.isPresent() && number.equals(number(other)))
                || real(one).equals(real(other))
                || isLinked(one, other);
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException missing) {
            Path parent = path.toAbsolutePath().normalize().getParent();
            Path name = path.toAbsolutePath().normalize().getFileName();
            return parent == null || name == null ? path : real(parent).resolve(name);
        }
    }

    /// Two names of one file.
    private static boolean isLinked(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException missing) {
            return false;
        }
    }

    /// The folder where the device is mounted in this mount namespace, if it is.
    public static Optional<String> mountPoint(Path path) throws IOException {
        Optional<String> number = number(path);
        if (number.isEmpty()) {
            return Optional.empty();
        }
        String real = path.toRealPath().toString();
        for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
            // 36 35 98:0 /root /mount/point options [optional fields] - type source options
            String[] fields = line.split(" ", -1);
            int dash = List.of(fields).indexOf("-");
            boolean sameSource = dash > 0 && fields.length > dash + 2 && fields[dash + 2].equals(real);
            // Some file systems (btrfs) show a number of their own, hence the second comparison.
            if (fields.length > 4 && (fields[2].equals(number.get()) || sameSource)) {
                return Optional.of(fields[4].replace("\\040", " "));
            }
        }
        return Optional.empty();
    }

    /// The devices built upon this one (volume groups, arrays), by name; empty where nothing holds it.
    public static List<String> holders(Path path) throws IOException {
        Optional<String> number = number(path);
        Path folder = Path.of("/sys/dev/block/" + number.orElse("none") + "/holders");
        if (number.isEmpty() || !Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    /// All block devices the kernel lists, as paths beneath `/dev`.
    public static List<Path> all() throws IOException {
        List<Path> devices = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/partitions"))) {
            String[] fields = line.strip().split("\\s+", -1);
            if (fields.length == 4 && !fields[0].equals("major")) {
                devices.add(Path.of("/dev", fields[3].replace('!', '/')));
            }
        }
        return devices;
    }

    /// The lasting names under `/dev/disk/by-id`, which stay the same when disks are found in another order.
    public static List<Path> lastingNames() throws IOException {
        Path folder = Path.of("/dev/disk/by-id");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }
}
