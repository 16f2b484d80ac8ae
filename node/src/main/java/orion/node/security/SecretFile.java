package orion.node.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/// Files that only their owner may read. One that others may read is refused: its secrets may be known already.
public final class SecretFile {
    private static final Set<PosixFilePermission> OF_OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);
    private static final long LONGEST = 64 * 1024;

    private SecretFile() {}

    /// Reads a file.
    ///
    /// @throws IdentityException with one sentence, where it is missing, unreadable or open to others
    public static String read(Path file) throws IdentityException {
        try {
            requireClosed(file, "600");
            if (Files.size(file) > LONGEST) {
                throw new IdentityException(
                        file + " is too large to be a key or a certificate; restore it from a backup");
            }
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException cannot) {
            throw sentence(file, cannot);
        }
    }

    /// Refuses what others may read or change.
    public static void requireClosed(Path path, String mode) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        if (permissions.stream().anyMatch(OF_OTHERS::contains)) {
            throw new IdentityException(path + " is open to other users (" + PosixFilePermissions.toString(permissions)
                    + "); run 'chmod " + mode + " " + path + "'");
        }
    }

    /// Why a file cannot be read, and what to do, in a sentence.
    public static IdentityException sentence(Path file, IOException cannot) {
        return switch (cannot) {
            case IdentityException told -> told;
            case NoSuchFileException missing ->
                new IdentityException(
                        "there is no " + file
                                + "; restore it from a backup, or make the node with 'orion init' or 'orion enroll', a"
                                + " witness with 'orion witness init --force'",
                        missing);
            case AccessDeniedException denied ->
                new IdentityException(
                        file + " cannot be read: permission denied; run this as its owner, or as root 'chmod 600 "
                                + file + "'",
                        denied);
            default ->
                new IdentityException(
                        file + " cannot be read: " + cannot.getMessage() + "; restore it from a backup", cannot);
        };
    }

    /// Makes a folder that only its owner can enter.
    public static void makeDirectory(Path directory) throws IOException {
        Files.createDirectory(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /// Writes a new file, down to the disk.
    public static void write(Path file, String content) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /// Replaces a file as a whole or not at all.
    public static void replace(Path file, String content) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        write(fresh, content);
        move(fresh, file);
    }

    /// Gives something its final name, also after a power cut.
    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path parent = to.toAbsolutePath().getParent();
        if (parent != null) {
            try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }
}
