package orion.node.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.core.configuration.Endpoint;
import orion.core.configuration.NodeDefinition;
import orion.core.model.NodeId;
import orion.node.api.KeysData;
import orion.node.board.BoardAdministration;
import orion.node.board.BoardDevice;
import orion.node.board.BoardException;
import orion.node.board.BoardKey;
import orion.node.board.BoardLayout;
import orion.node.board.ClusterIdentity;
import orion.node.board.DiskLocation;
import orion.node.board.NodeReading;
import orion.node.network.DatagramKey;

/// Three nodes exchange their keys, with real connections between them and a real board; only their datagrams are
/// played by the test. After each step of each node, all that are up can still talk, and write and read the board.
final class KeyExchangeTest {
    private static final ClusterIdentity CLUSTER = EnrolmentStation.CLUSTER;
    private static final int ROUNDS = 60;

    @TempDir
    private Path directory;

    private final List<Node> nodes = new ArrayList<>();
    private final Set<Integer> away = new HashSet<>();

    /// One node; after a crash another object reads the same directory.
    private final class Node {
        private final int number;
        private final Path home;
        private final EnrolmentStation server;
        private final NodeIdentity identity;
        private final KeyExchange exchange;
        private final List<String> journal = new ArrayList<>();

        Node(int number, Path home) throws IOException {
            this.number = number;
            this.home = home;
            this.identity = NodeIdentity.load(home);
            this.server = EnrolmentStation.of(home, identity, EnrolmentServer.PATIENCE);
            this.exchange = new KeyExchange(home, identity, this::renewProofs, journal::add);
        }

        private SortedSet<Integer> renewProofs(SortedSet<Integer> writers) throws IOException {
            try (BoardDevice device = board(identity.boardKey())) {
                return device.renewProofs(number, writers, 1, BoardLayout.NODES);
            }
        }

        Node crashed() throws IOException {
            server.close();
            return new Node(number, home);
        }
    }

    private BoardDevice board(BoardKey key) throws BoardException {
        return BoardDevice.open(DiskLocation.of(directory.resolve("board")), CLUSTER, key);
    }

    private void makeThreeNodes() throws IOException {
        makeNodes(3);
    }

    private void makeNodes(int count) throws IOException {
        Path first = Files.createDirectory(directory.resolve("n1"));
        NodeIdentity founder = NodeIdentity.createCluster(first, "mail", "server-1");
        BoardAdministration.create(directory.resolve("board"), CLUSTER, founder.boardKey(), false);
        nodes.add(new Node(1, first));
        for (int number = 2; number <= count; number++) {
            Path home = Files.createDirectory(directory.resolve("n" + number));
            KeyPair pair = CertificateAuthority.keyPair();
            CertificateAuthority authority = founder.authority();
            new NodeIdentity(
                            authority.issue("server-" + number, pair.getPublic(), Instant.now()),
                            pair.getPrivate(),
                            authority,
                            founder.clusterKeys())
                    .write(home);
            nodes.add(new Node(number, home));
        }
        for (Node node : nodes) {
            try (BoardDevice device = board(node.identity.boardKey())) {
                device.writeConfiguration(node.number, 1, text("configuration"));
                device.writeConfiguration(node.number, 2, text("configuration"));
            }
        }
        beat();
    }

    @AfterEach
    void close() throws IOException {
        for (Node node : nodes) {
            node.server.close();
        }
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<Node> up() {
        return nodes.stream().filter(node -> !away.contains(node.number)).toList();
    }

    /// Each node that is up writes its block and reads all others; each hears from the others which keys they have.
    private void beat() throws IOException {
        for (Node node : up()) {
            try (BoardDevice device = board(node.identity.boardKey())) {
                for (NodeReading reading : device.cycle(node.number, text("block"))) {
                    assertThat(reading).isNotInstanceOf(NodeReading.Damaged.class);
                }
                assertThat(device.searchConfigurations().damages()).isEmpty();
            }
            for (Node other : up()) {
                if (other != node) {
                    assertThat(ids(node)).as("they can talk").containsAnyElementsOf(ids(other));
                    node.identity
                            .datagramKeys()
                            .shown(new NodeId(other.number), ids(other).getFirst());
                }
            }
        }
    }

    private static List<Integer> ids(Node node) {
        return node.identity.clusterKeys().datagramKeys().stream()
                .map(DatagramKey::id)
                .toList();
    }

    private SortedMap<NodeId, NodeDefinition> others(Node self) {
        SortedMap<NodeId, NodeDefinition> others = new TreeMap<>();
        nodes.stream().filter(node -> node != self).forEach(node -> {
            NodeId id = new NodeId(node.number);
            others.put(id, new NodeDefinition(id, "server-" + node.number, List.of(node.server.listener())));
        });
        return others;
    }

    private void round(boolean crashes) throws IOException, InterruptedException {
        for (Node node : up()) {
            boolean stepped = node.exchange.proceed(others(node), true);
            if (stepped && crashes) {
                nodes.set(node.number - 1, node.crashed());
            }
            beat();
        }
    }

    private void roundsUntilSettled(boolean crashes) throws IOException, InterruptedException {
        for (int i = 0; i < ROUNDS && !allSettled(); i++) {
            round(crashes);
        }
    }

    private boolean allSettled() {
        return nodes.stream().allMatch(node -> node.exchange.isOver())
                && nodes.stream().map(KeyExchangeTest::ids).distinct().count() == 1;
    }

    private void assertExchangedFrom(BoardKey old, List<Integer> before) {
        assertThat(allSettled())
                .as("journals: %s", nodes.stream().map(node -> node.journal).toList())
                .isTrue();
        assertThat(ids(nodes.getFirst())).hasSize(1).doesNotContainAnyElementsOf(before);
        BoardException refused = catchThrowableOfType(BoardException.class, () -> board(old));
        assertThat(refused.fault()).isEqualTo(BoardException.Fault.WRONG_KEY);
    }

    private BoardKey oldKey() {
        return new BoardKey(
                nodes.getFirst().identity.clusterKeys().boardSecrets().getFirst());
    }

    @Test
    void allNodesExchangeTheKeysAndForgetTheOldOnes() throws IOException, InterruptedException {
        makeThreeNodes();
        BoardKey old = oldKey();
        List<Integer> before = ids(nodes.getFirst());
        assertThat(nodes.get(1).exchange.begin()).contains("each node fetches them");
        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> nodes.get(1).exchange.begin())
                .withMessageContaining("being exchanged already");
        beat();
        roundsUntilSettled(false);

        assertExchangedFrom(old, before);
        assertThat(nodes.getFirst().journal)
                .contains("new keys were fetched from server-2", "the earlier keys are forgotten");
    }

    @Test
    void aCrashAfterAnyStepOfAnyNodeLosesNothing() throws IOException, InterruptedException {
        makeThreeNodes();
        BoardKey old = oldKey();
        List<Integer> before = ids(nodes.getFirst());
        nodes.getFirst().exchange.begin();
        nodes.set(0, nodes.getFirst().crashed());
        beat();
        roundsUntilSettled(true);

        assertExchangedFrom(old, before);
    }

    @Test
    void twoWhoBeginAtTheSameTimeEndWithTheSameKeys() throws IOException, InterruptedException {
        makeThreeNodes();
        BoardKey old = oldKey();
        List<Integer> before = ids(nodes.getFirst());
        nodes.get(0).exchange.begin();
        nodes.get(2).exchange.begin();
        beat();
        roundsUntilSettled(false);

        assertExchangedFrom(old, before);
    }

    @Test
    void moreNodesThanKeysAreKeptBeginAtTheSameTimeAndEndWithTheSameKeys() throws IOException, InterruptedException {
        makeNodes(10);
        BoardKey old = oldKey();
        List<Integer> before = ids(nodes.getFirst());
        for (Node node : nodes) {
            node.exchange.begin();
        }
        Node first = nodes.getFirst();
        for (Node other : nodes.subList(1, nodes.size())) {
            first.identity
                    .datagramKeys()
                    .shown(new NodeId(other.number), ids(other).getFirst());
            first.exchange.proceed(others(first), true);
        }
        assertThat(ids(first)).as("it was shown nine and has one of its own").hasSize(8);
        beat();
        roundsUntilSettled(false);

        assertExchangedFrom(old, before);
    }

    @Test
    void aNodeThatIsAwayIsWaitedForAndGetsTheKeysWhenItComesBack() throws IOException, InterruptedException {
        makeThreeNodes();
        BoardKey old = oldKey();
        List<Integer> before = ids(nodes.getFirst());
        away.add(3);
        nodes.getFirst().exchange.begin();
        for (int i = 0; i < 5; i++) {
            round(false);
        }
        assertThat(nodes.getLast().exchange.isOver()).as("it has heard nothing").isTrue();
        assertThat(ids(nodes.getFirst())).as("the old key is good still").containsAll(before);
        assertThat(nodes.getFirst().exchange.told()).contains("server-3 must be heard with them, or be removed");
        assertThat(nodes.getFirst().exchange.data().state()).isEqualTo("exchanging");
        assertThat(nodes.getFirst().exchange.data().waitsFor()).containsExactly("server-3");
        assertThat(nodes.getFirst().exchange.warning().orElse(""))
                .contains("the earlier keys of the cluster are still good")
                .contains("server-3 must be heard with them, or be removed with 'orion node remove'");

        away.clear();
        beat();
        roundsUntilSettled(false);

        assertExchangedFrom(old, before);
        assertThat(nodes.getFirst().exchange.warning()).isEmpty();
        assertThat(nodes.getFirst().exchange.data()).isEqualTo(new KeysData("settled", List.of(), ""));
    }

    @Test
    void aNodeThatCannotFetchTheKeysSaysFromWhomAndWhatToDo() throws IOException, InterruptedException {
        makeThreeNodes();
        nodes.getFirst().exchange.begin();
        nodes.getFirst().server.close();
        beat();
        Node second = nodes.get(1);

        assertThat(second.exchange.proceed(others(second), true)).isFalse();
        assertThat(second.exchange.isOver()).isFalse();
        assertThat(second.exchange.told())
                .contains("cannot be had from node server-1 at TCP", "let that port through the firewall");
    }

    @Test
    void whoFetchesFromSomebodySilentKeepsNobodyFromBeginning() throws Exception {
        makeNodes(2);
        Node second = nodes.get(1);
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            second.identity.datagramKeys().shown(new NodeId(1), 99);
            SortedMap<NodeId, NodeDefinition> others = new TreeMap<>();
            Endpoint listener = new Endpoint("127.0.0.1", silent.getLocalPort());
            others.put(new NodeId(1), new NodeDefinition(new NodeId(1), "server-1", List.of(listener)));
            FutureTask<Boolean> fetching = new FutureTask<>(() -> second.exchange.proceed(others, false));
            Thread.ofVirtual().start(fetching);
            try (Socket _ = silent.accept()) {
                second.exchange.begin();
            }
            fetching.get();
            assertThat(second.journal.getFirst()).isEqualTo("new keys were made");
            assertThat(second.exchange.told())
                    .as("it was waited for until it hung up")
                    .contains("cannot be had from node server-1")
                    .doesNotContain("timed out");
        }
    }

    @Test
    void aNodeWhoseBlockWasEmptiedInTheMiddleOfAnExchangeIsWaitedFor() throws Exception {
        makeNodes(2);
        Node first = nodes.get(0);
        first.exchange.begin();
        beat();
        nodes.get(1).exchange.proceed(others(nodes.get(1)), true);
        beat();
        try (BoardDevice device = board(first.identity.boardKey())) {
            device.clearNode(2);
            for (int i = 0; i < 4; i++) {
                first.exchange.proceed(others(first), true);
                device.cycle(1, text("block"));
            }
        }
        first.exchange.proceed(others(first), true);
        assertThat(first.exchange.told()).contains("not everything is written with the new ones yet, of server-2");

        // It has not written with the new key yet, and is believed all the same.
        beat();
        roundsUntilSettled(false);
        assertThat(allSettled()).isTrue();
    }

    @Test
    void theBlockOfANodeThatWasRemovedKeepsTheOldBoardKeyUntilItIsEmptied() throws IOException, InterruptedException {
        makeThreeNodes();
        BoardKey old = oldKey();
        List<Integer> before = ids(nodes.getFirst());
        try (BoardDevice device = board(nodes.getFirst().identity.boardKey())) {
            device.cycle(9, text("removed"));
        }
        nodes.getFirst().exchange.begin();
        beat();
        roundsUntilSettled(false);
        assertThat(nodes.getFirst().exchange.told()).contains("of node number 9", "'orion sbd init'");
        assertThat(ids(nodes.getFirst())).as("datagrams need it no more").doesNotContainAnyElementsOf(before);

        BoardAdministration.initialise(
                DiskLocation.of(directory.resolve("board")),
                CLUSTER,
                nodes.getFirst().identity.boardKey(),
                9,
                Optional.empty());
        roundsUntilSettled(false);

        assertExchangedFrom(old, before);
    }
}
