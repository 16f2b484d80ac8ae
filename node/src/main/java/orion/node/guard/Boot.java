package orion.node.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What tells this boot of the host from all others.
final class Boot {
    private static final Path ID = Path.of("/proc/sys/kernel/random/boot_id");

    private Boot() {}

    static String id() throws IOException {
        return Files.readString(ID).strip();
    }
}
