package orion.node.part;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// How much of the last ten seconds and the last minute something on this host had to wait for processors, memory or
/// disks, as the kernel counts it (`/proc/pressure`, its document `accounting/psi`). Where a time limit has passed it
/// tells a host that is too busy from a program that hangs.
final class Pressure {
    private static final Path HOST = Path.of("/proc/pressure");
    private static final Pattern SOME = Pattern.compile("^some avg10=([0-9]+)\\.[0-9]+ avg60=([0-9]+)\\.[0-9]+ ");

    private Pressure() {}

    /// A line for people; empty where the kernel does not count it.
    static Optional<String> ofHost() {
        return in(HOST);
    }

    /// @param folder with the files `cpu`, `memory` and `io`
    static Optional<String> in(Path folder) {
        List<String> waits = Stream.of(
                        wait(folder.resolve("cpu"), "processors"),
                        wait(folder.resolve("memory"), "memory"),
                        wait(folder.resolve("io"), "disks"))
                .flatMap(Optional::stream)
                .toList();
        return waits.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "waiting on this host, of the last 10 s and the last minute: " + String.join(", ", waits));
    }

    private static Optional<String> wait(Path file, String what) {
        try {
            Matcher some = SOME.matcher(Files.readString(file, StandardCharsets.US_ASCII));
            return some.find()
                    ? Optional.of("for %s %s %% and %s %%".formatted(what, some.group(1), some.group(2)))
                    : Optional.empty();
        } catch (IOException notCounted) {
            return Optional.empty();
        }
    }
}
