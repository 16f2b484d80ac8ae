package orion.core.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
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
import orion.core.model.Pause;
import orion.core.model.Timing;
import orion.core.resource.ClusterState;
import orion.core.resource.StateId;
import orion.core.splitbrain.Ballot;
import orion.core.splitbrain.NodeBlock;
import orion.core.splitbrain.WhiteBoard;
import orion.core.wire.Message;

/// What node 3 makes of node 1, which everybody hears: whether it may be left out, or let in.
final class AssessmentTest {
    private static final Timing TIMING = Timing.STANDARD;
    private static final Member ONE = new Member(new NodeId(1), 1);
    private static final Member TWO = new Member(new NodeId(2), 1);
    private static final Member THREE = new Member(new NodeId(3), 1);
    private static final SortedSet<NodeId> ALL = new TreeSet<>(List.of(ONE.node(), TWO.node(), THREE.node()));

    private final HeartbeatMonitor heartbeats = new HeartbeatMonitor(TIMING, 0);

    private Optional<String> objection(SortedSet<NodeId> leaving) {
        TreeMap<NodeId, Long> admitted = new TreeMap<>();
        ALL.forEach(node -> admitted.put(node, 1L));
        Authority authority = new Authority(THREE, TIMING, 0);
        authority.learn(0, new Generation(1, 1, TWO.node(), ALL, new TreeSet<>(), admitted), 0, 0);
        Message.Heartbeat heartbeat = new Message.Heartbeat(
                1, false, ALL, true, true, 0, 900, new TreeMap<>(), new TreeSet<>(), StateId.NONE, Pause.NONE, 0);
        heartbeats.received(900, ONE, heartbeat);
        heartbeats.received(900, TWO, heartbeat);
        ClusterConfiguration configuration =
                new ClusterConfiguration("harbour", 1, TIMING, 1, 60, 1, new TreeMap<>(), new TreeMap<>());
        ClusterState agreed = ClusterState.initial(configuration).withLeaving(leaving);
        WhiteBoard board = new WhiteBoard(THREE, TIMING, 1, 0, new TreeMap<>());
        return new Assessment(
                        1_000,
                        THREE,
                        agreed,
                        authority,
                        heartbeats,
                        board,
                        new OwnLink(TIMING),
                        Optional.of(THREE.node()))
                .objection(TWO, new TreeSet<>(List.of(TWO, THREE)));
    }

    @Test
    void nobodyIsLeftOutWhomEverybodyHears() {
        assertThat(objection(new TreeSet<>()))
                .hasValueSatisfying(why -> assertThat(why).contains("node 1 is heard by everybody"));
    }

    @Test
    void ruleM4WhoIsLeavingMayBeLeftOutAtOnce() {
        assertThat(objection(new TreeSet<>(List.of(ONE.node())))).isEmpty();
        assertThat(objection(new TreeSet<>(List.of(TWO.node())))).isPresent();
    }

    /// Who may be let in of those at the door: a life of node 1, after its first life was excluded.
    private SortedSet<Member> joiners(Member candidate) {
        TreeMap<NodeId, Long> admitted = new TreeMap<>();
        ALL.forEach(node -> admitted.put(node, 1L));
        SortedSet<NodeId> members = new TreeSet<>(List.of(TWO.node(), THREE.node()));
        Generation known = new Generation(2, 1, TWO.node(), members, new TreeSet<>(), admitted);
        Authority authority = new Authority(THREE, TIMING, 0);
        authority.learn(0, known, 0, 0);
        heartbeats.received(
                900,
                candidate,
                new Message.Heartbeat(
                        0,
                        true,
                        ALL,
                        true,
                        true,
                        0,
                        900,
                        new TreeMap<>(),
                        new TreeSet<>(),
                        StateId.NONE,
                        Pause.NONE,
                        0));
        heartbeats.received(
                900,
                TWO,
                new Message.Heartbeat(
                        2,
                        false,
                        ALL,
                        true,
                        true,
                        0,
                        900,
                        new TreeMap<>(),
                        new TreeSet<>(),
                        StateId.NONE,
                        Pause.NONE,
                        0));
        TreeMap<NodeId, NodeDefinition> nodes = new TreeMap<>();
        nodes.put(ONE.node(), new NodeDefinition(ONE.node(), "n1", List.of(new Endpoint("192.0.2.1", 7023))));
        ClusterState agreed =
                ClusterState.initial(new ClusterConfiguration("harbour", 1, TIMING, 1, 60, 1, nodes, new TreeMap<>()));
        TreeMap<NodeId, NodeBlock> blocks = new TreeMap<>();
        blocks.put(ONE.node(), new NodeBlock(candidate, 1, known, Ballot.NONE, ALL, true, false));
        WhiteBoard board = new WhiteBoard(THREE, TIMING, 1, 0, blocks);
        return new Assessment(
                        1_000,
                        THREE,
                        agreed,
                        authority,
                        heartbeats,
                        board,
                        new OwnLink(TIMING),
                        Optional.of(THREE.node()))
                .joiners(members);
    }

    @Test
    void ruleA1ALifeThatWasInIsNotLetInAgain() {
        assertThat(joiners(ONE)).isEmpty();
    }

    @Test
    void aNewLifeIsLetIn() {
        Member newLife = new Member(ONE.node(), 2);

        assertThat(joiners(newLife)).containsExactly(newLife);
    }
}
