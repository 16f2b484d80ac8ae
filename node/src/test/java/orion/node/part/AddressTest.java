package orion.node.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import orion.core.configuration.PartDefinition;
import orion.node.guard.Cgroup;
import orion.node.ocf.OcfAgent;

/// Two network namespaces with a cable between them: "ours", where the address is put, and "theirs", the network.
@Tag("root")
final class AddressTest {
    private static final Duration GENEROUS = Duration.ofMinutes(2);
    private static final String OURS = "orion-ours-" + ProcessHandle.current().pid();
    private static final String THEIRS =
            "orion-theirs-" + ProcessHandle.current().pid();

    private final Workplace place;
    private final HostAccess host = new HostAccess(
            List.of("ip", "netns", "exec", OURS),
            Cgroup::create,
            true,
            Path.of("/run/systemd/system"),
            OcfAgent.USUAL_ROOT);

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
        assertThat(Workplace.within(GENEROUS, () -> ours().contains("fe80") && !ours().contains("tentative")))
                .isTrue();
    }

    @AfterEach
    void unplug() throws Exception {
        Host.run("ip", "netns", "del", OURS);
        Host.run("ip", "netns", "del", THEIRS);
    }

    private static String ours() {
        return look("ip", "-n", OURS, "-o", "addr", "show", "dev", "card0");
    }

    private static String look(String... command) {
        try {
            return Host.run(command);
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
        assertThat(runner.check(Duration.ofMinutes(1)).ok()).isTrue();
        Host.run("ip", "netns", "exec", THEIRS, "arping", "-q", "-f", "-c", "2", "-I", "card0", "10.99.0.50");
        ResourceOutcome unloaded = runner.unload();
        assertThat(unloaded.stopped()).as(unloaded.reason()).isTrue();
        assertThat(ours()).doesNotContain("10.99.0.50").doesNotContain("fd99::50");
        assertThat(place.recordFiles()).isEmpty();
    }

    @Test
    void theSearchForDuplicatesIsCheapEnoughToBeAlwaysOn() throws Exception {
        Path slept = place.folder.resolve("slept");
        Files.createDirectory(place.folder.resolve("bin"));
        place.script("bin/sleep", "echo $1 >> " + slept, "exec /bin/sleep $1");
        String prefix =
                place.script("prefix", "PATH=" + place.folder + "/bin:$PATH exec ip netns exec " + OURS + " \"$@\"");
        HostAccess noting =
                new HostAccess(List.of(prefix), Cgroup::create, true, host.systemdMark(), OcfAgent.USUAL_ROOT);

        ResourceRunner runner = place.runner(noting, address("10.99.0.50/24"));

        assertThat(runner.load().ok()).isTrue();
        double waited = Files.readAllLines(slept).stream()
                .mapToDouble(Double::parseDouble)
                .sum();
        // For an answer that does not come; the rest is starting tools.
        assertThat(waited).isPositive().isLessThan(0.25);
        assertThat(runner.kill()).isTrue();
    }

    @Test
    void anAddressInUseIsRefusedAtOnceAndTheStationNamed() throws Exception {
        String station = station(THEIRS);
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
        rememberDeadStation(OURS, "10.99.0.50");

        ResourceRunner runner = place.runner(host, address("10.99.0.50/24"));

        assertThat(runner.load().ok()).isTrue();
        assertThat(runner.kill()).isTrue();
        assertThat(ours()).doesNotContain("10.99.0.50");
    }

    @Test
    void neighboursThatRememberTheDeadNodeAreToldTheNewStation() throws Exception {
        String station = station(OURS);
        for (String address : List.of("10.99.0.50", "fd99::50")) {
            rememberDeadStation(THEIRS, address);
        }
        ResourceRunner runner = place.runner(host, address("10.99.0.50/24"), address("fd99::50/64"));
        assertThat(runner.load().ok()).isTrue();

        assertThat(Workplace.within(
                        GENEROUS,
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
        String station = station(OURS);
        Process holder = holder("fd99::50/64", 5);
        try (BufferedReader output = holder.inputReader();
                Writer input = holder.outputWriter()) {
            awaitLine(output, "resource web is loaded");
            // The kernel has told them once; for these the dead node's station has come up again since.
            for (int times = 0; times < 2; times++) {
                rememberDeadStation(THEIRS, "fd99::50");
                input.write("tell\n");
                input.flush();
                assertThat(Workplace.within(
                                GENEROUS, () -> theirNeighbours().contains("fd99::50 dev card0 lladdr " + station)))
                        .as(theirNeighbours())
                        .isTrue();
            }
            input.write("end\n");
            input.flush();
            awaitLine(output, "stopped: true");
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    private Process holder(String address, int announcements) throws IOException {
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
                        address,
                        Integer.toString(announcements))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // Whoever waits for a line of it that never comes waits for its end.
        CompletableFuture.delayedExecutor(600, TimeUnit.SECONDS).execute(holder::destroyForcibly);
        return holder;
    }

    private static void awaitLine(BufferedReader output, String wanted) throws IOException {
        String line = output.readLine();
        while (line != null && !line.equals(wanted)) {
            line = output.readLine();
        }
        assertThat(line).isEqualTo(wanted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.99.0.50/24", "fd99::50/64"})
    void nothingIsAnnouncedAnyMoreFromTheEndOfTheLeaseOn(String address) throws Exception {
        Process holder = holder(address, 3);
        try (BufferedReader output = holder.inputReader();
                Writer input = holder.outputWriter()) {
            input.write("tell\n".repeat(3));
            input.flush();
            awaitLine(output, "refused");
            input.write("end\n");
            input.flush();
            awaitLine(output, "stopped: true");
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    private static void rememberDeadStation(String network, String address) throws Exception {
        String station = "02:00:00:00:00:99";
        Host.run("ip", "-n", network, "neigh", "replace", address, "lladdr", station, "dev", "card0", "nud", "stale");
    }

    private static String station(String network) throws Exception {
        return Host.run("ip", "netns", "exec", network, "cat", "/sys/class/net/card0/address");
    }

    @Test
    void neighboursAreToldAgainWhenTheViewHasChanged() throws Exception {
        String station = station(OURS);
        AtomicBoolean silent = new AtomicBoolean(true);
        CountDownLatch over = new CountDownLatch(2);
        place.lease = () -> {
            boolean refused = silent.get() && Thread.currentThread().getName().startsWith("announce");
            if (refused) {
                over.countDown();
            }
            return !refused;
        };
        ResourceRunner runner = place.runner(host, address("10.99.0.50/24"));
        assertThat(runner.load().ok()).isTrue();
        // The announcements of the load, in both manners, have been given up.
        over.await();
        silent.set(false);
        rememberDeadStation(THEIRS, "10.99.0.50");

        runner.announce();

        assertThat(Workplace.within(
                        GENEROUS, () -> theirNeighbours().contains("10.99.0.50 dev card0 lladdr " + station)))
                .as(theirNeighbours())
                .isTrue();
        assertThat(runner.unload().stopped()).isTrue();
    }

    private static String theirNeighbours() {
        return look("ip", "-n", THEIRS, "neigh", "show");
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
