package orion.node.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import orion.node.guard.Cgroup;
import orion.node.guard.Guard;
import orion.node.guard.Leftovers;
import orion.node.guard.RunClaim;
import orion.node.guard.RunDirectory;

/// Daemons that die, with and without control groups, and what the guard and the next start make of what they held.
final class GuardTest {
    private static final String HOSTS = "orion.node.part.Workplace#hosts";

    private static final Duration GENEROUS = Duration.ofMinutes(2);

    private final Path folder;
    private final Workplace place;

    GuardTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.place = new Workplace(folder);
    }

    @ParameterizedTest
    @MethodSource(HOSTS)
    void everythingOfAKilledDaemonIsGone(HostAccess host) throws Exception {
        Process daemon = DeadDaemon.start(folder, host);
        try (BufferedReader output = daemon.inputReader()) {
            DeadDaemon.awaitLoaded(output);
            // Its resource counts as loaded before all its processes have begun.
            assertThat(Workplace.within(GENEROUS, () -> place.marked().size() >= 4))
                    .isTrue();
            List<Long> before = place.marked();
            assertThat(folder.resolve("mounted")).exists();

            daemon.destroyForcibly();

            assertThat(Workplace.within(GENEROUS, () -> before.stream().noneMatch(Workplace::lives)))
                    .as("all of %s gone", before)
                    .isTrue();
        } finally {
            daemon.destroyForcibly().waitFor();
        }
        assertThat(place.marked()).isEmpty();
        assertThat(Workplace.within(GENEROUS, () -> Files.exists(place.run.guardReport())))
                .isTrue();
        assertThat(Leftovers.readReport(place.run)).last().isEqualTo("everything stopped");
        assertThat(folder.resolve("mounted"))
                .as("what the load script did beside processes")
                .doesNotExist();
        assertThat(place.recordFiles()).isEmpty();
    }

    @Test
    void afterAGoodbyeTheGuardTouchesNothing() throws Exception {
        ResourceRunner runner = place.runner(Workplace.WITHOUT_GROUPS, Workplace.shell("exec sleep 1000"));
        Guard guard = Guard.start(place.run, Workplace.guardScript(), Optional.empty(), place.ended::add);
        long pid = guard.pid();
        assertThat(runner.load().ok()).isTrue();

        guard.close();

        assertThat(Workplace.lives(pid)).isFalse();
        assertThat(place.marked()).hasSize(1);
        assertThat(place.run.guardReport()).doesNotExist();
        assertThat(runner.unload().stopped()).isTrue();
        assertThat(place.ended).isEmpty();
    }

    @Test
    void aGuardThatDiesIsReplacedAndItsDeathReported() throws Exception {
        try (Guard guard = Guard.start(place.run, Workplace.guardScript(), Optional.empty(), place.ended::add)) {
            long first = guard.pid();
            ProcessHandle.of(first).ifPresent(ProcessHandle::destroyForcibly);

            assertThat(place.ended.poll(120, TimeUnit.SECONDS)).contains("ended with exit 137; a new one is started");
            assertThat(Workplace.within(GENEROUS, () -> guard.pid() != first)).isTrue();
            assertThat(Workplace.lives(guard.pid())).isTrue();
        }
    }

    @Test
    void theGuardIsDeafToTheSignalThatEndsADaemon() throws Exception {
        try (Guard guard = Guard.start(place.run, Workplace.guardScript(), Optional.empty(), place.ended::add)) {
            long pid = guard.pid();
            // The script has set its ears once it waits for a word; until then its state is not sleeping.
            assertThat(Workplace.within(GENEROUS, () -> ignoresTermination(pid)))
                    .isTrue();
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);

            assertThat(place.ended.poll(300, TimeUnit.MILLISECONDS)).isNull();
            assertThat(Workplace.lives(pid)).isTrue();
        }
    }

    private static boolean ignoresTermination(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith("SigIgn:")) {
                    // Bit 14 stands for signal 15.
                    return (Long.parseUnsignedLong(line.substring(7).strip(), 16) & (1 << 14)) != 0;
                }
            }
            return false;
        } catch (IOException gone) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource(HOSTS)
    void whatAnEarlierRunLeftIsStoppedBeforeTheNextBegins(HostAccess host) throws Exception {
        ResourceRunner earlier = place.runner(host, Workplace.shell("sleep 1000 & sleep 1000"));
        assertThat(earlier.load().ok()).isTrue();
        RunDirectory next = new RunDirectory(place.run.root(), "node1", "next");
        // Its guard was killed and is gone, but for its control group.
        Optional<Cgroup> ofDeadGuard = Cgroup.create(place.run.uniqueName() + "/guard-earlier");

        Leftovers leftovers;
        try (RunClaim claim = RunClaim.take(next)) {
            leftovers = Leftovers.stop(claim, Workplace.guardScript());
        }

        assertThat(leftovers.everythingStopped()).isTrue();
        assertThat(leftovers.lines()).first().asString().startsWith("stopped processes");
        assertThat(place.marked()).isEmpty();
        assertThat(place.recordFiles()).isEmpty();
        assertThat(Files.isDirectory(next.held())).isTrue();
        ofDeadGuard.ifPresent(group -> assertThat(group.path()).doesNotExist());
    }

    @Test
    void recordsOfBeforeABootAreDeletedAndNotActedOn() throws Exception {
        Path boot = place.run.root().resolve("boot");
        assertThat(boot).hasSameTextualContentAs(Path.of("/proc/sys/kernel/random/boot_id"));
        Path ran = folder.resolve("ran");
        place.records.holdScript("web", place.script("unload", "touch " + ran));
        place.run.recordWatchdog("pipe", folder.resolve("dog"));
        Files.writeString(boot, "another\n");

        try (RunClaim claim = RunClaim.take(new RunDirectory(place.run.root(), "node1", "next"))) {
            assertThat(Leftovers.anyOnRecord(claim)).isFalse();
            Leftovers leftovers = Leftovers.stop(claim, Workplace.guardScript());

            assertThat(leftovers.everythingStopped()).isTrue();
            assertThat(leftovers.lines())
                    .containsExactly("deleted 2 records of before this host was booted; nothing of them was acted on");
        }
        assertThat(ran).doesNotExist();
        assertThat(place.recordFiles()).isEmpty();
        assertThat(boot).hasSameTextualContentAs(Path.of("/proc/sys/kernel/random/boot_id"));
    }

    @Test
    void aStrangerWithTheNumberOfAnOldSessionIsLeftAlone() throws Exception {
        Process stranger = new ProcessBuilder("setsid", "sleep", "1000").start();
        try {
            assertThat(Workplace.within(
                            GENEROUS,
                            () -> ProcessTable.find(stranger.pid())
                                    .filter(entry -> entry.session() == stranger.pid())
                                    .isPresent()))
                    .isTrue();
            place.records.holdSession("web", stranger.pid(), 1);

            try (RunClaim claim = RunClaim.take(place.run)) {
                assertThat(Leftovers.stop(claim, Workplace.guardScript()).everythingStopped())
                        .isTrue();
            }

            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    @Test
    void aSecondDaemonOnTheSameRunDirectoryIsRefused() throws Exception {
        RunDirectory second = new RunDirectory(place.run.root(), "node1", "second");
        try (RunClaim first = RunClaim.take(place.run)) {
            assertThatThrownBy(() -> RunClaim.take(second).close())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("a node is already running with the run directory "
                            + first.run().root())
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
        try (RunClaim next = RunClaim.take(second)) {
            assertThat(next.run()).isEqualTo(second);
        }
    }

    @Test
    void aMissingGuardScriptIsNamed() {
        assertThatThrownBy(() -> Guard.start(place.run, Path.of("/no/such/guard"), Optional.empty(), place.ended::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/no/such/guard is missing or not executable");
    }

    @Test
    void aRunDirectoryThatTheScriptCouldMisreadIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RunDirectory(Path.of("/run/with blank"), "node1", "1"))
                .withMessageContaining("must not contain blanks");
    }
}
