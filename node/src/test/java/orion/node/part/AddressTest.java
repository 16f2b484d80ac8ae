package orion.node.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.core.configuration.PartDefinition;
import orion.node.guard.Cgroup;

/// Two network namespaces with a cable between them: "ours", where the address is put, and "theirs", the network.
@Tag("root")
final class AddressTest {
    private static final String OURS = "orion-ours-" + ProcessHandle.current().pid();
    private static final String THEIRS =
            "orion-theirs-" + ProcessHandle.current().pid();

    private final Workplace place;
    private final HostAccess host =
            new HostAccess(List.of("ip", "netns", "exec", OURS), Cgroup::create, true, Path.of("/run/systemd/system"));

    AddressTest(@TempDir Path folder) throws IOException {
        this.place = new Workplace(folder);
    }

    @BeforeEach
    void plug() throws Exception {
        Host.run("ip", "netns", "add", OURS);
        Host.run("ip", "netns", "add", THEIRS);
        Host.run("ip", "link", "add", "card0", "netns", OURS, "type", "veth", "peer", "name", "card0", "netns", THEIRS);
        Host.run("ip", "-n", OURS, "addr", "add", "10.99.0.1/24", "dev", "card0");
        Host.run("ip", "-n", THEIRS, "addr", "add", "10.99.0.2/24", "dev", "card0");
        Host.run("ip", "-n", OURS, "addr", "add", "fd99::1/64", "dev", "card0", "nodad");
        Host.run("ip", "-n", THEIRS, "addr", "add", "fd99::2/64", "dev", "card0", "nodad");
        Host.run("ip", "-n", OURS, "link", "set", "card0", "up");
        Host.run("ip", "-n", THEIRS, "link", "set", "card0", "up");
        assertThat(Workplace.within(
                        Duration.ofSeconds(5), () -> ours().contains("fe80") && !ours().contains("tentative")))
                .isTrue();
    }

    @AfterEach
    void unplug() throws Exception {
        Host.run("ip", "netns", "del", OURS);
        Host.run("ip", "netns", "del", THEIRS);
    }

    private static String ours() {
        try {
            return Host.run("ip", "-n", OURS, "-o", "addr", "show", "dev", "card0");
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    private static PartDefinition address(String cidr) {
        return new PartDefinition.Address(cidr, Optional.empty());
    }

    @Test
    void anAddressIsPutOnTheCardOfItsNetworkAndTakenOffAgain() throws Exception {
        ResourceRunner runner = place.runner(host, address("10.99.0.50/24"), address("fd99::50/64"));

        ResourceOutcome loaded = runner.load();

        assertThat(loaded.ok()).as(loaded.reason()).isTrue();
        assertThat(ours()).contains("10.99.0.50/24").contains("fd99::50/64");
        assertThat(runner.check(Duration.ofSeconds(5)).ok()).isTrue();
        Host.run("ip", "netns", "exec", THEIRS, "arping", "-q", "-f", "-c", "2", "-I", "card0", "10.99.0.50");
        ResourceOutcome unloaded = runner.unload();
        assertThat(unloaded.stopped()).as(unloaded.reason()).isTrue();
        assertThat(ours()).doesNotContain("10.99.0.50").doesNotContain("fd99::50");
        assertThat(place.recordFiles()).isEmpty();
    }

    @Test
    void theSearchForDuplicatesIsCheapEnoughToBeAlwaysOn() throws Exception {
        List<Duration> durations = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ResourceRunner runner = place.runner(host, address("10.99.0.50/24"));
            durations.add(runner.load().duration());
            assertThat(runner.kill()).isTrue();
        }
        durations.sort(null);

        // Asking takes 0.25 s of it; the rest is starting tools on a machine that may be busy.
        assertThat(durations.get(2)).isLessThan(Duration.ofMillis(800));
    }

    @Test
    void anAddressInUseIsRefusedAtOnceAndTheStationNamed() throws Exception {
        String station = Host.run("ip", "netns", "exec", THEIRS, "cat", "/sys/class/net/card0/address");
        for (String taken : List.of("10.99.0.2/24", "fd99::2/64")) {
            ResourceOutcome outcome = place.runner(host, address(taken)).load();

            assertThat(outcome.reason())
                    .contains("is already in use on the network of card card0: the station " + station + " answers");
            assertThat(outcome.stopped()).isTrue();
            assertThat(ours()).doesNotContain(taken);
        }
        assertThat(place.recordFiles()).isEmpty();
    }

    @Test
    void aRememberedButDeadStationIsNoDuplicate() throws Exception {
        Host.run(
                "ip",
                "-n",
                OURS,
                "neigh",
                "replace",
                "10.99.0.50",
                "lladdr",
                "02:00:00:00:00:99",
                "dev",
                "card0",
                "nud",
                "stale");

        ResourceRunner runner = place.runner(host, address("10.99.0.50/24"));

        assertThat(runner.load().ok()).isTrue();
        assertThat(runner.kill()).isTrue();
        assertThat(ours()).doesNotContain("10.99.0.50");
    }

    @Test
    void neighboursThatRememberTheDeadNodeAreToldTheNewStation() throws Exception {
        String station = Host.run("ip", "netns", "exec", OURS, "cat", "/sys/class/net/card0/address");
        for (String address : List.of("10.99.0.50", "fd99::50")) {
            Host.run(
                    "ip",
                    "-n",
                    THEIRS,
                    "neigh",
                    "replace",
                    address,
                    "lladdr",
                    "02:00:00:00:00:99",
                    "dev",
                    "card0",
                    "nud",
                    "stale");
        }
        ResourceRunner runner = place.runner(host, address("10.99.0.50/24"), address("fd99::50/64"));
        assertThat(runner.load().ok()).isTrue();

        assertThat(Workplace.within(
                        Duration.ofSeconds(2),
                        () -> theirNeighbours()
                                .lines()
                                .filter(line -> line.contains(".50 ") || line.contains("::50 "))
                                .allMatch(line -> line.contains(station))))
                .as(theirNeighbours())
                .isTrue();
        assertThat(runner.kill()).isTrue();
    }

    @Test
    void neighboursOfAnIpv6AddressAreToldMoreThanOnce() throws Exception {
        String station = Host.run("ip", "netns", "exec", OURS, "cat", "/sys/class/net/card0/address");
        Process holder = new ProcessBuilder(
                        "ip",
                        "netns",
                        "exec",
                        OURS,
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AddressHolder.class.getName(),
                        place.folder.toString(),
                        "fd99::50/64")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = holder.inputReader();
                Writer input = holder.outputWriter()) {
            assertThat(output.readLine()).isEqualTo("resource web is loaded");
            // The kernel has told them once; for these the dead node's station has come up again since.
            for (int times = 0; times < 2; times++) {
                Host.run(
                        "ip",
                        "-n",
                        THEIRS,
                        "neigh",
                        "replace",
                        "fd99::50",
                        "lladdr",
                        "02:00:00:00:00:99",
                        "dev",
                        "card0",
                        "nud",
                        "stale");
                assertThat(Workplace.within(
                                Duration.ofSeconds(20),
                                () -> theirNeighbours().contains("fd99::50 dev card0 lladdr " + station)))
                        .as(theirNeighbours())
                        .isTrue();
            }
            input.write("end\n");
            input.flush();
            assertThat(output.readLine()).isEqualTo("stopped: true");
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    @Test
    void neighboursAreToldAgainWhenTheViewHasChanged() throws Exception {
        String station = Host.run("ip", "netns", "exec", OURS, "cat", "/sys/class/net/card0/address");
        ResourceRunner runner = place.runner(host, address("10.99.0.50/24"));
        assertThat(runner.load().ok()).isTrue();
        // The announcements of the load are over when they have left no process.
        assertThat(Workplace.within(Duration.ofSeconds(10), () -> place.marked().isEmpty()))
                .isTrue();
        Host.run(
                "ip",
                "-n",
                THEIRS,
                "neigh",
                "replace",
                "10.99.0.50",
                "lladdr",
                "02:00:00:00:00:99",
                "dev",
                "card0",
                "nud",
                "stale");

        runner.announce();

        assertThat(Workplace.within(
                        Duration.ofSeconds(2),
                        () -> theirNeighbours().contains("10.99.0.50 dev card0 lladdr " + station)))
                .as(theirNeighbours())
                .isTrue();
        assertThat(runner.unload().stopped()).isTrue();
    }

    private static String theirNeighbours() {
        try {
            return Host.run("ip", "-n", THEIRS, "neigh", "show");
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    @Test
    void anAddressOfANetworkWithoutCardIsRefused() throws Exception {
        assertThat(place.runner(host, address("192.0.2.5/24")).load().reason())
                .contains("no network card of this host is in the network of 192.0.2.5/24");
    }

    @Test
    void anAddressThatTheHostAlreadyHasIsRefused() throws Exception {
        assertThat(place.runner(host, address("10.99.0.1/24")).load().reason())
                .contains("address 10.99.0.1 is already on card card0 of this host");
        assertThat(ours()).contains("10.99.0.1/24");
    }

    @Test
    void theGuardTakesTheAddressOffAfterTheDaemonsDeath() throws Exception {
        ResourceRunner runner = place.runner(host, address("10.99.0.50/24"), address("fd99::50/64"));
        assertThat(runner.load().ok()).isTrue();

        Host.run(
                "ip",
                "netns",
                "exec",
                OURS,
                Workplace.guardScript().toString(),
                "now",
                place.run.root().toString());

        assertThat(ours())
                .doesNotContain("10.99.0.50")
                .doesNotContain("fd99::50")
                .contains("10.99.0.1/24");
        assertThat(place.recordFiles()).isEmpty();
    }

    @Test
    void otherAddressesOfTheNetworkSurviveTheRemovalOfTheFirst() throws Exception {
        Host.run("ip", "-n", OURS, "addr", "del", "10.99.0.1/24", "dev", "card0");
        PartDefinition first = new PartDefinition.Address("10.99.0.50/24", Optional.of("card0"));
        PartDefinition second = new PartDefinition.Address("10.99.0.51/24", Optional.of("card0"));
        ResourceRunner one = place.runner(host, first);
        ResourceRunner two = place.runner(host, second);
        assertThat(one.load().ok()).isTrue();
        assertThat(two.load().ok()).isTrue();

        assertThat(one.unload().stopped()).isTrue();

        assertThat(ours()).contains("10.99.0.51/24").doesNotContain("10.99.0.50/24");
        assertThat(two.unload().stopped()).isTrue();
    }
}
