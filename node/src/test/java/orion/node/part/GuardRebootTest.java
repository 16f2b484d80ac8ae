package orion.node.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.node.guard.Cgroup;
import orion.node.guard.Leftovers;
import orion.node.guard.StopBy;
import orion.node.os.BootClock;

/// What the guard of a dead daemon does about the host, with a script in the place of reboot(8): a reboot by force
/// where something may still be active, and only there.
@Timeout(600)
final class GuardRebootTest {
    private static final Duration GENEROUS = Duration.ofMinutes(2);
    private final Path folder;
    private final Path rebooted;
    private final Workplace place;
    private final Path reboot;

    GuardRebootTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.rebooted = folder.resolve("rebooted");
        this.place = new Workplace(folder);
        this.reboot = Path.of(
                place.script("reboot", "echo \"$@\" > " + folder + "/words; mv " + folder + "/words " + rebooted));
    }

    /// The guard of a daemon that has died, in the end.
    private int guardOfADeadDaemon(String rebootWord) throws Exception {
        return guardOfADeadDaemon(Workplace.guardScript(), rebootWord);
    }

    private int guardOfADeadDaemon(Path script, String rebootWord) throws Exception {
        return DeadDaemon.guard(folder, place.run, script, rebootWord);
    }

    private void holdWhatCannotBeStopped() throws IOException {
        place.records.holdScript("web", place.script("unload", "exit 32"));
    }

    @Test
    void whatCannotBeProvedStoppedHasTheHostRebootedByForceAndWithoutFlushing() throws Exception {
        holdWhatCannotBeStopped();

        assertThat(guardOfADeadDaemon(reboot.toString())).isEqualTo(1);

        assertThat(rebooted).content().isEqualTo("-f -n\n");
        assertThat(Leftovers.readReport(place.run)).last().isEqualTo("not everything stopped");
        assertThat(place.read("guard.out"))
                .as("this reboot did nothing, which somebody must be told")
                .contains("did not restart this host; do it by hand");
    }

    @Test
    void whatIsProvedStoppedHasNobodyRebooted() throws Exception {
        place.records.holdScript("web", place.script("unload", "exit 0"));

        assertThat(guardOfADeadDaemon(reboot.toString())).isZero();

        assertThat(rebooted).doesNotExist();
        assertThat(Leftovers.readReport(place.run)).last().isEqualTo("everything stopped");
    }

    @Test
    void whatIsNotStoppedWhenTheLeaseHasEndedIsNotWaitedFor() throws Exception {
        new StopBy(place.run).tell(new BootClock().nanos() / 1_000_000 + 300);
        Path unloaded = folder.resolve("unloaded");
        place.records.holdScript(
                "web",
                place.script(
                        "unload",
                        "for i in $(seq 600); do [ -e " + rebooted + " ] && break; sleep 0.1; done; echo $i > "
                                + unloaded));

        assertThat(guardOfADeadDaemon(reboot.toString())).isZero();

        assertThat(rebooted).as("before the script ended").content().isEqualTo("-f -n\n");
        assertThat(unloaded).content().isNotEqualTo("600\n");
    }

    @Test
    void whoeverHoldsNothingIsNotRebootedHoweverLongAgoItsLeaseEnded() throws Exception {
        new StopBy(place.run).tell(1);

        assertThat(guardOfADeadDaemon(reboot.toString())).isZero();

        assertThat(rebooted).doesNotExist();
    }

    @Test
    void whatIsStoppedInTimeIsNotRebootedAfterwards() throws Exception {
        new StopBy(place.run).tell(new BootClock().nanos() / 1_000_000 + 600_000);
        // Until then somebody waits for the end of the lease. Whatever else of this machine ends while grep reads makes
        // it answer 2, which says nothing about them.
        place.records.holdScript(
                "web",
                place.script(
                        "unload", "grep -ls " + reboot + " /proc/[0-9]*/cmdline > " + folder + "/waiting; exit 0"));

        assertThat(guardOfADeadDaemon(reboot.toString())).isZero();

        List<Long> waited = Files.readAllLines(folder.resolve("waiting")).stream()
                .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .toList();
        assertThat(waited).hasSizeGreaterThanOrEqualTo(2);
        assertThat(Workplace.within(GENEROUS, () -> waited.stream().noneMatch(Workplace::lives)))
                .as("nobody waits any more")
                .isTrue();
        assertThat(rebooted).doesNotExist();
    }

    @Test
    void whereTheDaemonMayOnlyKillNothingIsRebooted() throws Exception {
        holdWhatCannotBeStopped();

        assertThat(guardOfADeadDaemon("-")).isEqualTo(1);

        assertThat(rebooted).doesNotExist();
    }

    @Test
    void aGuardThatCanWriteNeitherLockNorReportStopsEverythingAllTheSame() throws Exception {
        place.records.holdScript("web", place.script("unload", "echo > " + folder + "/unloaded"));
        Files.createDirectory(place.run.root().resolve("guard.lock"));
        Files.createDirectory(place.run.root().resolve("guard-report.new"));

        assertThat(guardOfADeadDaemon(reboot.toString())).isZero();

        assertThat(folder.resolve("unloaded")).exists();
        assertThat(rebooted).doesNotExist();
    }

    @Test
    void aGuardWhoseTurnDoesNotComeProvesNothing() throws Exception {
        String script = Files.readString(Workplace.guardScript()).replace("flock -w 120", "flock -w 0.1");
        Path impatient = Path.of(place.script("guard", script));
        Process other = new ProcessBuilder(
                        "flock", place.run.root().resolve("guard.lock").toString(), "sh", "-c", "echo; read -r end")
                .start();
        try (BufferedReader locked = other.inputReader()) {
            assertThat(locked.readLine()).isEmpty();

            assertThat(guardOfADeadDaemon(impatient, reboot.toString())).isEqualTo(1);
        } finally {
            other.getOutputStream().close();
            other.waitFor();
        }
        assertThat(rebooted).exists();
    }

    @Test
    void theDaemonTellsItsGuardHowToReboot() throws Exception {
        Process daemon = DeadDaemon.start(folder, Workplace.WITHOUT_GROUPS, reboot);
        try (BufferedReader output = daemon.inputReader()) {
            DeadDaemon.awaitLoaded(output);
            // The unload script of that program takes this away, and cannot do it twice.
            Files.delete(folder.resolve("mounted"));
        } finally {
            daemon.destroyForcibly().waitFor();
        }
        assertThat(Workplace.within(GENEROUS, () -> Files.exists(rebooted))).isTrue();
        assertThat(place.marked()).isEmpty();
        Cgroup.create(place.run.uniqueName() + "/probe").ifPresent(probe -> {
            Path groups = probe.path().getParent();
            probe.remove();
            assertThat(Workplace.within(GENEROUS, () -> Files.notExists(groups)))
                    .as("no control group is left")
                    .isTrue();
        });
    }
}
