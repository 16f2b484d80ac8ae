package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The programs that stay finish their work when they are told to stop, as systemd and `grpwise-ma stop` do.
@Tag("root")
final class OrderlyEndTest {
    private static final int ENDED_BY_SIGNAL = 143;
    private static final long LIMIT_SECONDS = 120;

    @TempDir
    private Path folder;

    private Path program(String name, String script) throws IOException {
        Path program = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Process start(String name, String... words) throws IOException {
        return OrionProcess.start(folder.resolve("said").toFile(), List.of("-Dorion.command=" + name), List.of(words));
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("said"));
    }

    private interface Look {
        boolean sees() throws IOException;
    }

    private void await(Process process, Look look) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!look.sees()) {
            assertThat(process.isAlive()).as("it lives; it said: %s", said()).isTrue();
            assertThat(System.nanoTime()).as("in time; it said: %s", said()).isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static int end(Process process) throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void theMonitorWritesAndTellsWhatItKnows() throws Exception {
        Path slow = program("tell", "touch " + folder + "/begun; sleep 2; echo \"$1 $2\" >>" + folder + "/told");
        Path file = Files.writeString(
                folder.resolve("monitor.conf"),
                "[monitor]\nhistory = history.jsonl\nnotify = %s\nweb = no\nhapoll = 1\n[a]\nprobe = tcp://127.0.0.1:%d\n"
                        .formatted(slow, OrionProcess.freePort()));
        Process monitor = start("gwmon", "--config", file.toString(), "--gwha-config", "/nonexistent/gwha.conf");
        try {
            await(monitor, () -> Files.exists(folder.resolve("begun")));

            assertThat(end(monitor)).isEqualTo(ENDED_BY_SIGNAL);
        } finally {
            monitor.destroyForcibly();
        }
        assertThat(folder.resolve("told")).content().startsWith("a down");
        assertThat(folder.resolve("trends-today.jsonl")).content().contains("\"agent\":\"a\"");
        Path history = folder.resolve("history.jsonl");
        assertThat(history).content().contains("\"condition\":\"down\"");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
                .isEqualTo("rw-r-----");
        assertThat(said()).contains("gwmon: ended; the agents go on").doesNotContain("orion: ");
    }

    @Test
    void gwhaFinishesTheStartThatItHasBegun() throws Exception {
        Path agent = program("agent", "echo $$ >" + folder + "/pid; exec sleep 1000");
        Path file = Files.writeString(
                folder.resolve("gwha.conf"),
                "[gwha]\nssl = no\nport = %d\nrun = run\nlog = log\n[a]\nserver = %s\nports = %d\nready = 3\n"
                        .formatted(OrionProcess.freePort(), agent, OrionProcess.freePort()));
        CommandRun.Outcome inVain = new CommandRun().calledBy("grpwise").run("start", "a", "--config", file.toString());
        assertThat(inVain.errors()).contains("does not answer at port");
        Path pid = folder.resolve("pid");
        // Where the program had no time to note itself, there is nothing yet.
        Files.deleteIfExists(pid);

        Process gwha = start("gwha", "--listen", "127.0.0.1", "--config", file.toString());
        try {
            await(gwha, () -> Files.exists(pid) && Files.size(pid) > 1);

            assertThat(end(gwha)).isEqualTo(ENDED_BY_SIGNAL);
            assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())))
                    .as("half a start")
                    .isEmpty();
        } finally {
            gwha.destroyForcibly().waitFor();
            new CommandRun().calledBy("grpwise").run("stop", "a", "--config", file.toString());
        }
        assertThat(said())
                .contains("a could not be started: ", "gwha: ended; the agents go on")
                .doesNotContain("orion: ");
    }
}
