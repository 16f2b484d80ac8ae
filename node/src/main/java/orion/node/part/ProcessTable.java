package orion.node.part;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/// The kernel's table of processes, read from `/proc`. A process that ends while it is being read counts as ended.
final class ProcessTable {
    private static final Path PROC = Path.of("/proc");
    private static final int DEEPEST_STACK = 8;

    private ProcessTable() {}

    /// A line of the table.
    ///
    /// @param state one letter, `Z` and `X` are dead
    /// @param session process id of the session's leader
    /// @param startTime in ticks since boot; with the id it tells a process from a later one of the same id
    record Entry(long pid, String name, char state, long session, long startTime) {
        boolean isDead() {
            return state == 'Z' || state == 'X';
        }
    }

    static Optional<Entry> find(long pid) {
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            // The name stands in brackets and may itself contain brackets and blanks.
            int nameEnd = stat.lastIndexOf(')');
            String name = stat.substring(stat.indexOf('(') + 1, nameEnd);
            List<String> fields = List.of(stat.substring(nameEnd + 2).split(" ", -1));
            return Optional.of(new Entry(
                    pid, name, fields.get(0).charAt(0), Long.parseLong(fields.get(3)), Long.parseLong(fields.get(19))));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /// True when the process carries this text in the environment it was started with. The environments of other
    /// users' processes cannot be read; they count as not carrying it.
    static boolean hasInEnvironment(long pid, String mark) {
        try {
            return Files.readString(PROC.resolve(pid + "/environ"), StandardCharsets.ISO_8859_1)
                    .contains(mark);
        } catch (IOException goneOrForeign) {
            return false;
        }
    }

    /// Ids of all living processes that pass, in no order.
    static List<Long> living(LongPredicate wanted) {
        List<Long> found = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                long pid = Long.parseLong(entry.getFileName().toString());
                if (wanted.test(pid)
                        && find(pid).filter(process -> !process.isDead()).isPresent()) {
                    found.add(pid);
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            throw new IllegalStateException("/proc cannot be read; the node cannot know what runs on it", unreadable);
        }
        return found;
    }

    /// What a process is doing, for the report of a time-out: "process 123 (mount) is in state D at blkdev_get", with
    /// the kernel functions it is in behind that, the innermost first, where the reader may know them.
    static String describeActivity(long pid) {
        String state = find(pid).map(entry -> " is in state " + entry.state()).orElse(" has just ended");
        String place;
        try {
            place = Files.readString(PROC.resolve(pid + "/wchan"), StandardCharsets.ISO_8859_1);
        } catch (IOException notAllowed) {
            place = "";
        }
        // The kernel writes 0 when the process runs, or when the reader may not know.
        String at = place.isBlank() || place.equals("0") ? "" : " at " + place;
        return "process " + describe(pid) + state + at + kernelStack(pid);
    }

    private static String kernelStack(long pid) {
        try {
            List<String> functions =
                    Files.readAllLines(PROC.resolve(pid + "/stack"), StandardCharsets.ISO_8859_1).stream()
                            // "[<0>] blkdev_get+0x12/0x80"
                            .map(line -> line.substring(line.indexOf(' ') + 1).replaceFirst("\\+0x.*", ""))
                            .limit(DEEPEST_STACK)
                            .toList();
            return functions.isEmpty() ? "" : " (" + String.join(" < ", functions) + ")";
        } catch (IOException notAllowed) {
            return "";
        }
    }

    /// "123 (nginx)" for messages.
    static String describe(long pid) {
        return find(pid).map(entry -> pid + " (" + entry.name() + ")").orElse(Long.toString(pid));
    }
}
