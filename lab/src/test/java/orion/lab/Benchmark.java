package orion.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Measures what the manual promises, on hosts of the lab; `bench/run` starts it. Each part appends to the table
/// as soon as it is done, and fails where its median breaks a promise. No test by its name, so that the ordinary build
/// leaves it out.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class Benchmark {
    private static final int RUNS = Integer.getInteger("orion.bench.runs", 10);
    private static final Duration IDLE = Duration.ofSeconds(Integer.getInteger("orion.bench.idle", 60));
    private static final Duration LIMIT = Duration.ofSeconds(60);
    // What a client may still see of a take-over after its first good answer is part of the outage.
    private static final Duration SETTLE = Duration.ofSeconds(2);
    private static final Path TABLE = Lab.REPOSITORY.resolve("bench/target/table.md");

    /// A way in which a host fails.
    ///
    /// @param name            what is done to it
    /// @param promised        how long the service may be away, with the default times and with the fast ones
    /// @param cure            what repairs the host before everything is started there again
    /// @param peers           what others reach with their default times
    /// @param fastPeers       and with their fast ones
    private record Fault(
            String name,
            Function<Profile, Duration> promised,
            Consumer<Host> strike,
            Consumer<Host> cure,
            String peers,
            String fastPeers) {}

    @ParameterizedTest
    @EnumSource(value = Profile.class, mode = EnumSource.Mode.EXCLUDE, names = "PATIENT")
    @Order(1)
    void powerCut(Profile profile) throws IOException {
        takeOvers(
                profile,
                new Fault(
                        "power cut",
                        beyondTolerance(Duration.ofMillis(500)),
                        Host::powerCut,
                        host -> {},
                        "Pacemaker 8.20, with fencing 8.33, with sbd 19.19; keepalived 2.81",
                        "Pacemaker 3.78, with fencing 2.48 to 4.00; keepalived 0.27 to 2.81"));
    }

    @ParameterizedTest
    @EnumSource(value = Profile.class, mode = EnumSource.Mode.EXCLUDE, names = "PATIENT")
    @Order(2)
    void unplug(Profile profile) throws IOException {
        takeOvers(
                profile,
                new Fault(
                        "cable pulled",
                        // Rule E1: nobody waits for the tolerance.
                        _ -> Duration.ofSeconds(3),
                        Host::unplug,
                        Host::plug,
                        "Pacemaker with fencing 8.42, with sbd 19.03; keepalived 2.77",
                        "Pacemaker with fencing 4.07; keepalived 2.77"));
    }

    @ParameterizedTest
    @EnumSource(value = Profile.class, mode = EnumSource.Mode.EXCLUDE, names = "PATIENT")
    @Order(3)
    void daemonKilled(Profile profile) throws IOException {
        takeOvers(
                profile,
                new Fault(
                        "daemon killed, host alive,",
                        // Rule E2: nobody waits for the tolerance.
                        _ -> Duration.ofSeconds(2),
                        host -> host.signal(Cluster.DAEMON, "KILL"),
                        host -> {},
                        "not measured",
                        "not measured"));
    }

    private static Function<Profile, Duration> beyondTolerance(Duration more) {
        return profile -> profile.tolerance().plus(more);
    }

    private static void takeOvers(Profile profile, Fault fault) throws IOException {
        Figures figures = new Figures(
                fault.name() + " to service back, " + profile.title(),
                "s",
                fault.promised().apply(profile).toMillis() / 1e3,
                profile == Profile.STANDARD ? fault.peers() : fault.fastPeers());
        try (Stage stage = stage(profile)) {
            for (int run = 0; run < RUNS; run++) {
                Host host = stage.serving();
                long before = System.nanoTime();
                fault.strike().accept(host);
                figures.add(outage(stage, host, before));
                fault.cure().accept(host);
                stage.cluster().repair();
            }
        }
        append(figures);
    }

    @Test
    @Order(4)
    void plannedMove() throws IOException {
        Figures figures =
                new Figures("outage of a planned move", "s", 0.5, "Pacemaker 1.40 (1.1 of it nginx's own stop)");
        try (Stage stage = stage(Profile.STANDARD)) {
            for (int run = 0; run < RUNS; run++) {
                Host from = stage.serving();
                Host to = from.equals(stage.node(1)) ? stage.node(2) : stage.node(1);
                long before = System.nanoTime();
                stage.cluster().must(to, "migrate " + Service.RESOURCE + " " + to.name());
                figures.add(outage(stage, from, before));
            }
        }
        append(figures);
    }

    /// Its process dies and is noticed at once; what is measured has the start of the service in it.
    @Test
    @Order(9)
    void processKilled() throws IOException {
        Figures figures = new Figures("process of the service killed to service back", "s", 0.5, "not measured");
        try (Stage stage = new Stage("bench", Profile.STANDARD, false, Service.LOOKED_AT_ONCE_AN_HOUR)) {
            Host host = stage.serving();
            for (int run = 0; run < RUNS; run++) {
                long before = System.nanoTime();
                host.signal(Service.RESOURCE, "KILL");
                Moments.await(
                        "the service was away",
                        LIMIT,
                        () -> stage.answers().longestSince(before).isPresent());
                Moments.letPass(SETTLE);
                figures.add(stage.outageSince(before).length());
            }
        }
        append(figures);
    }

    @Test
    @Order(5)
    void startOfADaemon() throws IOException {
        Figures figures = new Figures("daemon started to member", "s", 3, "Pacemaker 24.27 (all hosts, to service)");
        try (Stage stage = stage(Profile.STANDARD)) {
            Host node = stage.node(2);
            for (int run = 0; run < RUNS; run++) {
                node.signal(Cluster.DAEMON, "TERM");
                Moments.await("the daemon has ended", LIMIT, () -> !node.lives(Cluster.DAEMON));
                long before = System.nanoTime();
                stage.cluster().start(node);
                Moments.await(
                        "node2 is a member",
                        LIMIT,
                        () -> stage.cluster()
                                .view(node)
                                .filter(ClusterView::member)
                                .isPresent());
                figures.add(Duration.ofNanos(System.nanoTime() - before));
            }
        }
        append(figures);
    }

    @Test
    @Order(6)
    void idle() throws IOException {
        Figures memory = new Figures("memory of a node, PSS", "MB", 110, "Pacemaker 126; keepalived 4.5");
        Figures processor =
                new Figures("processor of an idle node", "% of a core", 1, "Pacemaker 0.6 to 1.3; keepalived 0.0");
        Figures traffic = new Figures("traffic of a node, in and out", "kB/s", 2, "Pacemaker 2.1; keepalived 0.06");
        try (Stage stage = stage(Profile.STANDARD)) {
            stage.lab().client().signal(Poller.MARK, "KILL");
            Moments.letPass(Duration.ofSeconds(15));
            List<Host> nodes = stage.lab().nodes();
            for (int window = 0; window * nodes.size() < RUNS; window++) {
                List<Map<String, Double>> before =
                        nodes.stream().map(Benchmark::use).toList();
                Moments.letPass(IDLE);
                for (int i = 0; i < nodes.size(); i++) {
                    Map<String, Double> first = before.get(i);
                    Map<String, Double> last = use(nodes.get(i));
                    double seconds = difference(first, last, "time");
                    memory.add(last.getOrDefault("pss_kb", 0.0) / 1024);
                    processor.add(difference(first, last, "cpu_usec") / seconds / 10_000);
                    double bytes = difference(first, last, "rx_bytes") + difference(first, last, "tx_bytes");
                    traffic.add(bytes / seconds / 1000);
                }
            }
        }
        append(memory, processor, traffic);
    }

    /// The largest cluster there can be, which must not take longer than three hosts do.
    @Test
    @Order(8)
    void thirtyTwo() throws IOException {
        double promised = Profile.STANDARD.tolerance().plusMillis(500).toMillis() / 1e3;
        String title = "of 32 nodes, " + Profile.STANDARD.title();
        Figures known =
                new Figures("power cut to the last survivor in the next generation, " + title, "s", promised, "");
        Figures ordered = new Figures("power cut to the order to load the service, " + title, "s", promised, "");
        try (Stage stage = Stage.ofMany("bench", 32)) {
            Cluster cluster = stage.cluster();
            for (int run = 0; run < RUNS; run++) {
                Host victim = stage.serving();
                long generation = cluster.view(victim).orElseThrow().epoch();
                List<Host> survivors = stage.lab().nodes().stream()
                        .filter(node -> !node.equals(victim))
                        .toList();
                long before = System.nanoTime();
                Instant cut = victim.powerCut();
                outage(stage, victim, before);
                cluster.awaitNextGeneration(survivors, generation, LIMIT);
                Instant last = survivors.stream()
                        .map(node -> cluster.learnedOfNext(node, generation).orElseThrow())
                        .max(Instant::compareTo)
                        .orElseThrow();
                known.add(Duration.between(cut, last));
                String order =
                        Service.RESOURCE + " is Loading on " + stage.serving().name();
                ordered.add(Duration.between(
                        cut, cluster.noted(stage.serving(), cut, order).orElseThrow()));
                cluster.repair();
            }
        }
        append(known, ordered);
    }

    /// Needs no hosts of the lab: everything of it runs on this machine.
    @Test
    @Order(7)
    void demo() throws IOException {
        Figures figures = new Figures("demonstration started to all sites answering", "s", 20, "");
        for (int run = 0; run < RUNS; run++) {
            try (Demonstration demonstration = Demonstration.start(LIMIT)) {
                figures.add(demonstration.untilAllSitesAnswered());
            }
        }
        append(figures);
    }

    private static Stage stage(Profile profile) {
        return new Stage("bench", profile, false, Service.WITHOUT_VOLUME);
    }

    private static Duration outage(Stage stage, Host from, long before) {
        stage.awaitTakeOver(from, LIMIT);
        Moments.letPass(SETTLE);
        assertThat(stage.holders().overlap(0)).as("held by two hosts at once").isEqualTo(HolderWatch.Overlap.NONE);
        return stage.outageSince(before).length();
    }

    private static double difference(Map<String, Double> first, Map<String, Double> last, String key) {
        return last.getOrDefault(key, 0.0) - first.getOrDefault(key, 0.0);
    }

    /// What the host has used so far, by the names that `lab stats` gives.
    private static Map<String, Double> use(Host host) {
        Map<String, Double> use = new HashMap<>();
        for (String word : host.lab().run("stats", host.name()).strip().split(" ", -1)) {
            String[] pair = word.split("=", 2);
            if (!pair[0].equals("host")) {
                use.put(pair[0], Double.parseDouble(pair[1]));
            }
        }
        return use;
    }

    /// Writes the lines of the table, and fails where a promise was broken.
    private static void append(Figures... measured) throws IOException {
        Files.createDirectories(TABLE.getParent());
        if (!Files.exists(TABLE)) {
            Files.writeString(TABLE, Figures.heading());
        }
        for (Figures figures : measured) {
            Files.writeString(TABLE, figures.line(), StandardOpenOption.APPEND);
        }
        assertThat(Arrays.stream(measured).map(Figures::brokenPromise).flatMap(Optional::stream))
                .as("promises that were broken")
                .isEmpty();
    }
}
