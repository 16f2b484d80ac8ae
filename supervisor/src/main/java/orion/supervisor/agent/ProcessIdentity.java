package orion.supervisor.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A process that cannot be mistaken for another one which got its number later.
///
/// @param startTicks when the kernel started it, counted from the boot
record ProcessIdentity(long pid, long startTicks) {
    private static final int PARENT_FIELD = 1;
    private static final int START_FIELD = 19;

    /// The process that has this number now, unless it is dead and only waits for its parent.
    ///
    /// @throws IOException where nobody can tell
    static Optional<ProcessIdentity> of(long pid) throws IOException {
        return fields(pid)
                .filter(fields -> !fields.getFirst().equals("Z"))
                .map(fields -> new ProcessIdentity(pid, Long.parseLong(fields.get(START_FIELD))));
    }

    boolean isAlive() throws IOException {
        return of(pid).filter(this::equals).isPresent();
    }

    static long parent(long pid) throws IOException {
        return fields(pid)
                .map(fields -> Long.parseLong(fields.get(PARENT_FIELD)))
                .orElse(0L);
    }

    /// What /proc tells, from the state on: the name before it may contain anything.
    private static Optional<List<String>> fields(long pid) throws IOException {
        Path process = Path.of("/proc/" + pid);
        try {
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            return Optional.of(
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1)));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException unreadable) {
            // Of one that ended since the file was opened, the kernel says that there is no such process.
            if (Files.exists(process) && ProcessHandle.of(pid).isPresent()) {
                throw unreadable;
            }
            return Optional.empty();
        }
    }

    /// Names the present run of the kernel.
    static String boot() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException unknown) {
            return "";
        }
    }
}
