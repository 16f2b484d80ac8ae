package orion.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import orion.lab.Answers.Outage;

/// Everything a scenario needs, running: three hosts, a cluster, a web service with its address and its ext4 volume,
/// a writer of numbered records on it, a client that polls, and a watch over who holds what.
final class Stage implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final Path KEPT_LOGS = Lab.REPOSITORY.resolve("lab/target/lab-logs");

    private final String name;
    private final Lab lab;
    private final Cluster cluster;
    private final HolderWatch holders;

    /// Sets everything up, with the volume, and waits until the service answers from its first node.
    ///
    /// @param name of the scenario, for the logs that are kept
    Stage(String name, Profile profile, boolean watchdogs) {
        this(name, profile, watchdogs, Service.WITH_VOLUME);
    }

    Stage(String name, Profile profile, boolean watchdogs, Service service) {
        this(name, profile, watchdogs, service, "kill");
    }

    /// The same, with another way in which a node makes sure that everything has stopped.
    ///
    /// @param fence `kill` or `reboot`
    Stage(String name, Profile profile, boolean watchdogs, Service service, String fence) {
        this(name, profile, watchdogs, service, fence, List.of("board"), 3);
    }

    /// The same, on a white board of several disks, each of which can hang.
    Stage(String name, List<String> boards) {
        this(name, Profile.STEADY, false, Service.WITH_VOLUME, "kill", boards, 3);
    }

    private Stage(
            String name,
            Profile profile,
            boolean watchdogs,
            Service service,
            String fence,
            List<String> boards,
            int nodes) {
        this.name = name;
        this.lab = new Lab(nodes);
        try {
            service.prepare(lab);
            for (String board : boards) {
                Optional<Witness> witness = Witness.of(lab, board);
                if (witness.isPresent()) {
                    witness.get().make();
                } else {
                    lab.disk(board, "32M", boards.size() > 1);
                }
            }
            cluster = Cluster.ofAll(lab, profile, watchdogs, fence, boards);
            holders = new HolderWatch(lab, Service.address(), Service.MOUNT_POINT);
            start(service);
        } catch (RuntimeException | Error fault) {
            keepLogs(List.of());
            lab.close();
            throw fault;
        }
    }

    /// Two hosts whose white board is not shared: a witness has a disk of it on each of them, and a third one at the
    /// client.
    static Stage ofTwoWithWitnesses(String name, Profile profile) {
        List<String> boards =
                Stream.of("node1", "node2", "client").map(Witness::named).toList();
        return new Stage(name, profile, false, Service.WITH_VOLUME, "kill", boards, 2);
    }

    /// A large cluster, with the service that needs least.
    static Stage ofMany(String name, int nodes) {
        return new Stage(name, Profile.STANDARD, false, Service.WITHOUT_VOLUME, "kill", List.of("board"), nodes);
    }

    private void start(Service service) {
        try {
            Files.writeString(
                    lab.shared("web.yaml"), service.definition(lab.nodes().size()));
        } catch (IOException fault) {
            throw new UncheckedIOException("the definition of the service cannot be written", fault);
        }
        cluster.must(node(1), "apply -f /run/lab/shared/web.yaml");
        Poller.startOn(lab.client(), Service.address());
        cluster.awaitRunning(node(1), Service.RESOURCE, LONGEST_START);
        awaitService(node(1), LONGEST_START);
        if (service.hasVolume()) {
            // Something to lose must be there.
            Moments.await(
                    "records are written", LONGEST_START, () -> safe().records().size() > 20);
        }
    }

    Lab lab() {
        return lab;
    }

    Cluster cluster() {
        return cluster;
    }

    HolderWatch holders() {
        return holders;
    }

    Host node(int number) {
        return lab.host("node" + number);
    }

    /// The host from which the client was answered last.
    Host serving() {
        return lab.host(awaitAnswer(LONGEST_START, _ -> true, "the service answers", () -> ""));
    }

    /// Waits until the client was answered by such a host in the last second: on a busy machine the poller may have
    /// nothing to show for that at a moment, though the service is well.
    private String awaitAnswer(Duration limit, Predicate<String> wanted, String what, Supplier<String> background) {
        AtomicReference<String> host = new AtomicReference<>("");
        Moments.await(
                what,
                limit,
                () -> {
                    host.set(answers().now().filter(wanted).orElse(""));
                    return !host.get().isEmpty();
                },
                background);
        return host.get();
    }

    /// What node2 and node3 tell; which of them reads of a failure first is a matter of milliseconds.
    String survivorsEvents() {
        return cluster.must(node(2), "events") + cluster.must(node(3), "events");
    }

    Answers answers() {
        return Answers.read(lab.shared(Poller.LOG));
    }

    /// The records noted as safe, in the order in which they were.
    Records safe() {
        return Records.read(lab.shared("safe"));
    }

    /// Waits until the client is answered by this host.
    void awaitService(Host host, Duration limit) {
        Moments.await(
                "the service answers from " + host.name(),
                limit,
                () -> answers().now().equals(Optional.of(host.name())));
    }

    /// Waits until the client is answered by another host than this.
    ///
    /// @return by which
    Host awaitTakeOver(Host from, Duration limit) {
        return lab.host(awaitAnswer(
                limit,
                host -> !host.equals(from.name()),
                "the service answers from another host than " + from.name(),
                () -> "The nodes say: "
                        + lab.nodes().stream()
                                .filter(node ->
                                        !node.equals(from) && node.state().startsWith("on"))
                                .map(node -> cluster.attempt(node, "resources").output())
                                .toList()));
    }

    /// The longest time without service since a moment of the monotonic clock.
    Outage outageSince(long nanos) {
        return answers().longestSince(nanos).orElseThrow(() -> new AssertionError("there was no outage"));
    }

    /// What must be true after every scenario: nothing was held twice at any time, no record that was forced
    /// to the disk is lost, none was written by a host after its successor had begun, and the volume is
    /// sound.
    void audit() {
        assertThat(holders.overlap(0)).as("held by two hosts at once").isEqualTo(HolderWatch.Overlap.NONE);
        assertThat(safe().strays()).as("records written after a take-over").isEmpty();
        auditVolume();
    }

    /// The part about the data: on the volume, as its present holder reads it, and then on the disk.
    void auditVolume() {
        Host host = serving();
        Records safe = safe();
        Records present = Records.parse(host.run("cat", Service.MOUNT_POINT + "/records"));
        assertThat(present.missing(safe))
                .as("records lost although they were safe")
                .isEmpty();
        assertThat(present.gaps()).as("holes in the records").isEmpty();
        cluster.must(host, "offline " + Service.RESOURCE);
        Moments.await(
                "the volume is mounted nowhere",
                LONGEST_START,
                () -> holders.mountedOn().isEmpty());
        Outcome check = host.attempt("e2fsck", "-fn", Service.DISK);
        assertThat(check.exit()).as("e2fsck: " + check.output()).isZero();
    }

    private void keepLogs(List<String> held) {
        Path folder = KEPT_LOGS.resolve(name);
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve("holders.txt"), held);
            for (Host node : lab.nodes()) {
                copy(lab.hostFile(node.name(), "console.log"), folder.resolve(node.name() + ".console.log"));
                copy(lab.hostFile(node.name(), "watchdog.log"), folder.resolve(node.name() + ".watchdog.log"));
            }
            List<Path> shared;
            try (Stream<Path> files = Files.list(lab.shared(""))) {
                shared = files.filter(Files::isRegularFile).toList();
            }
            for (Path file : shared) {
                copy(file, folder.resolve(file.getFileName()));
            }
        } catch (IOException fault) {
            throw new UncheckedIOException("the logs of " + name + " cannot be kept", fault);
        }
    }

    /// One line for each change: milliseconds since the first one, who has the address, who has the volume mounted.
    private List<String> holderLines() {
        List<HolderWatch.Sighting> seen = holders.sightings();
        return seen.stream()
                .map(sighting -> "%8d address %s mount %s"
                        .formatted(
                                (sighting.sinceNanos() - seen.getFirst().sinceNanos()) / 1_000_000,
                                sighting.address(),
                                sighting.mount()))
                .toList();
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() {
        holders.close();
        keepLogs(holderLines());
        lab.close();
    }
}
