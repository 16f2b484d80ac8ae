package orion.node.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A real block device over a file, for tests that run as root; detached when closed.
public final class LoopDevice implements AutoCloseable {
    private final Path path;

    private LoopDevice(Path path) {
        this.path = path;
    }

    /// Attaches one of 24 MiB.
    public static LoopDevice attach(Path file, String... options) throws IOException {
        try (RandomAccessFile backing = new RandomAccessFile(file.toFile(), "rw")) {
            backing.setLength(24 << 20);
        }
        List<String> command = new ArrayList<>(List.of("losetup", "--find", "--show"));
        command.addAll(List.of(options));
        command.add(file.toString());
        return new LoopDevice(Path.of(run(command.toArray(String[]::new)).strip()));
    }

    /// The device.
    public Path path() {
        return path;
    }

    /// Runs a command that must succeed, and returns what it printed.
    public static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        // Reading to the end also waits for the end of the command.
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue())
                .as("%s: %s", String.join(" ", command), printed)
                .isZero();
        return printed;
    }

    @Override
    public void close() throws IOException {
        run("losetup", "--detach", path.toString());
    }
}
