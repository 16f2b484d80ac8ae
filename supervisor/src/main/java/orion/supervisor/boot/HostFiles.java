package orion.supervisor.boot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import orion.supervisor.configuration.ConfigurationFault;

/// The files of a host, which may lie below a folder as those of an image do: links lead where they would there.
record HostFiles(Path root) {
    private static final int MOST_LINKS = 20;
    private static final int LARGEST_BYTES = 1 << 20;

    /// What is in a folder, by name; nothing where there is none.
    List<Path> list(String folder) throws ConfigurationFault {
        List<Path> found = new ArrayList<>();
        Path place = real(Path.of(folder)).map(this::below).orElse(below(Path.of(folder)));
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(place)) {
            for (Path one : stream) {
                found.add(Path.of(folder).resolve(one.getFileName()));
            }
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        } catch (IOException closed) {
            throw unreadable(folder, closed);
        }
        return found.stream().sorted().toList();
    }

    private static ConfigurationFault unreadable(String what, IOException why) {
        return new ConfigurationFault(
                what + " cannot be read, so nobody can tell what starts at boot: " + why + "; ask as root");
    }

    private Path below(Path path) {
        return root.resolve(Path.of("/").relativize(path));
    }

    boolean exists(Path path) {
        return real(path).isPresent();
    }

    boolean isExecutable(Path path) {
        return real(path)
                .map(this::below)
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .isPresent();
    }

    /// Where a path leads, seen from within the host; nothing where that is nowhere.
    Optional<Path> real(Path path) {
        Path at = path.normalize();
        for (int links = 0; links < MOST_LINKS; links++) {
            Optional<Path> next = firstLink(at);
            if (next.isEmpty()) {
                return Files.exists(below(at)) || at.equals(Path.of("/dev/null")) ? Optional.of(at) : Optional.empty();
            }
            at = next.get();
        }
        return Optional.empty();
    }

    /// The path with its first link replaced by what that says; nothing where there is no link in it.
    private Optional<Path> firstLink(Path path) {
        Path at = Path.of("/");
        for (Path name : path) {
            Path here = at.resolve(name);
            if (Files.isSymbolicLink(below(here))) {
                try {
                    Path target = at.resolve(Files.readSymbolicLink(below(here)));
                    return Optional.of(target.resolve(here.relativize(path)).normalize());
                } catch (IOException gone) {
                    return Optional.empty();
                }
            }
            at = here;
        }
        return Optional.empty();
    }

    /// The text of a file; empty where there is none, or where it is no text of a usual size.
    String text(Path path) throws ConfigurationFault {
        Optional<Path> real = real(path).filter(file -> Files.isRegularFile(below(file)));
        if (real.isEmpty()) {
            return "";
        }
        try {
            return Files.size(below(real.get())) > LARGEST_BYTES
                    ? ""
                    : Files.readString(below(real.get()), StandardCharsets.ISO_8859_1);
        } catch (IOException closed) {
            throw unreadable(path.toString(), closed);
        }
    }
}
