package orion.node.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Which run directory this node used last, noted in the node's own directory: a daemon started with
/// another one must find what its predecessor has left all the same.
public final class LastRun {
    private final Path file;

    /// @param nodeDirectory the node's, made by `init` or `enroll`
    public LastRun(Path nodeDirectory) {
        this.file = nodeDirectory.resolve("last-run");
    }

    /// Where it is noted.
    public Path file() {
        return file;
    }

    /// The directory of a run since this host was booted that has not ended in order, where it is another
    /// one than this.
    public Optional<Path> elsewhere(RunDirectory run) throws IOException {
        try {
            List<String> noted = Files.readAllLines(file);
            return noted.size() == 2
                            && noted.getFirst().equals(Boot.id())
                            && !noted.getLast().equals(run.root().toString())
                    ? Optional.of(Path.of(noted.getLast()))
                    : Optional.empty();
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /// From now on something may be held by this run. It need not survive a power cut, after which nothing
    /// is held.
    public void begin(RunDirectory run) throws IOException {
        Files.write(file, List.of(Boot.id(), run.root().toString()));
    }

    /// Nothing is held any more.
    public void end() throws IOException {
        Files.deleteIfExists(file);
    }
}
