package orion.node.witness.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import orion.core.configuration.Endpoint;
import orion.node.board.BoardLayout;
import orion.node.guard.LockFile;
import orion.node.security.SecretFile;
import orion.node.security.SelfSignedKey;
import orion.node.witness.WitnessWord;

/// The directory of a witness: `board` is what it serves, `word` the word with which nodes reach it, `key.pem` and
/// `certificate.pem` prove it to them, and `lock` is held by the one process that serves it. Only its owner can read
/// any of it.
public final class WitnessDirectory {
    /// The size of a board when nobody says another one.
    public static final long USUAL_BYTES = 32L << 20;

    private static final long MOST_BYTES = 1L << 30;
    private static final int CHUNK = 1 << 20;
    private static final String WORD = "word";

    private final Path path;

    /// The directory at this path, whatever is there.
    public WitnessDirectory(Path path) {
        this.path = path;
    }

    /// Makes a witness: all of it, or nothing.
    ///
    /// @param bytes size of its board, rounded up to whole MiB
    /// @param force whether one that is there already, and stands still, may be destroyed
    /// @return the word for nodes
    public WitnessWord create(Endpoint address, long bytes, boolean force) throws WitnessException {
        if (bytes < BoardLayout.LEAST_BYTES || bytes > MOST_BYTES) {
            throw new WitnessException("a white board of " + bytes + " bytes is no use; give --size from 20M to 1G");
        }
        boolean there = Files.exists(word()) || Files.exists(board());
        if (there && !force) {
            throw new WitnessException("there is a witness in " + path
                    + " already, and nodes may have promised something there; with --force it is destroyed and a new"
                    + " one made, which they must be told of");
        }
        boolean made = makeDirectory();
        boolean done = false;
        try (LockFile _ = lock()) {
            WitnessWord word = replace(address, bytes);
            done = true;
            return word;
        } catch (WitnessException told) {
            throw told;
        } catch (IOException failed) {
            throw new WitnessException(
                    "the witness cannot be made in " + path + ": " + failed.getMessage()
                            + "; check that the directory can be written and has room for " + bytes + " bytes",
                    failed);
        } finally {
            if (!done && made) {
                removeDirectory();
            }
        }
    }

    /// The new one is made beside the old one: where that fails, nothing is lost.
    private WitnessWord replace(Endpoint address, long bytes) throws IOException {
        WitnessDirectory next = new WitnessDirectory(path.resolve("new"));
        // Of an attempt that was interrupted.
        next.remove();
        try {
            SecretFile.makeDirectory(next.path);
            WitnessWord word = next.make(address, bytes);
            // Without its word it is no witness, so parts of two are never taken for one.
            Files.deleteIfExists(word());
            for (Path file : next.files()) {
                Files.move(file, path.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(next.word(), word(), StandardCopyOption.ATOMIC_MOVE);
            return word;
        } finally {
            next.removeQuietly();
        }
    }

    private WitnessWord make(Endpoint address, long bytes) throws IOException {
        preallocate((bytes + CHUNK - 1) & -CHUNK);
        SelfSignedKey key = SelfSignedKey.create(path, "Orion witness " + address);
        byte[] secret = new byte[WitnessWord.SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        WitnessWord word =
                new WitnessWord(address, key.fingerprint(), HexFormat.of().formatHex(secret));
        SecretFile.write(word(), word.text() + "\n");
        return word;
    }

    /// All that it consists of but its word.
    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(path)) {
            return all.filter(file -> !file.equals(word())).toList();
        }
    }

    private boolean makeDirectory() throws WitnessException {
        if (Files.isDirectory(path)) {
            return false;
        }
        try {
            SecretFile.makeDirectory(path);
            return true;
        } catch (IOException failed) {
            throw new WitnessException(
                    "the directory " + path + " cannot be made; check that the one above it exists and can be written",
                    failed);
        }
    }

    private void preallocate(long bytes) throws IOException {
        Files.createFile(board(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel file = FileChannel.open(board(), StandardOpenOption.WRITE)) {
            // Zeros and not a hole: a board for which there is no room any more would be found out too late.
            ByteBuffer zeros = ByteBuffer.allocate(CHUNK);
            for (long at = 0; at < bytes; at += CHUNK) {
                for (zeros.clear(); zeros.hasRemaining(); ) {
                    file.write(zeros, at + zeros.position());
                }
            }
            file.force(true);
        }
    }

    private void remove() throws IOException {
        Files.deleteIfExists(word());
        SelfSignedKey.remove(path);
        Files.deleteIfExists(board());
        Files.deleteIfExists(path);
    }

    private void removeQuietly() {
        try {
            remove();
        } catch (IOException stays) {
            System.getLogger("orion").log(System.Logger.Level.WARNING, "{0}: {1}", path, stays.getMessage());
        }
    }

    private void removeDirectory() {
        try {
            Files.deleteIfExists(path.resolve("lock"));
            Files.deleteIfExists(path);
        } catch (IOException stays) {
            System.getLogger("orion").log(System.Logger.Level.WARNING, "{0}: {1}", path, stays.getMessage());
        }
    }

    /// Takes the right to serve the board, or to make it anew.
    LockFile lock() throws WitnessException {
        try {
            return LockFile.take(path.resolve("lock"), "the witness in " + path + " is already running");
        } catch (IOException held) {
            throw new WitnessException(String.valueOf(held.getMessage()), held);
        }
    }

    /// The word with which nodes reach it.
    public WitnessWord readWord() throws WitnessException {
        if (Files.notExists(word())) {
            throw new WitnessException("there is no witness in " + path
                    + "; make one with 'orion witness init', or name its directory" + " with --dir");
        }
        try {
            return WitnessWord.parse(SecretFile.read(word()));
        } catch (IOException | IllegalArgumentException unusable) {
            throw new WitnessException(word() + " cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    SelfSignedKey readKey() throws WitnessException {
        try {
            return SelfSignedKey.load(path);
        } catch (IOException unusable) {
            throw new WitnessException(String.valueOf(unusable.getMessage()), unusable);
        }
    }

    /// What it serves.
    public Path board() {
        return path.resolve("board");
    }

    private Path word() {
        return path.resolve(WORD);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
