package orion.core.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.authority.Authority;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Endpoint;
import orion.core.configuration.NodeDefinition;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.core.splitbrain.Ballot;
import orion.core.splitbrain.NodeBlock;
import orion.core.splitbrain.WhiteBoard;

/// When node 1 may begin a new run of a cluster whose only member, node 2, it has never heard (rule C1).
final class ColdStartTest {
    private static final Timing TIMING = Timing.STANDARD;
    private static final long WAIT = TIMING.takeOverWaitMillis();
    private static final Member ONE = new Member(new NodeId(1), 5);
    private static final Member TWO = new Member(new NodeId(2), 7);

    private final ClusterConfiguration configuration;
    private final Generation newest;
    private final NodeBlock member;
    private final WhiteBoard board;
    private final Authority authority = new Authority(ONE, TIMING, 0);
    private final ColdStart founding;

    ColdStartTest() {
        SortedMap<NodeId, NodeDefinition> nodes = new TreeMap<>();
        SortedMap<NodeId, Long> admitted = new TreeMap<>();
        for (Member each : List.of(ONE, TWO)) {
            NodeId id = each.node();
            Endpoint link = new Endpoint("192.0.2." + id.number(), 7023);
            nodes.put(id, new NodeDefinition(id, "n" + id.number(), List.of(link)));
        }
        admitted.put(TWO.node(), TWO.incarnation());
        configuration = new ClusterConfiguration("harbour", 1, TIMING, 1, 60, 1, nodes, new TreeMap<>());
        newest = new Generation(3, 1, 1, TWO.node(), new TreeSet<>(List.of(TWO.node())), new TreeSet<>(), admitted);
        member = new NodeBlock(TWO, 40, newest, Ballot.NONE, new TreeSet<>(), true, false);
        board = new WhiteBoard(ONE, TIMING, 1, 0, new TreeMap<>(Map.of(TWO.node(), member)));
        authority.learn(0, newest, 0, 0);
        founding = new ColdStart(ONE, configuration, 0);
    }

    /// Reads the board, which answers a little later and has nothing new.
    private void read(long startedAt) {
        WhiteBoard.Cycle cycle = board.begin(startedAt, newest, Ballot.NONE, new TreeSet<>(), true, false);
        SortedMap<NodeId, NodeBlock> blocks = new TreeMap<>();
        blocks.put(ONE.node(), cycle.written());
        blocks.put(TWO.node(), member);
        board.end(startedAt + 20, 0, Optional.of(blocks));
    }

    private Optional<String> obstacle(long now) {
        return founding.obstacle(now, authority, new HeartbeatMonitor(TIMING, 0), board);
    }

    @Test
    void ruleC1OnlyAReadingThatBeganAfterTheWholeWaitProvesThatNobodyRenewedItsLease() {
        read(WAIT - 1);
        assertThat(obstacle(WAIT + 500))
                .as("n2 may have written since that reading, however late it is now")
                .hasValueSatisfying(text -> assertThat(text).contains("n2 of generation 3 may still be at work"));

        read(WAIT);
        assertThat(obstacle(WAIT + 20)).isEmpty();
    }
}
