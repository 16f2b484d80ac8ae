package orion.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A cluster of daemons on the nodes of a lab, driven as an administrator would: by the command line.
final class Cluster {
    /// The mark of the daemon among the programs of a host.
    static final String DAEMON = "daemon";

    private static final String BOARD = "/run/lab/disk/board";
    private static final String STATE = "/var/lib/orion";
    private static final String PROGRAM = Lab.REPOSITORY.resolve("orion").toString();
    private static final int PORT = 7023;

    private final Lab lab;
    private final Profile profile;
    private final boolean watchdogs;

    /// Sets the cluster up: one node founds it, the others enrol. No daemon runs yet.
    ///
    /// @param watchdogs whether a watchdog outside each host cuts its power when the daemon does not feed it
    Cluster(Lab lab, Profile profile, boolean watchdogs) {
        this.lab = lab;
        this.profile = profile;
        this.watchdogs = watchdogs;
        lab.disk("board", "32M");
        List<Host> nodes = lab.nodes();
        Host founder = nodes.getFirst();
        must(
                founder,
                "init",
                "--name",
                "lab",
                "--node",
                founder.name(),
                "--address",
                endpoint(founder),
                "--cluster-address",
                Lab.address(100) + "/24",
                "--board",
                BOARD,
                "--heartbeat",
                Long.toString(profile.heartbeatMillis()),
                "--tolerance",
                Long.toString(profile.toleranceMillis()));
        start(founder);
        awaitMembers(List.of(founder), Duration.ofSeconds(30));
        for (Host node : nodes.subList(1, nodes.size())) {
            String token = must(founder, "token").lines().toList().getLast().strip();
            must(node, "enroll", token, "--node", node.name(), "--address", endpoint(node), "--board", BOARD);
            start(node);
        }
        awaitMembers(nodes, Duration.ofSeconds(30));
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
        node.start(
                DAEMON,
                PROGRAM,
                "node",
                "--dir",
                STATE,
                "--fence",
                "kill",
                "--watchdog",
                watchdogs ? "fifo:/run/lab/watchdog" : "none");
    }

    /// Runs a command of the command line on a node.
    Outcome attempt(Host node, String... command) {
        List<String> words = new ArrayList<>(List.of(PROGRAM));
        words.addAll(Arrays.asList(command));
        words.addAll(List.of("--dir", STATE));
        return node.attempt(words.toArray(String[]::new));
    }

    /// The same for one that must succeed.
    ///
    /// @return what it printed
    String must(Host node, String... command) {
        Outcome outcome = attempt(node, command);
        if (outcome.exit() != 0) {
            throw new AssertionError("on %s, orion %s ended with exit %d: %s"
                    .formatted(node.name(), String.join(" ", command), outcome.exit(), outcome.output()));
        }
        return outcome.output();
    }

    /// The story of a node, for the logs kept of a scenario that failed.
    static String events(Host node) {
        return node.attempt(PROGRAM, "events", "--dir", STATE).output();
    }

    /// Boots a node that is off and starts its daemon where none runs, and waits until all nodes are members.
    void repair() {
        for (Host node : lab.nodes()) {
            if (node.state().startsWith("off")) {
                node.boot();
                start(node);
            } else if (!node.lives(DAEMON)) {
                start(node);
            }
        }
        awaitMembers(lab.nodes(), Duration.ofMillis(30_000 + 2 * profile.toleranceMillis()));
    }

    /// The cluster as this node shows it, if it is in it.
    Optional<ClusterView> view(Host node) {
        Outcome outcome = attempt(node, "status", "--json");
        return outcome.exit() == 0 ? ClusterView.parse(outcome.output()) : Optional.empty();
    }

    /// Waits until each of these nodes says that they and no others are the members.
    void awaitMembers(List<Host> members, Duration limit) {
        Set<String> names = new TreeSet<>(members.stream().map(Host::name).toList());
        for (Host member : members) {
            Moments.await(
                    "%s shows the members %s".formatted(member.name(), names),
                    limit,
                    () -> view(member)
                            .filter(view -> view.members().equals(names))
                            .isPresent(),
                    () -> "It shows: " + attempt(member, "view").output());
        }
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
