package orion.node.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import orion.core.configuration.PartDefinition;

/// Scripts as parts, the order of parts, and the stop of everything at once, with real processes.
final class ScriptTest {
    private static final String HOSTS = "orion.node.part.Workplace#hosts";
    // Goes to the background as daemons do: two forks and a session of its own.
    private static final String DAEMON = "setsid sh -c 'sh -c \"sleep 1000; :\" &' &";

    private final Path folder;
    private final Workplace place;
    private final String nothing;

    ScriptTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.place = new Workplace(folder);
        this.nothing = place.script("nothing", "exit 0");
    }

    @ParameterizedTest
    @MethodSource(HOSTS)
    void aDaemonOfTheLoadScriptStaysUntilTheUnload(HostAccess host) throws Exception {
        String load = place.script("load", DAEMON, "sleep 0.1", "echo $ORION_RESOURCE on $ORION_NODE");
        ResourceRunner runner = place.runner(host, place.scripts(load, nothing));

        assertThat(runner.load().ok()).isTrue();
        assertThat(place.marked()).isNotEmpty();
        assertThat(Files.readString(place.run.logs().resolve("web/part1.load.out")))
                .isEqualTo("web on node1\n");

        assertThat(runner.unload().stopped()).isTrue();
        assertThat(place.marked()).isEmpty();
        assertThat(place.recordFiles()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource(HOSTS)
    void nothingSurvivesAScriptThatFailed(HostAccess host) throws Exception {
        String load = place.script("load", DAEMON, "sleep 0.1", "echo cannot go on", "exit 7");

        ResourceOutcome outcome =
                place.runner(host, place.scripts(load, nothing)).load();

        assertThat(outcome.reason()).endsWith("load script " + load + " failed with exit 7");
        assertThat(outcome.outputTail()).isEqualTo("cannot go on");
        assertThat(outcome.stopped()).isTrue();
        assertThat(place.marked()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource(HOSTS)
    void nothingSurvivesAScriptThatTookTooLong(HostAccess host) throws Exception {
        String load = place.script("load", DAEMON, "echo waiting for the disk", "sleep 1000");

        ResourceOutcome outcome =
                place.runner(host, 10, place.scripts(load, nothing)).load();

        assertThat(outcome.reason()).endsWith("load script " + load + " timed out after 10 s");
        assertThat(outcome.outputTail())
                .startsWith("waiting for the disk\nprocess ")
                .contains("(sleep) is in state S")
                // A kernel may be told to count no waiting.
                .contains(Pressure.ofHost().isPresent() ? "\nwaiting on this host, of the last 10 s and " : "");
        boolean mayKnowStacks = Files.isReadable(Path.of("/proc/self/stack"));
        assertThat(outcome.outputTail()).containsPattern(mayKnowStacks ? "\\(sleep\\)[^\n]* \\(\\w+ < \\w+" : "");
        assertThat(outcome.stopped()).isTrue();
        assertThat(place.marked()).isEmpty();
        assertThat(place.recordFiles()).isEmpty();
    }

    @Test
    void onlyTheLastFourKibibytesOfTheOutputAreReported() throws Exception {
        String load = place.script("load", "i=0", "while [ $i -lt 3000 ]; do echo line $i; i=$((i+1)); done", "exit 1");

        ResourceOutcome outcome = place.runner(Workplace.WITHOUT_GROUPS, place.scripts(load, nothing))
                .load();

        assertThat(outcome.outputTail()).endsWith("line 2999").hasSizeLessThanOrEqualTo(4096);
    }

    @Test
    void theLogStaysBoundedFromRunToRun() throws Exception {
        String load = place.script("load", "head -c 1500000 /dev/zero | tr '\\0' x", "exit 1");
        ResourceRunner runner = place.runner(Workplace.WITHOUT_GROUPS, place.scripts(load, nothing));

        for (int i = 0; i < 4; i++) {
            assertThat(runner.load().ok()).isFalse();
        }

        assertThat(Files.size(place.run.logs().resolve("web/part1.load.out"))).isLessThan(2_100_000);
    }

    @Test
    void aMissingOrUnexecutableScriptIsNamedTogetherWithTheCure() throws Exception {
        String plain = Files.writeString(folder.resolve("plain"), "#!/bin/sh\n").toString();

        assertThat(place.runner(Workplace.WITHOUT_GROUPS, place.scripts(plain, nothing))
                        .load()
                        .reason())
                .endsWith("load script " + plain + " is not executable; run: chmod +x " + plain);
        assertThat(place.runner(Workplace.WITHOUT_GROUPS, place.scripts("/no/such/script", nothing))
                        .load()
                        .reason())
                .contains("load script /no/such/script does not exist on this host");
    }

    @ParameterizedTest
    @MethodSource(HOSTS)
    void aMonitorScriptThatFailsDoesNotEndWhatItWatches(HostAccess host) throws Exception {
        String load = place.script("load", DAEMON, "sleep 0.1");
        String monitor = place.script("monitor", "[ -e " + folder + "/sick ] && echo sick && exit 1; exit 0");
        ResourceRunner runner = place.runner(host, new PartDefinition.Script(load, nothing, Optional.of(monitor)));
        assertThat(runner.load().ok()).isTrue();
        assertThat(runner.check(Duration.ofMinutes(1)).ok()).isTrue();

        Files.createFile(folder.resolve("sick"));
        ResourceOutcome outcome = runner.check(Duration.ofMinutes(1));

        assertThat(outcome.reason()).contains("monitor script").endsWith("failed with exit 1");
        assertThat(outcome.outputTail()).isEqualTo("sick");
        assertThat(place.marked()).isNotEmpty();
        assertThat(runner.kill()).isTrue();
        assertThat(place.marked()).isEmpty();
    }

    @Test
    void partsLoadInOrderAndAFailureTakesThemBackInReverse() throws Exception {
        ResourceOutcome outcome = place.runner(
                        Workplace.WITHOUT_GROUPS, noting("a", 0), noting("b", 0), noting("c", 5), noting("d", 0))
                .load();

        assertThat(place.read("order").lines())
                .containsExactly("load a", "load b", "load c", "unload c", "unload b", "unload a");
        assertThat(outcome.failedPart())
                .hasValueSatisfying(label -> assertThat(label).endsWith("load-c"));
        assertThat(outcome.stopped()).isTrue();
    }

    @Test
    void aFailedUnloadIsReportedAndTheOtherPartsAreStillTakenDown() throws Exception {
        String load = place.script("load", "exit 0");
        String unload = place.script("unload", "exit 9");
        ResourceRunner runner =
                place.runner(Workplace.WITHOUT_GROUPS, noting("a", 0), place.scripts(load, unload), noting("z", 0));
        assertThat(runner.load().ok()).isTrue();

        ResourceOutcome outcome = runner.unload();

        assertThat(outcome.ok()).isFalse();
        assertThat(outcome.reason()).endsWith("unload script " + unload + " failed with exit 9");
        assertThat(outcome.stopped()).isFalse();
        assertThat(place.read("order").lines()).containsExactly("load a", "load z", "unload z", "unload a");
    }

    private PartDefinition noting(String name, int loadExit) throws IOException {
        String order = folder.resolve("order").toString();
        return place.scripts(
                place.script("load-" + name, "echo load " + name + " >> " + order, "exit " + loadExit),
                place.script("unload-" + name, "echo unload " + name + " >> " + order));
    }

    @ParameterizedTest
    @MethodSource(HOSTS)
    void killEndsALoadUnderWayWithEverythingItForks(HostAccess host) throws Exception {
        String load = place.script(
                "load",
                "while :; do",
                "  for i in 1 2 3 4 5; do " + DAEMON + " done",
                "  touch " + folder + "/begun",
                "  sleep 0.05",
                "done");
        ResourceRunner runner = place.runner(host, Workplace.shell("sleep 1000"), place.scripts(load, nothing));
        CompletableFuture<ResourceOutcome> loading = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                loading.complete(runner.load());
            } catch (InterruptedException stop) {
                loading.completeExceptionally(stop);
            }
        });
        assertThat(Workplace.within(Duration.ofSeconds(60), () -> Files.exists(folder.resolve("begun"))))
                .isTrue();

        assertThat(runner.kill()).isTrue();

        assertThat(place.marked()).isEmpty();
        assertThat(loading.get().ok()).isFalse();
        assertThat(place.marked()).isEmpty();
        assertThat(place.recordFiles()).isEmpty();
        assertThat(place.ended).isEmpty();
        assertThat(runner.load().reason()).contains("is being stopped at once");
    }

    @Test
    @Tag("root")
    void aControlGroupHoldsEvenWhatShedsItsMarkAndItsSession() throws Exception {
        String load = place.script(
                "load",
                "for i in 1 2 3 4 5 6 7 8; do",
                "  env -i setsid sh -c 'sleep 1000 & echo $! >> '" + folder + "/pids &",
                "done",
                "wait");
        ResourceRunner runner = place.runner(HostAccess.usual(), place.scripts(load, nothing));
        assertThat(runner.load().ok()).isTrue();
        List<Long> pids = place.read("pids").lines().map(Long::valueOf).toList();
        assertThat(pids).hasSize(8).allMatch(Workplace::lives);

        assertThat(runner.kill()).isTrue();

        assertThat(pids).noneMatch(Workplace::lives);
    }

    @Test
    void aLoopbackAddressNeedsNoRightsAndStays() throws Exception {
        ResourceRunner runner =
                place.runner(Workplace.WITHOUT_GROUPS, new PartDefinition.Address("127.0.0.9/8", Optional.empty()));

        assertThat(runner.load().ok()).isTrue();
        assertThat(runner.check(Duration.ofMinutes(1)).ok()).isTrue();
        runner.announce();
        assertThat(place.recordFiles()).isEmpty();
        assertThat(runner.unload().stopped()).isTrue();
    }
}
