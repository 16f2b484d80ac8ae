package orion.cli.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import orion.cli.CommandFailure;
import orion.cli.ControlClient;
import orion.cli.Screen;
import orion.cli.demo.DemoFile.DemoNodeEntry;
import orion.cli.demo.DemoFile.DemoSiteEntry;
import orion.core.configuration.Endpoint;
import orion.core.model.Timing;
import orion.node.api.ControlReply;
import orion.node.api.StatusData;
import orion.node.board.DiskLocation;
import orion.node.daemon.NodeSetup;
import orion.node.daemon.SetupException;

/// A running demonstration: the nodes, the sites, and how they are started, restarted and stopped. Nothing of
/// it outlives [#stop].
final class Demo {
    private static final String CLUSTER = "demo";
    private static final int SITES = 3;
    private static final Duration MEMBER_LIMIT = Duration.ofMinutes(1);
    private static final Duration SITE_LIMIT = Duration.ofMinutes(1);
    private static final Duration DOWN_LIMIT = Duration.ofSeconds(6);
    private static final Duration NOTICE_LIMIT = Duration.ofSeconds(1);
    private static final Duration END_LIMIT = Duration.ofSeconds(8);

    private final Path directory;
    private final JavaProgram program;
    private final Consumer<String> progress;
    private final List<DemoNode> nodes = new ArrayList<>();
    private final List<Site> sites = new ArrayList<>();
    private final Object stopping = new Object();
    private final Object restarting = new Object();
    private boolean stopped;
    private boolean gone;

    /// @param progress gets a few words before each step
    Demo(Path directory, JavaProgram program, Consumer<String> progress) {
        this.directory = directory;
        this.program = program;
        this.progress = progress;
    }

    List<DemoNode> nodes() {
        return Collections.unmodifiableList(nodes);
    }

    List<Site> sites() {
        return Collections.unmodifiableList(sites);
    }

    /// Makes the cluster, starts its nodes and sites, and waits until all sites answer.
    void start(int count) throws CommandFailure, IOException, InterruptedException {
        plan(count);
        DemoNode first = nodes.getFirst();
        progress.accept("making the cluster");
        initialise(first);
        run(first);
        for (DemoNode next : nodes.subList(1, nodes.size())) {
            progress.accept("enrolling " + next.name());
            String token = first.client().require("token", List.of()).text();
            enroll(next, token);
            run(next);
        }
        progress.accept("starting the sites");
        StringBuilder definitions = new StringBuilder("resources:\n");
        sites.forEach(site -> definitions.append(site.definition()));
        first.client().require("apply", List.of(definitions.toString(), "the demonstration's sites"));
        for (Site site : sites) {
            await(site);
        }
        writeFile();
    }

    private void plan(int count) throws IOException {
        FreePorts ports = new FreePorts();
        List<String> names = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            String name = "node" + number;
            String address = "127.0.0." + (10 + number);
            Endpoint endpoint = new Endpoint(address, ports.at(address));
            nodes.add(new DemoNode(name, endpoint, directory.resolve(name), program));
            names.add(name);
        }
        for (int number = 1; number <= SITES; number++) {
            List<String> preferred = new ArrayList<>(names);
            Collections.rotate(preferred, -(number - 1) % names.size());
            int port = ports.at("127.0.0.1");
            sites.add(new Site("site" + number, port, preferred, program.site(port)));
        }
    }

    private Path board() {
        return directory.resolve("board");
    }

    private void initialise(DemoNode first) throws CommandFailure {
        try {
            NodeSetup.initialise(
                    first.directory(),
                    new NodeSetup.NewCluster(
                            CLUSTER,
                            first.name(),
                            List.of(first.endpoint()),
                            Optional.empty(),
                            List.of(DiskLocation.of(board())),
                            false,
                            Timing.FAST,
                            1,
                            0));
        } catch (SetupException refused) {
            throw new CommandFailure(String.valueOf(refused.getMessage()), refused);
        }
    }

    private void enroll(DemoNode next, String token) throws CommandFailure {
        try {
            var _ = NodeSetup.enroll(
                    next.directory(), token, next.name(), List.of(next.endpoint()), List.of(DiskLocation.of(board())));
        } catch (SetupException refused) {
            throw new CommandFailure(String.valueOf(refused.getMessage()), refused);
        }
    }

    private void run(DemoNode node) throws CommandFailure, IOException, InterruptedException {
        progress.accept("starting " + node.name());
        // Under the lock: nothing may be started behind the back of [#stop].
        synchronized (this) {
            if (stopped) {
                throw new CommandFailure("the demonstration is being stopped");
            }
            Files.writeString(node.directory().resolve(DemoCommand.MARK), "");
            node.start();
        }
        writeFile();
        node.awaitMember(MEMBER_LIMIT);
    }

    private void await(Site site) throws CommandFailure, InterruptedException {
        long end = System.nanoTime() + SITE_LIMIT.toNanos();
        while (site.visit().isEmpty()) {
            if (System.nanoTime() > end) {
                throw new CommandFailure("%s does not answer at %s after %d s; look at %s"
                        .formatted(site.name(), site.url(), SITE_LIMIT.toSeconds(), directory));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private synchronized void writeFile() throws IOException {
        new DemoFile(
                        nodes.stream()
                                .filter(node -> node.pid() > 0)
                                .map(node -> new DemoNodeEntry(
                                        node.name(),
                                        node.pid(),
                                        "unix:" + node.directory().resolve(ControlClient.SOCKET)))
                                .toList(),
                        sites.stream()
                                .map(site -> new DemoSiteEntry(site.name(), site.url()))
                                .toList())
                .write(directory);
    }

    /// Starts a node again that was killed. One that runs is left alone: nobody means to stop it by starting it.
    ///
    /// @return one sentence for the person who asked
    String restart(String name) throws CommandFailure {
        DemoNode node = nodes.stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandFailure("there is no node '" + Screen.plain(name)
                        + "' in this demonstration; there are "
                        + String.join(", ", nodes.stream().map(DemoNode::name).toList())));
        synchronized (restarting) {
            try {
                // Who has just killed it need not wait until that is noticed.
                if (!node.endsWithin(NOTICE_LIMIT)) {
                    throw new CommandFailure(
                            "%s runs already, as process %d, and was left alone; 'kill -9 %d' plays its power cut"
                                    .formatted(name, node.pid(), node.pid()));
                }
                run(node);
                return "%s runs again as process %d".formatted(name, node.pid());
            } catch (IOException failed) {
                throw new CommandFailure("%s cannot be started: %s".formatted(name, failed.getMessage()), failed);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new CommandFailure("the restart of " + name + " was interrupted", stop);
            }
        }
    }

    /// What any living node sees.
    StatusData status() throws CommandFailure {
        for (DemoNode node : nodes) {
            if (node.isAlive()) {
                ControlReply reply = node.client().ask("status", List.of());
                if (reply.done() && reply.status().isPresent()) {
                    return reply.status().get();
                }
            }
        }
        throw new CommandFailure("no node is in the cluster; 'restart node1' starts one");
    }

    /// Stops everything: in order as long as that is quick, then by force. Whoever calls second waits for the
    /// first.
    void stop() throws InterruptedException {
        synchronized (this) {
            stopped = true;
        }
        synchronized (stopping) {
            if (!gone) {
                stopAll();
                gone = true;
            }
        }
    }

    private void stopAll() throws InterruptedException {
        takeDown();
        for (DemoNode node : nodes) {
            node.terminate();
        }
        for (DemoNode node : nodes) {
            node.awaitEnd(END_LIMIT);
        }
        // A killed daemon's guard needs a moment for the sites.
        long end = System.nanoTime() + END_LIMIT.toNanos();
        while (sites.stream().anyMatch(Demo::listens) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /// Unloads the sites everywhere, so that no node starts what another one is just giving up.
    private void takeDown() throws InterruptedException {
        try {
            DemoNode speaker =
                    nodes.stream().filter(DemoNode::isAlive).findFirst().orElse(null);
            if (speaker == null || !speaker.client().ask("down", List.of()).done()) {
                return;
            }
            long end = System.nanoTime() + DOWN_LIMIT.toNanos();
            while (sites.stream().anyMatch(Demo::listens) && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (CommandFailure silent) {
            // Then by force.
        }
    }

    private static boolean listens(Site site) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), site.port()), 200);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }
}
