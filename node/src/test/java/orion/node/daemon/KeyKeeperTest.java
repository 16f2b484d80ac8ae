package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.core.NodeView;
import orion.core.Standing;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Endpoint;
import orion.core.configuration.NodeDefinition;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.core.resource.ClusterState;
import orion.node.api.ControlReply;
import orion.node.board.ClusterIdentity;
import orion.node.board.DiskLocation;
import orion.node.security.NodeIdentity;

/// When the keys are exchanged, and when not.
@Timeout(600)
final class KeyKeeperTest {
    private static final NodeSettings SETTINGS = new NodeSettings(
            new ClusterIdentity("harbour", new UUID(1, 2)),
            HarbourCluster.N1,
            "n1",
            DiskLocation.of(List.of(Path.of("/dev/board"))));

    @TempDir
    private Path folder = Path.of("");

    private final Queue<String> journal = new ConcurrentLinkedQueue<>();

    private NodeIdentity identity() throws IOException {
        return NodeIdentity.createCluster(Files.createDirectory(folder.resolve("home")), "harbour", "n1");
    }

    private KeyKeeper keeper(NodeIdentity identity, LoneNode node, Supplier<Optional<Life>> life) {
        return KeyKeeper.start(folder.resolve("home"), identity, SETTINGS, node.board, life, journal::add);
    }

    @Test
    void aDefectIsToldOnceAndTheNextRoundComes() throws Exception {
        NodeIdentity identity = identity();
        identity.datagramKeys().shown(HarbourCluster.N2, 99);
        AtomicInteger rounds = new AtomicInteger();
        try (LoneNode node = new LoneNode(folder);
                KeyKeeper _ = keeper(identity, node, () -> {
                    rounds.incrementAndGet();
                    throw new IllegalStateException("broken");
                })) {
            Eventually.is("it goes on", () -> rounds.get() >= 3);

            assertThat(journal)
                    .containsExactly("the exchange of keys met an internal error and is tried again:"
                            + " java.lang.IllegalStateException: broken");
        }
    }

    /// A life of `n1` that has no lease, because its board hangs, and stays outside with what it remembers: it and
    /// `n2`.
    private static Life outside(LoneNode node) throws Exception {
        node.hangBoard();
        ClusterConfiguration alone = node.state().configuration();
        SortedMap<NodeId, NodeDefinition> nodes = new TreeMap<>(alone.nodes());
        nodes.put(
                HarbourCluster.N2, new NodeDefinition(HarbourCluster.N2, "n2", List.of(new Endpoint("127.0.0.1", 9))));
        Life life = node.life(ClusterState.initial(
                new ClusterConfiguration("harbour", 1, Timing.FAST, 1, 60, 1, nodes, new TreeMap<>())));
        Thread.ofPlatform().daemon().name("protocol").start(() -> {
            try {
                life.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return life;
    }

    private static Standing standing(Life life) throws Exception {
        return life.view().get(120, TimeUnit.SECONDS).standing();
    }

    @Test
    void anExchangeThatWaitsIsAmongTheWarningsOfTheStatus() throws Exception {
        StatusReport report = new StatusReport(SETTINGS, new StatusReportTest.Dog(true), _ -> "");
        try (LoneNode node = new LoneNode(folder)) {
            NodeView view = outside(node).view().get(120, TimeUnit.SECONDS);

            assertThat(report.of(view, 0, List.of(), Optional.of("the keys wait"))
                            .warnings())
                    .contains("the keys wait");
        }
    }

    @Test
    void aNodeThatIsNoMemberBeginsNothingAndFetchesWhatItLacks() throws Exception {
        NodeIdentity identity = identity();
        identity.datagramKeys().shown(HarbourCluster.N2, 99);
        AtomicInteger rounds = new AtomicInteger();
        try (LoneNode node = new LoneNode(folder)) {
            Life life = outside(node);
            try (KeyKeeper keeper = keeper(identity, node, () -> {
                rounds.incrementAndGet();
                return Optional.of(life);
            })) {
                ControlReply reply = keeper.rotate();
                int before = rounds.get();
                Eventually.is("it looks again", () -> rounds.get() >= before + 3);

                assertThat(reply.done()).isFalse();
                assertThat(reply.text())
                        .isEqualTo("node n1 is not a member of cluster harbour at present; ask on a node that is,"
                                + " or 'orion join' first");
                assertThat(journal)
                        .singleElement()
                        .asString()
                        .contains("the keys of the cluster cannot be had from node n2 at TCP 127.0.0.1:9");
                assertThat(standing(life)).isEqualTo(Standing.OUTSIDE);
            }
        }
    }
}
