package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;

/// A real daemon hands what a person should know to the mail server's `sendmail`, which is a planted one here.
final class MailedEventsTest {
    private static final long LIMIT_SECONDS = 120;

    private @TempDir Path folder = Path.of("");

    private Path directory() {
        return folder.resolve("node");
    }

    private Outcome run(String... words) {
        return new CommandRun().with("ORION_DIR", directory().toString()).run(words);
    }

    @BeforeEach
    void make() throws Exception {
        Outcome made = new CommandRun().run(OrionProcess.init(directory(), folder.resolve("board")));
        assertThat(made.exitCode()).as(made.errors()).isZero();
    }

    private Path program(String name, String script) throws Exception {
        Path program = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void settings(String lines) throws Exception {
        Files.writeString(directory().resolve("node.properties"), lines, StandardOpenOption.APPEND);
    }

    /// A resource whose script cannot be loaded and says what nobody else is to read.
    private void fail(String resource) throws Exception {
        Path load = program("load", "echo its password is secret >&2; exit 3");
        Path file = Files.writeString(
                folder.resolve(resource + ".yaml"),
                "resources: {%s: {parts: [{script: {load: %s, unload: /bin/true}}]}}\n".formatted(resource, load));
        assertThat(run("apply", "-f", file.toString()).exitCode()).isZero();
        var _ = run("online", resource);
    }

    private interface Look {
        boolean sees() throws Exception;
    }

    private static void await(String what, Look look) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!look.sees()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
    }

    @Test
    void whatNeedsAPersonIsMailed() throws Exception {
        Path sendmail =
                program("sendmail", "printf '%s|' \"$@\" >>$0.words; cat >$0.new; mv $0.new $0.message; sleep 0.01");
        settings("mail=root, postmaster@example.org\nsendmail=" + sendmail + "\n");
        try (OrionProcess.Daemon _ = OrionProcess.usual().daemon(directory())) {
            fail("web");
            await("mail", () -> Files.exists(folder.resolve("sendmail.message")));
        }
        assertThat(folder.resolve("sendmail.words")).hasContent("-oi|--|root|postmaster@example.org|");
        List<String> lines = Files.readAllLines(folder.resolve("sendmail.message"));
        assertThat(lines)
                .contains("To: root, postmaster@example.org", "Subject: web is Comatose")
                .contains(
                        "Resource web of cluster harbour is Comatose: it is not started again by itself; 'orion explain"
                                + " web' tells why.")
                .noneMatch(line -> line.contains("secret"));
    }

    @Test
    void aMailServerThatTakesNothingIsToldInTheEvents() throws Exception {
        settings("mail=root\nsendmail=/bin/false\n");
        try (OrionProcess.Daemon _ = OrionProcess.usual().daemon(directory())) {
            fail("web");
            await(
                    "the event",
                    () -> run("events")
                            .output()
                            .contains(
                                    "nobody may have been told by mail of the newest events: /bin/false ended with 1"));
        }
    }

    @Test
    void aMailServerThatIsMissingKeepsNoNodeFromServing() throws Exception {
        settings("mail=root\nsendmail=" + folder.resolve("nothing") + "\n");
        try (OrionProcess.Daemon _ = OrionProcess.usual().daemon(directory())) {
            assertThat(run("events").output())
                    .contains("nobody is told by mail as long as " + folder.resolve("nothing")
                            + " is no program on this host; install a mail server");
        }
    }

    @Test
    void whatCannotBeMailedIsRefusedBeforeAnythingStarts() throws Exception {
        settings("mail=-C/tmp/evil\n");
        Outcome refused = OrionProcess.usual().run("node", "--dir", directory().toString());
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.errors())
                .contains("wants mail: ")
                .contains("mail takes addresses with commas between, not '-C/tmp/evil'");
    }
}
