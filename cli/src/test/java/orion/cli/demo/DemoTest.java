package orion.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.ControlClient;

/// The demonstration as a whole: real daemons, a real board in a file, real sites, and a real kill.
@Tag("demo")
final class DemoTest {
    private static final Duration END = Duration.ofMinutes(2);

    private @TempDir Path folder = Path.of("");

    @Test
    void sitesOutliveTheNodeThatServedThemAndNothingOutlivesTheDemonstration() throws Exception {
        try (RunningDemo demo = RunningDemo.in(folder)) {
            List<Site> sites = demo.sites();
            assertThat(demo.file().nodes())
                    .extracting(DemoFile.DemoNodeEntry::name)
                    .containsExactly("node1", "node2", "node3");
            assertThat(demo.file().nodes().getFirst().api())
                    .isEqualTo("unix:" + demo.directory().resolve("node1/orion.sock"));
            assertThat(sites).hasSize(3);
            assertThat(demo.await(END, () -> RunningDemo.served(sites, "")))
                    .as("all sites answer; %s", demo.output())
                    .isTrue();

            assertThat(ControlClient.of(demo.directory().resolve("node1"))
                            .require("lint", List.of("cluster"))
                            .check()
                            .orElseThrow()
                            .findings())
                    .isEmpty();
            secondDemonstrationIsRefused(demo.directory());
            ProcessHandle killed = demo.node("node2");
            assertThat(demo.output()).containsPattern("runs in .*, started in [0-9.]+ s\n");
            demo.type("foo");
            demo.type("restart");
            assertThat(demo.await(END, () -> demo.output().contains("restart needs the name of a node")))
                    .as(demo.output())
                    .isTrue();
            assertThat(demo.output())
                    .contains(
                            "the demonstration knows restart NODE, status and quit, not 'foo'",
                            "such as 'restart node3'");
            demo.type("restart node2");
            assertThat(demo.await(END, () -> demo.output().contains("node2 runs already, as process " + killed.pid())))
                    .as(demo.output())
                    .isTrue();
            assertThat(killed.isAlive()).as("left alone").isTrue();

            assertThat(killed.destroyForcibly()).isTrue();
            assertThat(demo.await(END, () -> RunningDemo.served(sites, "node2")))
                    .as("all sites answer from other nodes; %s", demo.output())
                    .isTrue();

            demo.type("restart node2");
            assertThat(demo.await(END, () -> demo.output().contains("node2 runs again as process")))
                    .as(demo.output())
                    .isTrue();
            assertThat(demo.node("node2").pid()).isNotEqualTo(killed.pid());

            demo.type("quit");
            assertThat(demo.process().waitFor(END.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(demo.process().exitValue()).isZero();
            assertThat(demo.processes(sites)).isEmpty();
            assertThat(sites).allSatisfy(site -> assertThat(site.visit()).isEmpty());
            assertThat(demo.directory().resolve("demo.json")).doesNotExist();
            assertThat(demo.directory().resolve("demo.sock")).doesNotExist();
            assertThat(demo.directory().resolve("node1/orion.sock")).doesNotExist();
        }
    }

    private void secondDemonstrationIsRefused(Path directory) throws Exception {
        Path output = folder.resolve("second");
        Process second = RunningDemo.start(directory, output.toFile());
        assertThat(second.waitFor(END.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(1);
        assertThat(Files.readString(output))
                .isEqualTo("orion: a demonstration runs in " + directory.toRealPath()
                        + " already; stop it or choose another directory with --dir.\n");
    }

    @Test
    void ctrlCEndsEverythingAndLeavesNothingBehind() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        try (RunningDemo demo =
                RunningDemo.anywhereIn(temporary, folder.resolve("output").toFile())) {
            List<Site> sites = demo.sites();
            ProcessHandle killed = demo.node("node2");
            assertThat(killed.destroyForcibly()).isTrue();
            Process restart = RunningDemo.command(
                    folder.resolve("restart").toFile(),
                    "demo",
                    "restart",
                    "node2",
                    "--dir",
                    demo.directory().toString());
            assertThat(restart.waitFor(END.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(restart.exitValue()).isZero();
            assertThat(demo.node("node2").pid()).isNotEqualTo(killed.pid());

            new ProcessBuilder("kill", "-INT", Long.toString(demo.process().pid()))
                    .start()
                    .waitFor();

            assertThat(demo.process().waitFor(END.toSeconds(), TimeUnit.SECONDS))
                    .as(demo.output())
                    .isTrue();
            assertThat(demo.processes(sites)).isEmpty();
            assertThat(sites).allSatisfy(site -> assertThat(site.visit()).isEmpty());
            assertThat(temporary).isEmptyDirectory();
        }
    }

    @Test
    void whenTheDemonstrationIsKilledEverythingItStartedEnds() throws Exception {
        try (RunningDemo demo = RunningDemo.in(folder)) {
            List<Site> sites = demo.sites();
            assertThat(demo.processes(sites)).hasSizeGreaterThan(6);

            demo.process().destroyForcibly().waitFor();

            assertThat(demo.await(END, () -> demo.processes(sites).isEmpty()))
                    .as("left over: %s", demo.processes(sites))
                    .isTrue();
        }
    }
}
