package orion.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A cluster of daemons on the nodes of a lab, driven as an administrator would: by the command line.
final class Cluster {
    /// The mark of the daemon among the programs of a host.
    static final String DAEMON = "daemon";

    static final String STATE = "/var/lib/orion";
    private static final int MOST_REFUSALS = 3;
    private static final String DISKS = "/run/lab/disk/";
    static final String PROGRAM = Lab.REPOSITORY.resolve("orion").toString();
    private static final Pattern NEW_GENERATION =
            Pattern.compile("\"time\":\"([^\"]+)\".*\"text\":\"generation ([0-9]+) is ");
    private static final Pattern TIME = Pattern.compile("\"time\":\"([^\"]+)\"");
    private static final int PORT = 7023;
    private static final Duration START = Duration.ofMinutes(3);

    private final Lab lab;
    private final Profile profile;
    private final boolean watchdogs;
    private final String fence;
    private final List<String> boards;

    /// Founds a cluster on the first node, whose daemon runs and is its only member.
    ///
    /// @param watchdogs whether a watchdog outside each host cuts its power when the daemon does not feed it
    /// @param fence     how a node makes sure that everything has stopped, `kill` or `reboot`
    /// @param boards    names of the white board's disks, or of hosts with a witness, see [Witness]; they exist
    Cluster(Lab lab, Profile profile, boolean watchdogs, String fence, List<String> boards) {
        this.lab = lab;
        this.profile = profile;
        this.watchdogs = watchdogs;
        this.fence = fence;
        this.boards = List.copyOf(boards);
        Host founder = founder();
        must(
                founder,
                "init --name lab --node %s --address %s --cluster-address %s/24%s"
                                .formatted(founder.name(), endpoint(founder), Lab.address(100), boardOptions())
                        + " --heartbeat %d --tolerance %d"
                                .formatted(profile.heartbeatMillis(), profile.toleranceMillis()));
        start(founder);
        awaitMembers(List.of(founder), START);
    }

    /// A cluster of all nodes of the lab, each of them running and a member.
    static Cluster ofAll(Lab lab, Profile profile, boolean watchdogs, String fence, List<String> boards) {
        Cluster cluster = new Cluster(lab, profile, watchdogs, fence, boards);
        for (Host node : lab.nodes().subList(1, lab.nodes().size())) {
            cluster.enroll(node);
            cluster.start(node);
        }
        cluster.awaitMembers(lab.nodes(), START.multipliedBy(lab.nodes().size()));
        return cluster;
    }

    private Host founder() {
        return lab.nodes().getFirst();
    }

    /// Lets a node belong to the cluster; its daemon does not run yet. A busy machine may cost the founder its
    /// place for a moment: then it is asked again when it is back, as its refusal says.
    void enroll(Host node) {
        for (int refusals = 0; ; refusals++) {
            String token = must(founder(), "token").lines().toList().getLast().strip();
            String line =
                    "enroll %s --node %s --address %s%s".formatted(token, node.name(), endpoint(node), boardOptions());
            Outcome outcome = attempt(node, line);
            if (outcome.exit() == 0) {
                return;
            }
            boolean lost = !founder().lives(DAEMON);
            boolean mayPass = lost || outcome.output().contains("is not a member of its cluster at present");
            if (refusals == MOST_REFUSALS || !mayPass) {
                throw failed(node, line, outcome);
            }
            if (lost) {
                start(founder());
            }
            Moments.await(
                    "the founder is a member again",
                    START,
                    () -> view(founder()).filter(ClusterView::member).isPresent());
        }
    }

    private String boardOptions() {
        return boards.stream()
                .map(board -> " --board " + Witness.option(board).orElse(DISKS + board))
                .collect(Collectors.joining());
    }

    private static String endpoint(Host node) {
        return Lab.address(10 + Integer.parseInt(node.name().substring("node".length()))) + ":" + PORT;
    }

    Profile profile() {
        return profile;
    }

    /// Starts the daemon of a node.
    void start(Host node) {
        if (watchdogs) {
            node.watchdog(profile.watchdogMillis());
        }
        String watchdog = watchdogs ? "fifo:/run/lab/watchdog" : "none";
        node.start(
                DAEMON,
                "%s node --dir %s --fence %s --watchdog %s"
                        .formatted(PROGRAM, STATE, fence, watchdog)
                        .split(" ", -1));
    }

    /// Runs a command of the command line on a node.
    ///
    /// @param line its words, with one blank between two
    Outcome attempt(Host node, String line) {
        return node.attempt("%s %s --dir %s".formatted(PROGRAM, line, STATE).split(" ", -1));
    }

    /// The same for one that must succeed.
    ///
    /// @return what it printed
    String must(Host node, String line) {
        Outcome outcome = attempt(node, line);
        if (outcome.exit() != 0) {
            throw failed(node, line, outcome);
        }
        return outcome.output();
    }

    private static AssertionError failed(Host node, String line, Outcome outcome) {
        return new AssertionError("on %s, orion %s ended with exit %d: %s"
                .formatted(node.name(), line, outcome.exit(), outcome.output()));
    }

    /// Boots a node that is off and starts its daemon where none runs, and waits until all nodes are members. A daemon
    /// that still lives may be about to end, as one does that lost its place: it is started when it has.
    void repair() {
        Set<Host> started = new HashSet<>();
        awaitMembers(lab.nodes(), START.plus(profile.tolerance().multipliedBy(2)), node -> {
            boolean off = node.state().startsWith("off");
            if (!off && node.lives(DAEMON)) {
                return;
            }
            if (!started.add(node)) {
                throw new AssertionError(
                        "the daemon of %s, started to repair the cluster, ended".formatted(node.name()));
            }
            if (off) {
                node.boot();
            }
            start(node);
        });
    }

    /// The cluster as this node shows it, if it is in it.
    Optional<ClusterView> view(Host node) {
        return ControlSocket.view(lab, node);
    }

    /// When a node learned of a generation after this one, by its own notes.
    Optional<Instant> learnedOfNext(Host node, long generation) {
        return events(
                node,
                lines -> lines.map(NEW_GENERATION::matcher)
                        .filter(line -> line.find() && Long.parseLong(line.group(2)) > generation)
                        .map(line -> Instant.parse(line.group(1)))
                        .findFirst());
    }

    /// When a node first wrote this down after a moment, by its own notes.
    Optional<Instant> noted(Host node, Instant after, String words) {
        return events(
                node,
                lines -> lines.filter(line -> line.contains(words))
                        .map(TIME::matcher)
                        .filter(Matcher::find)
                        .map(line -> Instant.parse(line.group(1)))
                        .filter(after::isBefore)
                        .findFirst());
    }

    private <T> T events(Host node, Function<Stream<String>, T> search) {
        try (Stream<String> lines = Files.lines(lab.hostFile(node.name(), "var/upper/lib/orion/events.log"))) {
            return search.apply(lines);
        } catch (IOException fault) {
            throw new UncheckedIOException("the events of " + node.name() + " cannot be read", fault);
        }
    }

    /// Waits until all of these nodes are in one generation after this one, and agree on who is in it.
    void awaitNextGeneration(List<Host> nodes, long generation, Duration limit) {
        Moments.await("%d nodes are in one generation after %d".formatted(nodes.size(), generation), limit, () -> {
            List<Optional<ClusterView>> views = nodes.stream().map(this::view).toList();
            long newest = views.getFirst().map(ClusterView::epoch).orElse(0L);
            return newest > generation
                    && views.stream()
                            .allMatch(view -> view.isPresent()
                                    && view.get().member()
                                    && view.get().epoch() == newest
                                    && view.get().members().size() == nodes.size());
        });
    }

    /// Waits until each of these nodes says that they and no others are the members.
    void awaitMembers(List<Host> members, Duration limit) {
        awaitMembers(members, limit, _ -> {});
    }

    /// The same, with something to do for each node before each look at it.
    private void awaitMembers(List<Host> members, Duration limit, Consumer<Host> before) {
        Set<String> names = new TreeSet<>(members.stream().map(Host::name).toList());
        Moments.await(
                "each of %s shows these as the members".formatted(names),
                limit,
                () -> {
                    members.forEach(before);
                    return strangers(members, names).isEmpty();
                },
                () -> strangers(members, names).stream()
                        .map(node -> "%s shows: %s"
                                .formatted(node.name(), attempt(node, "view").output()))
                        .collect(Collectors.joining("\n")));
    }

    private List<Host> strangers(List<Host> nodes, Set<String> members) {
        return nodes.stream()
                .filter(node -> view(node)
                        .filter(view -> view.members().equals(members))
                        .isEmpty())
                .toList();
    }

    /// Waits until a resource runs, as seen by one node.
    ///
    /// @return where
    Host awaitRunning(Host witness, String resource, Duration limit) {
        Moments.await(
                "%s runs".formatted(resource),
                limit,
                () -> view(witness)
                        .filter(view -> view.stateOf(resource).equals("Running"))
                        .isPresent(),
                () -> "Last seen: " + attempt(witness, "resources").output());
        return view(witness).map(view -> lab.host(view.nodeOf(resource))).orElseThrow();
    }
}
