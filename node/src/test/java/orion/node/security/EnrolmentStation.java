package orion.node.security;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Endpoint;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.core.resource.ClusterState;
import orion.node.board.ClusterIdentity;
import orion.node.board.DiskLocation;
import orion.node.os.FreePorts;
import orion.node.witness.WitnessWord;

/// A member that lets nodes in: each becomes node 2, unless it is called as the member itself. It gives keys to those
/// whose name begins with `server-`.
final class EnrolmentStation implements Admission, AutoCloseable {
    static final ClusterIdentity CLUSTER = new ClusterIdentity("mail", new UUID(1, 2));
    static final List<DiskLocation> BOARDS = List.of(
            DiskLocation.of(Path.of("/dev/disk/by-id/one")),
            DiskLocation.of(Path.of("/dev/disk/by-id/two")),
            new DiskLocation.Witness(
                    new WitnessWord(new Endpoint("10.0.0.9", 7024), "ab".repeat(32), "cd".repeat(32))));
    static final ClusterState STATE = ClusterState.initial(
            new ClusterConfiguration("mail", 1, Timing.STANDARD, 1, 0, 1, new TreeMap<>(), new TreeMap<>()));

    private final NodeIdentity identity;
    private final Endpoint listener;
    private final Tokens tokens;
    private final EnrolmentServer server;
    private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
    private final Queue<Admission.Newcomer> newcomers = new ConcurrentLinkedQueue<>();
    private final Queue<String> journal = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private EnrolmentStation(Path directory, NodeIdentity identity, Duration patience) throws IOException {
        this.identity = identity;
        this.listener = FreePorts.one();
        InstantSource clock = () -> Instant.now().plus(passed.get());
        this.tokens = Tokens.open(NodeIdentity.tokens(directory), clock);
        this.server = EnrolmentServer.start(
                new EnrolmentServer.Enrolments(
                        identity, tokens, new Subnets(List.of(listener)), this, new WrongTokens(clock), clock),
                listener,
                this::note,
                patience);
    }

    static EnrolmentStation start(Path directory) throws IOException {
        return start(directory, EnrolmentServer.PATIENCE);
    }

    static EnrolmentStation start(Path directory, Duration patience) throws IOException {
        return of(directory, NodeIdentity.createCluster(directory, "mail", "server-1"), patience);
    }

    static EnrolmentStation of(Path directory, NodeIdentity identity, Duration patience) throws IOException {
        return new EnrolmentStation(directory, identity, patience);
    }

    @Override
    public boolean belongs(String name) {
        return name.startsWith("server-");
    }

    @Override
    public Admission.Decision admit(Admission.Newcomer newcomer) {
        if (newcomer.name().equals("server-1")) {
            return new Admission.Decision.Refused(
                    "there is already a node server-1 in cluster mail; choose another name");
        }
        newcomers.add(newcomer);
        return new Admission.Decision.Admitted(new NodeId(2), CLUSTER, STATE, BOARDS);
    }

    static Admission.Decision refuse(Admission.Newcomer newcomer) {
        return new Admission.Decision.Refused(newcomer.name() + " may not join");
    }

    private void note(String line) {
        journal.add(line);
        lines.add(line);
    }

    /// Waits until the member has noted such a line.
    void awaitJournal(Predicate<String> wanted) {
        try {
            String line;
            do {
                line = lines.poll(120, TimeUnit.SECONDS);
                if (line == null) {
                    throw new AssertionError("not noted; noted was " + journal);
                }
            } while (!wanted.test(line));
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    EnrolmentToken token() throws IOException {
        return tokens.issue(new UUID(1, 2), identity, listener);
    }

    Endpoint listener() {
        return listener;
    }

    NodeIdentity identity() {
        return identity;
    }

    void passTime(Duration time) {
        passed.set(time);
    }

    List<Admission.Newcomer> newcomers() {
        return List.copyOf(newcomers);
    }

    List<String> journal() {
        return List.copyOf(journal);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
