package orion.node.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import orion.node.guard.Leftovers;
import orion.node.guard.RunClaim;

/// What load scripts do beside starting processes, here a folder in the place of a mount: only the unload script can
/// take it back, and without its success nothing is proved.
final class ScriptTraceTest {
    private static final String HOSTS = "orion.node.part.Workplace#hosts";

    private final Path folder;
    private final Path mounted;
    private final Workplace place;

    ScriptTraceTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.mounted = folder.resolve("mounted");
        this.place = new Workplace(folder);
    }

    private String load(String... more) throws IOException {
        return place.script("load", "mkdir " + mounted, String.join("\n", more));
    }

    private String unload() throws IOException {
        return place.script(
                "unload",
                "echo $ORION_RESOURCE on $ORION_NODE >> " + folder + "/unloaded",
                "[ -e " + folder + "/busy ] && exit 32",
                "rmdir " + mounted);
    }

    @ParameterizedTest
    @MethodSource(HOSTS)
    void killRunsTheUnloadScript(HostAccess host) throws Exception {
        ResourceRunner runner = place.runner(host, place.scripts(load("sleep 1000 &"), unload()));
        assertThat(runner.load().ok()).isTrue();
        assertThat(mounted).exists();

        assertThat(runner.kill()).isTrue();

        assertThat(mounted).doesNotExist();
        assertThat(place.read("unloaded")).isEqualTo("web on node1");
        assertThat(place.marked()).isEmpty();
        assertThat(place.recordFiles()).isEmpty();
    }

    @Test
    void aLoadKilledHalfwayIsTakenBack() throws Exception {
        ResourceRunner runner = place.runner(Workplace.WITHOUT_GROUPS, place.scripts(load("sleep 1000"), unload()));
        CompletableFuture<ResourceOutcome> loading = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                loading.complete(runner.load());
            } catch (InterruptedException stop) {
                loading.completeExceptionally(stop);
            }
        });
        assertThat(Workplace.within(Duration.ofMinutes(2), () -> Files.exists(mounted)))
                .isTrue();

        assertThat(runner.kill()).isTrue();

        assertThat(mounted).doesNotExist();
        assertThat(loading.get(120, TimeUnit.SECONDS).ok()).isFalse();
        assertThat(place.read("unloaded").lines()).hasSize(1);
        assertThat(place.recordFiles()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource(HOSTS)
    void aFailedLoadIsTakenBackByTheUnloadScript(HostAccess host) throws Exception {
        ResourceOutcome outcome =
                place.runner(host, place.scripts(load("exit 7"), unload())).load();

        assertThat(outcome.ok()).isFalse();
        assertThat(outcome.stopped()).isTrue();
        assertThat(mounted).doesNotExist();
        assertThat(place.recordFiles()).isEmpty();
    }

    @Test
    void anUnloadScriptThatFailsLeavesNothingProvedAndStaysOnRecordForTheGuard() throws Exception {
        Path busy = Files.createFile(folder.resolve("busy"));
        ResourceRunner runner = place.runner(Workplace.WITHOUT_GROUPS, place.scripts(load(), unload()));
        assertThat(runner.load().ok()).isTrue();

        assertThat(runner.kill()).isFalse();
        assertThat(place.recordFiles()).hasSize(1);

        Leftovers first = cleanUp();
        assertThat(first.everythingStopped()).isFalse();
        assertThat(first.lines()).containsExactly("failed unload script " + folder + "/unload: ended with exit 32");
        assertThat(place.recordFiles()).hasSize(1);

        Files.delete(busy);
        assertThat(cleanUp().everythingStopped()).isTrue();
        assertThat(cleanUp().lines()).as("nothing was left").isEmpty();
        assertThat(mounted).doesNotExist();
        assertThat(place.recordFiles()).isEmpty();
    }

    @Test
    void nothingOfAnUnloadScriptRunByTheGuardSurvivesIt() throws Exception {
        String unload = place.script(
                "unload", "setsid sleep 1000 & echo $! > " + folder + "/pid", "kill -TERM $$", "sleep 1000");
        assertThat(place.runner(Workplace.WITHOUT_GROUPS, place.scripts(load(), unload))
                        .load()
                        .ok())
                .isTrue();

        Leftovers leftovers = cleanUp();

        assertThat(leftovers.everythingStopped()).isFalse();
        assertThat(leftovers.lines()).contains("failed unload script " + unload + ": ended with exit 143");
        assertThat(Workplace.lives(Long.parseLong(place.read("pid")))).isFalse();
    }

    private Leftovers cleanUp() throws IOException, InterruptedException {
        try (RunClaim claim = RunClaim.take(place.run)) {
            return Leftovers.stop(claim, Workplace.guardScript());
        }
    }

    @Test
    void anUnloadScriptIsNotRunWhereNothingWasLoaded() throws Exception {
        ResourceRunner runner = place.runner(Workplace.WITHOUT_GROUPS, place.scripts(load(), unload()));

        assertThat(runner.unload().ok()).isTrue();
        assertThat(runner.kill()).isTrue();

        assertThat(folder.resolve("unloaded")).doesNotExist();
    }
}
