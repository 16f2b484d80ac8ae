package orion.supervisor.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A file to which things are added that are not everybody's business: what agents write, and what happened to them.
public final class JournalFile {
    private static final Set<PosixFilePermission> OWNER_AND_GROUP = PosixFilePermissions.fromString("rw-r-----");

    private JournalFile() {}

    /// Puts a file aside that has grown large, and makes it, in its folder, where it is missing. One that is there is
    /// left as it is: its reader may be a person's choice.
    ///
    /// @param aside where to
    public static void prepare(Path file, Path aside, long largeBytes) throws IOException {
        Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
        if (Files.exists(file) && Files.size(file) > largeBytes) {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        }
        // Also where another one does so at this moment.
        FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                        PosixFilePermissions.asFileAttribute(OWNER_AND_GROUP))
                .close();
    }
}
