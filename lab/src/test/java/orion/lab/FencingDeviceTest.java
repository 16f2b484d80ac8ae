package orion.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Hosts whose power others can have cut. The agent of this test asks for it in a file that all hosts see; the test is
/// the device: it cuts the power and says so in another file.
@OnHosts
final class FencingDeviceTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String AGENT = """
            #!/bin/bash
            while IFS= read -r line; do
                case $line in
                    action=*) action=${line#*=} ;;
                    nodename=*) victim=${line#*=} ;;
                    mode=*) mode=${line#*=} ;;
                esac
            done
            [ "$action" = off ] || exit 0
            case $mode in
                fail) echo "no route to the device"; exit 1 ;;
                hang) sleep 600 ;;
            esac
            touch "/run/lab/shared/cut.$victim"
            until [ -e "/run/lab/shared/is-off.$victim" ]; do sleep 0.05; done
            """;

    /// Gives node2 and node3 devices for node1 with the agent of this test.
    private static void install(Stage stage, String devices, String levels) throws IOException {
        Path agent = stage.lab().shared("fence_lab");
        Files.writeString(agent, AGENT);
        agent.toFile().setExecutable(true);
        define(stage, devices, levels);
    }

    /// Gives node2 and node3 devices for node1, and starts their daemons anew.
    private static void define(Stage stage, String devices, String levels) throws IOException {
        Path file = stage.lab().shared("fencing.yaml");
        Files.writeString(file, "devices:\n" + devices + "nodes: {node1: {after: 3s, levels: " + levels + "}}\n");
        for (Host host : List.of(stage.node(2), stage.node(3))) {
            host.run("install", "-m", "600", "/run/lab/shared/fencing.yaml", Cluster.STATE + "/fencing.yaml");
            host.signal(Cluster.DAEMON, "TERM");
            Moments.await("the daemon of " + host.name() + " has ended", LIMIT, () -> !host.lives(Cluster.DAEMON));
            stage.cluster().repair();
        }
    }

    private static String device(String name, String mode) {
        return "  %s: {agent: /run/lab/shared/fence_lab, timeout: 60, options: {mode: %s, password: s3cret}}\n"
                .formatted(name, mode);
    }

    @Test
    void aFrozenHostLosesItsPowerByTheSecondLevelAndNobodyWaitsForTheTolerance() throws IOException {
        try (Stage stage = new Stage("fencing-device", Profile.PATIENT, false)) {
            install(stage, device("first", "fail") + device("second", "work"), "[[first], [second]]");
            Moments.await(
                    "the devices are found working",
                    LIMIT,
                    () -> stage.cluster().must(stage.node(3), "status").contains("first ok; second ok"));

            stage.node(1).freeze();
            Moments.await(
                    "the agent asks for the cut",
                    LIMIT,
                    () -> Files.exists(stage.lab().shared("cut.node1")));
            stage.node(1).powerCut();
            Files.createFile(stage.lab().shared("is-off.node1"));
            stage.awaitTakeOver(stage.node(1), LIMIT);

            assertThat(stage.survivorsEvents())
                    .contains("node1 is to be fenced: it has shown no sign of life for 3000 ms")
                    .contains("with first (level 1) failed", "no route to the device")
                    .contains("with second (level 2): off confirmed")
                    .doesNotContain("node1 has been silent", "s3cret");
            stage.cluster().repair();
            stage.audit();
        }
    }

    @Test
    void anAgentThatHangsDelaysNothing() throws IOException {
        try (Stage stage = new Stage("fencing-hangs", Profile.STANDARD, false)) {
            install(stage, device("only", "hang"), "[[only]]");

            stage.node(1).powerCut();
            stage.awaitTakeOver(stage.node(1), LIMIT);
            assertThat(stage.survivorsEvents())
                    .contains("node1 is to be fenced")
                    .doesNotContain("off confirmed", "timed out");

            Moments.await(
                    "the agent is given up",
                    LIMIT,
                    () -> stage.survivorsEvents().contains("node1 is not fenced any more"));
            assertThat(stage.survivorsEvents())
                    .contains("fencing node1 with only (level 1) failed", "it timed out after 60 s");
            stage.cluster().repair();
            stage.audit();
        }
    }

    @Test
    void whatADebianAgentConfirmsEndsTheWait() throws Exception {
        Path agent = Lab.REPOSITORY.resolve("lab/fence-agent");
        Process unpacks = new ProcessBuilder(agent.toString(), "unpack")
                .redirectErrorStream(true)
                .start();
        String output = new String(unpacks.getInputStream().readAllBytes(), UTF_8);
        assertThat(unpacks.waitFor()).as(output).isZero();
        try (Stage stage = new Stage("fencing-debian", Profile.PATIENT, false)) {
            Path switchedOn = stage.lab().shared("fence_dummy");
            Files.writeString(stage.lab().shared("power.node1"), "on");
            Files.writeString(switchedOn, "#!/bin/sh\nexec %s fence_dummy\n".formatted(agent));
            switchedOn.toFile().setExecutable(true);
            define(
                    stage,
                    "  dummy: {agent: /run/lab/shared/fence_dummy, timeout: 60,"
                            + " options: {type: file, status_file: /run/lab/shared/power.node1}}\n",
                    "[[dummy]]");
            Moments.await(
                    "the device is found working",
                    LIMIT,
                    () -> stage.cluster().must(stage.node(3), "status").contains("dummy ok"));

            stage.node(1).powerCut();
            stage.awaitTakeOver(stage.node(1), LIMIT);
            assertThat(Files.readString(stage.lab().shared("power.node1"))).isEqualTo("off");
            assertThat(stage.survivorsEvents())
                    .contains("with dummy (level 1): off confirmed")
                    .doesNotContain("node1 has been silent");
            stage.cluster().repair();
            stage.audit();
        }
    }
}
