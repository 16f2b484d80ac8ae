package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import orion.cli.CommandRun.Outcome;

/// The only node of a cluster, which mails what a person should know.
final class MailingNode {
    private static final long LIMIT_SECONDS = 120;

    private final Path folder;

    /// Makes it; its daemon does not run yet.
    ///
    /// @param settings lines of its `node.properties`
    MailingNode(Path folder, String settings) throws Exception {
        this.folder = folder;
        Outcome made = new CommandRun().run(OrionProcess.init(directory(), folder.resolve("board")));
        assertThat(made.exitCode()).as(made.errors()).isZero();
        Files.writeString(directory().resolve("node.properties"), settings, StandardOpenOption.APPEND);
    }

    Path directory() {
        return folder.resolve("node");
    }

    Outcome run(String... words) {
        return new CommandRun().with("ORION_DIR", directory().toString()).run(words);
    }

    static Path program(Path file, String script) throws Exception {
        Path program = Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// A resource whose script cannot be loaded and says what nobody else is to read.
    void fail(String resource) throws Exception {
        Path load = program(folder.resolve("load"), "echo its password is secret >&2; exit 3");
        Path file = Files.writeString(
                folder.resolve(resource + ".yaml"),
                "resources: {%s: {parts: [{script: {load: %s, unload: /bin/true}}]}}\n".formatted(resource, load));
        assertThat(run("apply", "-f", file.toString()).exitCode()).isZero();
        var _ = run("online", resource);
    }

    interface Look {
        boolean sees() throws Exception;
    }

    static void await(String what, Look look) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!look.sees()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
