package orion.core.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.authority.Authority;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Endpoint;
import orion.core.configuration.NodeDefinition;
import orion.core.model.Generation;
import orion.core.model.Levels;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Pause;
import orion.core.model.Timing;
import orion.core.resource.ClusterState;
import orion.core.resource.Knowledge;
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
    private final TreeMap<NodeId, NodeDefinition> nodes = new TreeMap<>();

    AssessmentTest() {
        for (NodeId node : ALL) {
            Endpoint link = new Endpoint("192.0.2." + node.number(), 7023);
            nodes.put(node, new NodeDefinition(node, "n" + node.number(), List.of(link)));
        }
    }

    private static Generation generation(long number, NodeId... members) {
        TreeMap<NodeId, Long> admitted = new TreeMap<>();
        ALL.forEach(node -> admitted.put(node, 1L));
        return new Generation(number, 1, 1, TWO.node(), new TreeSet<>(List.of(members)), new TreeSet<>(), admitted);
    }

    private void hear(Member from, long generation, boolean wantsIn) {
        Message.Heartbeat heartbeat = new Message.Heartbeat(
                Levels.SPOKEN,
                generation,
                wantsIn,
                ALL,
                true,
                true,
                0,
                900,
                new TreeMap<>(),
                new TreeSet<>(),
                StateId.NONE,
                Pause.NONE,
                Pause.NONE,
                0);
        heartbeats.received(900, from, heartbeat);
    }

    private Assessment assessment(Generation known, SortedSet<NodeId> leaving, SortedMap<NodeId, NodeBlock> blocks) {
        return assessment(known, leaving, blocks, nodes);
    }

    private ClusterConfiguration configuration(SortedMap<NodeId, NodeDefinition> configured) {
        return new ClusterConfiguration("harbour", 1, TIMING, 1, 60, 1, configured, new TreeMap<>());
    }

    /// @param next the nodes there are when the change that node 3 has prepared is made
    private Assessment assessment(
            Generation known,
            SortedSet<NodeId> leaving,
            SortedMap<NodeId, NodeBlock> blocks,
            SortedMap<NodeId, NodeDefinition> next) {
        Authority authority = new Authority(THREE, TIMING, 0);
        authority.learn(0, known, 0, 0);
        return new Assessment(
                1_000,
                THREE,
                Levels.SPOKEN,
                new Knowledge(
                        ClusterState.initial(configuration(nodes)).withLeaving(leaving),
                        ClusterState.initial(configuration(next)).withLeaving(leaving),
                        Optional.of(THREE.node())),
                authority,
                heartbeats,
                new WhiteBoard(THREE, TIMING, 1, 0, blocks),
                new OwnLink(TIMING));
    }

    /// What node 3 says against a view without node 1, which everybody hears.
    private Optional<String> objection(SortedSet<NodeId> leaving) {
        hear(ONE, 1, false);
        hear(TWO, 1, false);
        return assessment(generation(1, ONE.node(), TWO.node(), THREE.node()), leaving, new TreeMap<>())
                .objection(TWO, 1, new TreeSet<>(List.of(TWO, THREE)));
    }

    @Test
    void ruleM3NobodyAgreesToAViewWithANodeNotKnownToIt() {
        assertThat(objection(new TreeSet<>(List.of(ONE.node())))).isEmpty();
        nodes.remove(TWO.node());
        assertThat(objection(new TreeSet<>(List.of(ONE.node()))))
                .contains("node 2 is not known here yet, or is being removed");
        nodes.remove(THREE.node());
        assertThat(assessment(generation(1, TWO.node()), new TreeSet<>(), new TreeMap<>())
                        .knows(THREE))
                .isFalse();
    }

    @Test
    void nobodyIsLeftOutWhomEverybodyHears() {
        assertThat(objection(new TreeSet<>()))
                .hasValueSatisfying(why -> assertThat(why).contains("n1 is heard by everybody"));
    }

    @Test
    void ruleM4WhoIsLeavingMayBeLeftOutAtOnce() {
        assertThat(objection(new TreeSet<>(List.of(ONE.node())))).isEmpty();
        assertThat(objection(new TreeSet<>(List.of(TWO.node())))).isPresent();
    }

    /// Who may be let in of those at the door: a life of node 1, after its first life was excluded.
    private SortedSet<Member> joiners(Member candidate) {
        Generation known = generation(2, TWO.node(), THREE.node());
        hear(candidate, 0, true);
        hear(TWO, 2, false);
        TreeMap<NodeId, NodeBlock> blocks = new TreeMap<>();
        blocks.put(ONE.node(), new NodeBlock(candidate, 1, known, Ballot.NONE, ALL, true, false));
        return assessment(known, new TreeSet<>(), blocks).joiners(known.members());
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

    private SortedMap<NodeId, NodeDefinition> withoutNodeOne() {
        TreeMap<NodeId, NodeDefinition> rest = new TreeMap<>(nodes);
        rest.remove(ONE.node());
        return rest;
    }

    @Test
    void ruleM5WhoIsBeingRemovedIsTurnedAwayAtTheDoor() {
        Member newLife = new Member(ONE.node(), 2);
        joiners(newLife);
        Generation known = generation(2, TWO.node(), THREE.node());
        TreeMap<NodeId, NodeBlock> blocks = new TreeMap<>();
        blocks.put(ONE.node(), new NodeBlock(newLife, 1, known, Ballot.NONE, ALL, true, false));
        Assessment assessment = assessment(known, new TreeSet<>(), blocks, withoutNodeOne());

        assertThat(assessment.joiners(known.members())).isEmpty();
        assertThat(assessment.hearing()).as("so that nobody else lets it in").doesNotContain(ONE.node());
        assertThat(assessment.objection(TWO, 1, new TreeSet<>(List.of(newLife, TWO, THREE))))
                .contains("n1 is not known here yet, or is being removed");
    }

    @Test
    void ruleM5WhoWasLetInWhileItWasRemovedIsCastOutAtOnce() {
        hear(ONE, 1, false);
        hear(TWO, 1, false);
        Generation all = generation(1, ONE.node(), TWO.node(), THREE.node());
        SortedMap<NodeId, NodeDefinition> rest = withoutNodeOne();
        nodes.remove(ONE.node());
        Assessment assessment = assessment(all, new TreeSet<>(), new TreeMap<>(), rest);

        assertThat(assessment.findings().survivors()).isEqualTo(new TreeSet<>(List.of(TWO.node(), THREE.node())));
        assertThat(assessment.objection(TWO, 1, new TreeSet<>(List.of(TWO, THREE))))
                .isEmpty();
        assertThat(assessment.hearing()).as("others may not know").contains(ONE.node());
    }

    /// The master that wanted it may have died: others who never heard of it agree on the same members then, or nobody
    /// ever comes to know what becomes of the removal.
    @Test
    void ruleM5AMemberWhoseRemovalIsOnlyPreparedIsNoReasonToDisagree() {
        hear(ONE, 1, false);
        hear(TWO, 1, false);
        Generation all = generation(1, ONE.node(), TWO.node(), THREE.node());
        Assessment assessment = assessment(all, new TreeSet<>(), new TreeMap<>(), withoutNodeOne());

        assertThat(assessment.findings().survivors()).isEqualTo(all.members());
        assertThat(assessment.objection(ONE, 1, new TreeSet<>(List.of(ONE, TWO, THREE))))
                .as("by one that does not know of it")
                .isEmpty();
        assertThat(assessment.objection(TWO, 1, new TreeSet<>(List.of(TWO, THREE))))
                .as("by one that knows it was made")
                .isEmpty();
    }
}
