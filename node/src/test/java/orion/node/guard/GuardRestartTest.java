package orion.node.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.node.trouble.Pauses;

/// Guards that do not stay: replaced with patience, and told without flooding anybody.
@Timeout(600)
final class GuardRestartTest {
    private final Path folder;
    private final Path starts;
    private final Path exit;
    private final Path decisions;
    private final RunDirectory run;
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    GuardRestartTest(@TempDir Path folder) {
        this.folder = folder;
        this.starts = folder.resolve("starts");
        this.exit = folder.resolve("exit");
        this.decisions = folder.resolve("decisions");
        this.run = new RunDirectory(folder.resolve("run"), "n1", "1");
    }

    /// A guard that ends at once with the number in the file `exit`, and stays where there is none.
    private Path failing() throws IOException {
        Path script = folder.resolve("guard");
        Files.writeString(script, """
                #!/bin/sh
                echo >>%s
                status=$(cat %s 2>/dev/null) && [ -n "$status" ] && echo ends >>%s && exit "$status"
                echo stays >>%s
                read -r word
                """.formatted(starts, exit, decisions, decisions));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script;
    }

    private void awaitStarts(int count) throws IOException {
        awaitLines(starts, count);
    }

    private static List<String> awaitLines(Path file, int count) throws IOException {
        while (!Files.exists(file) || Files.readAllLines(file).size() < count) {
            LockSupport.parkNanos(5_000_000);
        }
        return Files.readAllLines(file);
    }

    /// A guard that is going to end never counts as well, however slow it is, and one that stays does at once.
    private Pauses knowing() {
        AtomicInteger guards = new AtomicInteger();
        return new Pauses(1, 100) {
            @Override
            public long longest() {
                int guard = guards.incrementAndGet();
                try {
                    return awaitLines(decisions, guard).get(guard - 1).equals("stays") ? 0 : 3_600_000;
                } catch (IOException unreadable) {
                    throw new UncheckedIOException(unreadable);
                }
            }
        };
    }

    @Test
    void aGuardThatEndsAgainAndAgainIsToldOnceAndWhenItChanges() throws Exception {
        Files.writeString(exit, "3");
        try (Guard guard = Guard.start(run, failing(), Optional.empty(), told::add, knowing())) {
            awaitStarts(8);
            assertThat(told).hasSize(1);
            assertThat(told.take())
                    .contains("ended with exit 3")
                    .contains(run.guardLog().toString());

            // Whole at once: a guard that finds it empty stays.
            Files.writeString(folder.resolve("new"), "4");
            Files.move(folder.resolve("new"), exit, StandardCopyOption.ATOMIC_MOVE);
            assertThat(told.take()).contains("ended with exit 4");

            Files.delete(exit);
            assertThat(told.take()).isEqualTo("a guard watches this daemon again");
            assertThat(ProcessHandle.of(guard.pid())).isPresent();
        }
        assertThat(told).isEmpty();
    }

    @Test
    void aGuardThatCannotBeStartedIsToldOnceAndTriedAgain() throws Exception {
        try (Guard guard = Guard.start(run, failing(), Optional.empty(), told::add, knowing())) {
            awaitLines(decisions, 1);
            // What it prints has nowhere to go.
            Files.delete(run.guardLog());
            Path obstacle = Files.createDirectories(run.guardLog().resolve("obstacle"));
            ProcessHandle.of(guard.pid()).ifPresent(ProcessHandle::destroyForcibly);
            assertThat(told.take()).contains("ended with exit 137");
            assertThat(told.take()).contains("no new guard can be started").contains("guard.log");

            Files.delete(obstacle);
            Files.delete(run.guardLog());

            assertThat(told.take()).isEqualTo("a guard watches this daemon again");
        }
        assertThat(told).isEmpty();
    }

    @Test
    void pausesGrowToALimitAndBeginAnewWhenItWorks() {
        Pauses pauses = new Pauses(200, 1_000);
        assertThat(List.of(pauses.next(), pauses.next(), pauses.next(), pauses.next(), pauses.next()))
                .containsExactly(200L, 400L, 800L, 1_000L, 1_000L);
        pauses.reset();
        assertThat(pauses.next()).isEqualTo(200);
    }
}
