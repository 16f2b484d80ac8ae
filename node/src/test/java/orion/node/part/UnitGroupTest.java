package orion.node.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.core.configuration.PartDefinition;
import orion.node.guard.Cgroup;
import orion.node.ocf.OcfAgent;

/// A unit with `KillMode=process`: systemd, played by a script, says that it has stopped while a child of it lives on
/// in its control group, which is a real one.
@Tag("root")
final class UnitGroupTest {
    private final Path folder;
    private final Workplace place;
    private final Cgroup group;
    private final Process child;
    private String systemctl = "";

    UnitGroupTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.place = new Workplace(folder);
        this.group = Cgroup.create(place.run.uniqueName() + "/unit").orElseThrow();
        this.child = new ProcessBuilder("sleep", "1000").start();
        group.add(child.pid());
    }

    @BeforeEach
    void playSystemd() throws IOException {
        Files.writeString(folder.resolve("state"), "inactive");
        systemctl = place.script(
                "systemctl",
                // The word itself comes first where the script stands in for all tools.
                "[ \"$1\" = systemctl ] && shift",
                "case $1 in",
                "start) echo active > " + folder + "/state ;;",
                "stop) echo inactive > " + folder + "/state ;;",
                "is-active) cat " + folder + "/state ;;",
                "is-enabled) echo disabled ;;",
                "show) echo /"
                        + group.path()
                                .subpath(
                                        group.path().getNameCount() - 3,
                                        group.path().getNameCount()) + " ;;",
                "esac");
    }

    @AfterEach
    void free() throws Exception {
        child.destroyForcibly().waitFor();
        group.remove();
    }

    private ResourceRunner loaded() throws InterruptedException {
        HostAccess host =
                new HostAccess(List.of(systemctl), name -> Optional.empty(), true, folder, OcfAgent.USUAL_ROOT);
        ResourceRunner runner = place.runner(host, new PartDefinition.Unit("nginx.service"));
        assertThat(runner.load().ok()).isTrue();
        return runner;
    }

    @Test
    void whatAStoppedUnitLeftIsEndedBeforeItCountsAsStopped() throws Exception {
        assertThat(loaded().unload().stopped()).isTrue();

        assertThat(group.isPopulated()).isFalse();
        assertThat(place.recordFiles()).isEmpty();
    }

    @Test
    void whatAKilledUnitLeftIsEndedBeforeItCountsAsStopped() throws Exception {
        assertThat(loaded().kill()).isTrue();

        assertThat(group.isPopulated()).isFalse();
        assertThat(place.recordFiles()).isEmpty();
    }

    @Test
    void theGuardEndsWhatAStoppedUnitLeft() throws Exception {
        place.records.holdUnit("web", "nginx.service");
        String script = Files.readString(Workplace.guardScript());
        assertThat(script).contains("\nPATH=");
        Path guard = Path.of(place.script("guard", script.replaceFirst("\nPATH=", "\nPATH=" + folder + ":")));

        assertThat(DeadDaemon.guard(folder, place.run, guard, "-")).isZero();

        assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(group.isPopulated()).isFalse();
        assertThat(place.run.guardReport()).content().startsWith("stopped unit nginx.service");
    }
}
