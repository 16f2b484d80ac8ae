package orion.node.part;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What is mounted on this host, and who uses it; read from `/proc`, without touching the file systems themselves,
/// since one of them may be dead and would never answer.
final class MountTable {
    private MountTable() {}

    /// A mounted file system.
    ///
    /// @param deviceNumber `major:minor`
    /// @param readOnly whether the file system itself has become, or was mounted, read-only
    record Mount(String deviceNumber, String mountPoint, boolean readOnly) {}

    static List<Mount> read() throws PartFailure {
        return of("self");
    }

    /// What is mounted where this process sees it.
    static List<Mount> of(String pid) throws PartFailure {
        List<Mount> mounts = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(Path.of("/proc", pid, "mountinfo"))) {
                List<String> fields = List.of(line.split(" ", -1));
                int separator = fields.indexOf("-");
                String options = "," + fields.get(separator + 3) + ",";
                mounts.add(new Mount(
                        fields.get(2),
                        unescaped(fields.get(4)),
                        options.contains(",ro,") || options.contains(",emergency_ro,")));
            }
        } catch (IOException | IndexOutOfBoundsException unreadable) {
            throw new PartFailure("the list of mounts cannot be read: " + unreadable.getMessage());
        }
        return mounts;
    }

    /// Processes that have their working directory, root, program or an open file below the mount point.
    static Set<Long> holders(String mountPoint) {
        Set<Long> holders = new TreeSet<>();
        long self = ProcessHandle.current().pid();
        for (long pid : ProcessTable.living(pid -> pid != self)) {
            Path process = Path.of("/proc", Long.toString(pid));
            if (pointsBelow(process.resolve("cwd"), mountPoint)
                    || pointsBelow(process.resolve("root"), mountPoint)
                    || pointsBelow(process.resolve("exe"), mountPoint)
                    || anyPointsBelow(process.resolve("fd"), mountPoint)
                    || mapsBelow(process.resolve("maps"), mountPoint)) {
                holders.add(pid);
            }
        }
        return holders;
    }

    private static boolean anyPointsBelow(Path folder, String mountPoint) {
        try (var links = Files.newDirectoryStream(folder)) {
            for (Path link : links) {
                if (pointsBelow(link, mountPoint)) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException gone) {
            return false;
        }
        return false;
    }

    private static boolean pointsBelow(Path link, String mountPoint) {
        try {
            return isBelow(Files.readSymbolicLink(link).toString(), mountPoint);
        } catch (IOException gone) {
            return false;
        }
    }

    private static boolean mapsBelow(Path maps, String mountPoint) {
        try {
            for (String line : Files.readAllLines(maps, StandardCharsets.ISO_8859_1)) {
                int slash = line.indexOf('/');
                if (slash >= 0 && isBelow(line.substring(slash), mountPoint)) {
                    return true;
                }
            }
        } catch (IOException gone) {
            return false;
        }
        return false;
    }

    private static boolean isBelow(String path, String mountPoint) {
        return path.equals(mountPoint) || path.startsWith(mountPoint + "/");
    }

    /// The kernel writes blanks and the like as three octal digits.
    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\' && i + 3 < text.length()) {
                plain.append((char) Integer.parseInt(text.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }
}
