package orion.cli.supervisor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/// With which options the monitor of this host was last started as a daemon, until the next boot, so that nobody has to
/// repeat them to ask for it or to stop it.
///
/// @param file where they are
record StartedMonitor(Path file) {
    /// One place, whatever the options are.
    static final StartedMonitor USUAL = new StartedMonitor(Path.of("/run/orion-agents/gwmon.options"));

    private static final String END = "\0";

    void keep(List<String> words) throws IOException {
        Path folder = file.resolveSibling("");
        if (Files.notExists(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, String.join(END, words).getBytes(StandardCharsets.UTF_8));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Nothing where none was started.
    Optional<List<String>> words() throws IOException {
        try {
            return Optional.of(List.of(Files.readString(file).split(END, -1)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }
}
