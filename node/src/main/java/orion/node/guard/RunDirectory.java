package orion.node.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/// Where one run of the daemon keeps what lives no longer than the host is up: records of what it holds, logs of the
/// parts, the guard's report. Best on a file system that is empty after a boot (`/run`). Where it is not, the boot that
/// is noted beside the records tells them: a record of before the boot says nothing about now and is void.
///
/// @param root the directory, shared by all runs of the daemon of this node
/// @param node name of the node
/// @param incarnation what tells this run from all others; its letters must be fit for file names
public record RunDirectory(Path root, String node, String incarnation) {
    public RunDirectory {
        root = root.toAbsolutePath().normalize();
        // The guard's script splits lists of records at blanks.
        if (root.toString().chars().anyMatch(c -> Character.isWhitespace(c) || "*?[]\\".indexOf(c) >= 0)) {
            throw new IllegalArgumentException(
                    "the run directory \"%s\" must not contain blanks or the characters * ? [ ] \\; choose another"
                            .formatted(root));
        }
        if (!node.matches("[A-Za-z0-9_-]{1,63}") || !incarnation.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException(
                    "node \"%s\" and incarnation \"%s\" must be plain names".formatted(node, incarnation));
        }
    }

    /// Makes the directories that are missing.
    public void create() throws IOException {
        Files.createDirectories(held());
        Files.createDirectories(logs());
        if (!Files.exists(boot())) {
            // Whole and on the disk, or not there: records of before a power cut must not be taken for those of now.
            Path unfinished = root.resolve("boot.new");
            Files.writeString(
                    unfinished,
                    Boot.id() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
            Files.move(unfinished, boot(), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /// Where the boot is noted that the records belong to. Only the guard's script brings it up to date, when it has
    /// deleted those of an earlier one.
    Path boot() {
        return root.resolve("boot");
    }

    /// Whether what is on record belongs to an earlier boot of this host.
    boolean isOfEarlierBoot() throws IOException {
        return Files.exists(boot()) && !Files.readString(boot()).strip().equals(Boot.id());
    }

    /// Locked by the daemon that uses the directory.
    Path lock() {
        return root.resolve("daemon.lock");
    }

    /// Where the moment lies by which everything must be stopped; see [StopBy].
    Path stopBy() {
        return root.resolve("stop-by");
    }

    /// What the guard and the clean-ups print.
    Path guardLog() {
        return root.resolve("guard.log");
    }

    /// Puts on record, for the guard, which watchdog is armed from now on.
    ///
    /// @param kind `device` or `pipe`
    public void recordWatchdog(String kind, Path watchdog) throws IOException {
        Path record = armed().resolve(incarnation);
        Files.createDirectories(armed());
        Files.write(record, List.of(kind, watchdog.toAbsolutePath().toString()));
    }

    /// Where the last words of this run lie; see [LastWordsFile].
    Path lastWords() {
        return allLastWords().resolve(incarnation);
    }

    private Path allLastWords() {
        return root.resolve("last-words");
    }

    /// Where resource agents note what they did, as long as this boot lasts.
    public Path agentNotes() {
        try {
            return allAgentNotes().resolve(Boot.id());
        } catch (IOException kernel) {
            throw new UncheckedIOException("the kernel does not tell which boot this is", kernel);
        }
    }

    private Path allAgentNotes() {
        return root.resolve("agents");
    }

    private Path armed() {
        return root.resolve("armed");
    }

    /// Deletes all that daemons and their guards have put here. What others have put here stays, and the
    /// directory itself, which may be another's too.
    void delete() throws IOException {
        for (Path folder : List.of(root.resolve("held"), armed(), allLastWords(), logs(), allAgentNotes())) {
            deleteTree(folder);
        }
        Path unfinishedReport = root.resolve("guard-report.new");
        for (Path file : List.of(
                stopBy(), guardReport(), unfinishedReport, guardLog(), root.resolve("guard.lock"), boot(), lock())) {
            Files.deleteIfExists(file);
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            List<Path> found;
            try (Stream<Path> all = Files.walk(folder)) {
                found = all.toList();
            }
            for (Path path : found.reversed()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /// Records of what this run holds.
    public Path held() {
        return root.resolve("held").resolve(incarnation);
    }

    /// Outputs of the parts' programs, one folder per resource.
    public Path logs() {
        return root.resolve("log");
    }

    /// What the guard or the last clean-up did.
    public Path guardReport() {
        return root.resolve("guard-report");
    }

    /// A name that no other daemon on this kernel has, even one with the same node name in another cluster or in
    /// another process namespace: control groups are common to all of them.
    public String uniqueName() {
        CRC32 checksum = new CRC32();
        checksum.update(root.toString().getBytes(StandardCharsets.UTF_8));
        checksum.update(processNamespace().getBytes(StandardCharsets.UTF_8));
        return "%s-%08x".formatted(node, checksum.getValue());
    }

    private static String processNamespace() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        } catch (IOException | UnsupportedOperationException absent) {
            return "";
        }
    }
}
