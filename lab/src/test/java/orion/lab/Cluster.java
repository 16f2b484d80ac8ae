package orion.lab;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A cluster of daemons on the nodes of a lab, driven as an administrator would: by the command line.
final class Cluster {
    /// The mark of the daemon among the programs of a host.
    static final String DAEMON = "daemon";

    private static final String BOARD = "/run/lab/disk/board";
    static final String STATE = "/var/lib/orion";
    private static final String PROGRAM = Lab.REPOSITORY.resolve("orion").toString();
    private static final int PORT = 7023;
    private static final Duration START = Duration.ofSeconds(30);

    private final Lab lab;
    private final Profile profile;
    private final boolean watchdogs;
    private final String fence;

    /// Founds a cluster on the first node, whose daemon runs and is its only member.
    ///
    /// @param watchdogs whether a watchdog outside each host cuts its power when the daemon does not feed it
    /// @param fence     how a node makes sure that everything has stopped, `kill` or `reboot`
    Cluster(Lab lab, Profile profile, boolean watchdogs, String fence) {
        this.lab = lab;
        this.profile = profile;
        this.watchdogs = watchdogs;
        this.fence = fence;
        lab.disk("board", "32M");
        Host founder = founder();
        must(
                founder,
                "init --name lab --node %s --address %s --cluster-address %s/24 --board %s"
                                .formatted(founder.name(), endpoint(founder), Lab.address(100), BOARD)
                        + " --heartbeat %d --tolerance %d"
                                .formatted(profile.heartbeatMillis(), profile.toleranceMillis()));
        start(founder);
        awaitMembers(List.of(founder), START);
    }

    /// A cluster of all nodes of the lab, each of them running and a member.
    static Cluster ofAll(Lab lab, Profile profile, boolean watchdogs, String fence) {
        Cluster cluster = new Cluster(lab, profile, watchdogs, fence);
        for (Host node : lab.nodes().subList(1, lab.nodes().size())) {
            cluster.enroll(node);
            cluster.start(node);
        }
        cluster.awaitMembers(lab.nodes(), START);
        return cluster;
    }

    private Host founder() {
        return lab.nodes().getFirst();
    }

    /// Lets a node belong to the cluster; its daemon does not run yet.
    void enroll(Host node) {
        String token = must(founder(), "token").lines().toList().getLast().strip();
        must(node, "enroll %s --node %s --address %s --board %s".formatted(token, node.name(), endpoint(node), BOARD));
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
            throw new AssertionError("on %s, orion %s ended with exit %d: %s"
                    .formatted(node.name(), line, outcome.exit(), outcome.output()));
        }
        return outcome.output();
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
        return ControlSocket.view(lab, node);
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
