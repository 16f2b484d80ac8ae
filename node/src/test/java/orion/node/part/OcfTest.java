package orion.node.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import orion.core.configuration.PartDefinition;
import orion.node.guard.Cgroup;
import orion.node.guard.Leftovers;
import orion.node.ocf.OcfAgent;

/// Resource agents as parts: one of our own that notes what it was asked, and those of Debian as they are.
final class OcfTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    // Active while the file is there.
    private static final String LAMP = """
            echo "$1 $OCF_RESKEY_colour $OCF_RESOURCE_INSTANCE $OCF_RESKEY_CRM_meta_interval" >> FOLDER/asked
            case $1 in
            start) [ ! -e FOLDER/broken ] || { echo ocf-exit-reason:no bulb >&2; exit 5; }; touch FOLDER/lit; sleep 1000 & ;;
            stop) rm -f FOLDER/lit ;;
            monitor) [ -e FOLDER/lit ] || exit 7 ;;
            validate-all) [ "$OCF_RESKEY_colour" != pink ] || exit 6 ;;
            *) exit 3 ;;
            esac
            """;
    // Knows three actions only, as an agent may.
    private static final String PLAIN = """
            case $1 in
            start) touch FOLDER/lit ;;
            stop) rm -f FOLDER/lit ;;
            monitor) [ -e FOLDER/lit ] || exit 7 ;;
            *) exit 3 ;;
            esac
            """;

    private final Path folder;
    private final Path lit;
    private final Workplace place;

    OcfTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.lit = folder.resolve("lit");
        this.place = new Workplace(folder);
        Path provider = Files.createDirectories(folder.resolve("ocf/resource.d/test"));
        for (Map.Entry<String, String> agent :
                Map.of("Lamp", LAMP, "Plain", PLAIN).entrySet()) {
            Path program = Files.writeString(
                    provider.resolve(agent.getKey()),
                    "#!/bin/sh\n" + agent.getValue().replace("FOLDER", folder.toString()));
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /// The ways of keeping processes together, with the agents of this test.
    static Stream<Boolean> grouped() {
        return Workplace.hosts().map(host -> !host.equals(Workplace.WITHOUT_GROUPS));
    }

    private HostAccess host(boolean grouped) {
        return new HostAccess(
                List.of(),
                grouped ? Cgroup::create : name -> Optional.empty(),
                true,
                folder.resolve("absent"),
                folder.resolve("ocf"));
    }

    private ResourceRunner runner(boolean grouped, String type, String colour) {
        return place.runner(host(grouped), new PartDefinition.Ocf("test", type, Map.of("colour", colour)));
    }

    private List<String> asked() throws IOException {
        return Files.readAllLines(folder.resolve("asked"));
    }

    @ParameterizedTest
    @MethodSource("grouped")
    void anAgentIsStartedLookedAfterAndStopped(boolean grouped) throws Exception {
        ResourceRunner runner = runner(grouped, "Lamp", "bright red");

        assertThat(runner.load().reason()).isEqualTo("resource web is loaded");
        assertThat(lit).exists();
        assertThat(place.marked()).isNotEmpty();
        assertThat(runner.check(LIMIT).ok()).isTrue();
        assertThat(runner.unload().stopped()).isTrue();

        assertThat(lit).doesNotExist();
        assertThat(place.marked()).isEmpty();
        assertThat(place.recordFiles()).isEmpty();
        assertThat(asked())
                .containsExactly(
                        "monitor bright red web-part1 0",
                        "validate-all bright red web-part1 0",
                        "start bright red web-part1 0",
                        "monitor bright red web-part1 10000",
                        "stop bright red web-part1 0");
    }

    @Test
    void whatSomebodyElseStartedIsNeitherTakenOverNorStopped() throws Exception {
        Files.createFile(lit);

        ResourceOutcome outcome = runner(false, "Lamp", "red").load();

        assertThat(outcome.ok()).isFalse();
        assertThat(outcome.reason())
                .contains("monitor of agent ocf:test:Lamp finds it active already", "stop it there");
        assertThat(outcome.stopped()).isTrue();
        assertThat(lit).exists();
        assertThat(place.recordFiles()).isEmpty();
    }

    @Test
    void whatIsToldWronglyIsNotStarted() throws Exception {
        ResourceOutcome outcome = runner(false, "Lamp", "pink").load();

        assertThat(outcome.reason())
                .contains("validate-all of agent ocf:test:Lamp finds its parameters wrong (exit 6)");
        assertThat(asked()).noneMatch(line -> line.startsWith("start"));
    }

    @Test
    void anAgentNeedNotKnowHowToLookAtItsParameters() throws Exception {
        ResourceRunner runner = runner(false, "Plain", "red");

        assertThat(runner.load().ok()).isTrue();
        assertThat(runner.unload().stopped()).isTrue();
    }

    @Test
    void theReasonThatAnAgentGivesIsTold() throws Exception {
        Files.createFile(folder.resolve("broken"));

        ResourceOutcome outcome = runner(false, "Lamp", "red").load();

        assertThat(outcome.reason())
                .endsWith("start of agent ocf:test:Lamp misses a program on this host; install what it needs (exit 5),"
                        + " saying: no bulb");
        assertThat(asked()).last().asString().startsWith("stop");
        assertThat(place.recordFiles()).isEmpty();
    }

    @Test
    void whatStoppedByItselfIsNoticed() throws Exception {
        ResourceRunner runner = runner(false, "Lamp", "red");
        assertThat(runner.load().ok()).isTrue();
        Files.delete(lit);

        assertThat(runner.check(LIMIT).reason())
                .endsWith("monitor of agent ocf:test:Lamp finds it not running (exit 7)");
        assertThat(runner.kill()).isTrue();
    }

    @Test
    void anAgentThatIsNotHereIsNamedWithItsPackage() throws Exception {
        ResourceOutcome outcome = place.runner(host(false), new PartDefinition.Ocf("heartbeat", "Missing", Map.of()))
                .load();

        assertThat(outcome.reason())
                .contains("start of agent ocf:heartbeat:Missing does not exist on this host; install the package")
                .endsWith("ocf/resource.d/heartbeat/Missing, resource-agents on Debian");
    }

    @Test
    void theGuardOfADeadDaemonStopsAnAgentWithWhatItWasTold() throws Exception {
        String colour = "it's \"red\" $HOME";
        assertThat(runner(false, "Lamp", colour).load().ok()).isTrue();
        assertThat(place.recordFiles())
                .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));

        assertThat(DeadDaemon.guard(folder, place.run, Workplace.guardScript(), "-"))
                .isZero();

        assertThat(asked()).last().isEqualTo("stop " + colour + " web-part1 ");
        assertThat(lit).doesNotExist();
        assertThat(Leftovers.readReport(place.run)).last().isEqualTo("everything stopped");
        assertThat(place.marked()).isEmpty();
    }

    @Test
    @Tag("root")
    void agentsOfDebianRunAsTheyAre() throws Exception {
        PartDefinition address = new PartDefinition.Ocf(
                "heartbeat", "IPaddr2", Map.of("ip", "127.77.0.9", "cidr_netmask", "32", "nic", "lo"));
        PartDefinition dummy = new PartDefinition.Ocf("heartbeat", "Dummy", Map.of());
        PartDefinition program = new PartDefinition.Ocf(
                "heartbeat", "anything", Map.of("binfile", "/bin/sleep", "cmdline_options", "1000"));
        ResourceRunner runner = place.runner(HostAccess.usual(), address, dummy, program);
        try {
            ResourceOutcome loaded = runner.load();
            assertThat(loaded.ok()).as(loaded.reason() + loaded.outputTail()).isTrue();
            assertThat(runner.check(LIMIT).ok()).isTrue();
            assertThat(addresses()).contains("127.77.0.9/32");

            remove("127.77.0.9/32");
            assertThat(runner.check(LIMIT).reason())
                    .contains("monitor of agent ocf:heartbeat:IPaddr2 finds it not running");

            assertThat(runner.unload().stopped()).isTrue();
            assertThat(place.marked()).isEmpty();
        } finally {
            runner.kill();
        }
        assertThat(addresses()).doesNotContain("127.77.0.9");
    }

    private static String addresses() throws IOException, InterruptedException {
        Process ip = new ProcessBuilder("ip", "-o", "address", "show", "dev", "lo").start();
        String listed = new String(ip.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(ip.waitFor()).isZero();
        return listed;
    }

    private static void remove(String cidr) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("ip", "address", "del", cidr, "dev", "lo")
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    @Tag("root")
    void everyAgentOfDebianDescribesItself() throws Exception {
        for (String name :
                List.of("IPaddr2", "Filesystem", "nginx", "apache", "pgsql", "Dummy", "anything", "exportfs")) {
            var description = new OcfAgent(OcfAgent.USUAL_ROOT, "heartbeat", name).description();
            assertThat(description.summary()).as(name).isNotBlank();
            assertThat(description.parameters()).as(name).isNotEmpty();
        }
    }
}
