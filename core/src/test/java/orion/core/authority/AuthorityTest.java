package orion.core.authority;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.core.splitbrain.Ballot;
import orion.core.splitbrain.NodeBlock;
import orion.core.splitbrain.WhiteBoard;

/// When a lease is renewed and when a death is believed, rule by rule, as node 1 sees it.
final class AuthorityTest {
    private static final Timing TIMING = Timing.STANDARD;
    private static final long LEASE = TIMING.leaseMillis();
    private static final long WAIT = TIMING.takeOverWaitMillis();
    private static final Member ONE = new Member(new NodeId(1), 1);
    private static final Member TWO = new Member(new NodeId(2), 1);
    private static final Member THREE = new Member(new NodeId(3), 1);
    private static final Generation ALL = generation(1, nodes(1, 2, 3), nodes());
    private static final Generation WITHOUT_THREE = generation(2, nodes(1, 2), nodes(3));

    private final Authority authority = new Authority(ONE, TIMING, 0);
    private final WhiteBoard board = new WhiteBoard(ONE, TIMING, 1, 0, new TreeMap<>());

    private static SortedSet<NodeId> nodes(Integer... numbers) {
        return Arrays.stream(numbers).map(NodeId::new).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Generation generation(long number, SortedSet<NodeId> members, SortedSet<NodeId> excluded) {
        SortedMap<NodeId, Long> admitted = new TreeMap<>();
        members.forEach(node -> admitted.put(node, 1L));
        excluded.forEach(node -> admitted.put(node, 1L));
        return new Generation(number, 1, 1, new NodeId(2), members, excluded, admitted);
    }

    private static NodeBlock block(Member writer, long tick, Generation newest, boolean stopped) {
        return new NodeBlock(writer, tick, newest, Ballot.NONE, nodes(), true, stopped);
    }

    private void learn(long now, Generation generation) {
        authority.learn(now, generation, now, board.cyclesBegun());
    }

    /// The cycle under way ends well, having read these blocks of others.
    private boolean endCycle(long now, WhiteBoard.Cycle cycle, NodeBlock... others) {
        SortedMap<NodeId, NodeBlock> blocks = new TreeMap<>();
        blocks.put(ONE.node(), cycle.written());
        for (NodeBlock other : others) {
            blocks.put(other.writer().node(), other);
        }
        return authority.onCycle(now, board.end(now, 0, Optional.of(blocks)).orElseThrow(), board);
    }

    private boolean cycle(long now, NodeBlock... others) {
        return endCycle(now + 5, board.begin(now, authority.known(), Ballot.NONE, nodes(), true, false), others);
    }

    private static SortedMap<NodeId, Long> grant(long asked) {
        SortedMap<NodeId, Long> grants = new TreeMap<>();
        grants.put(ONE.node(), asked);
        return grants;
    }

    @Test
    void aBoardCycleRenewsTheLeaseFromItsBeginning() {
        learn(0, ALL);
        WhiteBoard.Cycle slow = board.begin(1_000, ALL, Ballot.NONE, nodes(), true, false);
        assertThat(endCycle(4_000, slow)).isTrue();

        assertThat(authority.leaseUntil()).isEqualTo(1_000 + LEASE);
        assertThat(authority.leaseValid(999 + LEASE)).isTrue();
        assertThat(authority.leaseValid(1_000 + LEASE)).isFalse();
        assertThat(authority.leaseRanOut(1_000 + LEASE)).isTrue();
    }

    @Test
    void aNewerGenerationOnTheBoardEndsRenewalUntilItIsKnown() {
        learn(0, ALL);

        assertThat(cycle(1_000, block(TWO, 1, WITHOUT_THREE, false))).isFalse();
        learn(1_010, WITHOUT_THREE);
        assertThat(cycle(2_000, block(TWO, 2, WITHOUT_THREE, false))).isTrue();
    }

    @Test
    void anOlderGenerationIsNoNews() {
        assertThat(authority.learn(10, WITHOUT_THREE, 10, 0)).isTrue();
        assertThat(authority.learn(20, ALL, 20, 0)).isFalse();
        assertThat(authority.known()).isEqualTo(WITHOUT_THREE);
        assertThat(authority.knownSince()).isEqualTo(10);
    }

    @Test
    void whoIsLeftOutIsCastOutAndRenewsNoMore() {
        learn(0, ALL);
        learn(100, generation(2, nodes(2, 3), nodes(1)));

        assertThat(authority.isCastOut()).isTrue();
        assertThat(authority.isMember()).isFalse();
        assertThat(cycle(1_000)).isFalse();
        assertThat(authority.onHeartbeat(TWO, 1_000, grant(900))).isFalse();
    }

    @Test
    void aMemberThatGetsNoLeaseWithinAWholeLeaseHasLostItsRight() {
        learn(500, ALL);

        assertThat(authority.leaseRanOut(499 + LEASE)).isFalse();
        assertThat(authority.leaseRanOut(500 + LEASE)).isTrue();
        assertThat(authority.nextDeadline(600)).isEqualTo(500 + LEASE);
    }

    @Test
    void grantsOfAllOthersRenewFromTheOldestRequest() {
        learn(0, ALL);

        assertThat(authority.onHeartbeat(TWO, 1, grant(1_000))).isFalse();
        assertThat(authority.onHeartbeat(THREE, 1, grant(900))).isTrue();
        assertThat(authority.leaseUntil()).isEqualTo(900 + LEASE);
        assertThat(authority.onHeartbeat(TWO, 2, grant(2_000))).isFalse();
        assertThat(authority.leaseUntil()).isEqualTo(900 + LEASE);
    }

    @Test
    void grantsOfAnEarlierGenerationDoNotCount() {
        learn(0, ALL);
        authority.onHeartbeat(TWO, 1, grant(1_000));
        learn(1_100, generation(2, nodes(1, 2, 3), nodes()));

        assertThat(authority.onHeartbeat(THREE, 1, grant(1_000))).isFalse();
        assertThat(authority.onHeartbeat(TWO, 2, grant(1_200))).isTrue();
    }

    @Test
    void ruleG2AMemberAloneLivesByTheBoardOnly() {
        learn(0, generation(1, nodes(1), nodes()));

        assertThat(authority.onHeartbeat(TWO, 1, grant(1_000))).isFalse();
        assertThat(authority.leaseValid(0)).isFalse();
        assertThat(cycle(1_000)).isTrue();
        assertThat(authority.leaseUntil()).isEqualTo(1_000 + LEASE);
    }

    @Test
    void ruleT3AReadingThatBeganBeforeTheExclusionWasKnownProvesNothing() {
        learn(0, ALL);
        cycle(100, block(THREE, 5, ALL, false));
        WhiteBoard.Cycle underWay = board.begin(1_000, ALL, Ballot.NONE, nodes(), true, false);
        learn(1_001, WITHOUT_THREE);
        endCycle(1_010, underWay, block(THREE, 5, ALL, false));
        assertThat(authority.unproven(1_000_000)).containsExactly(THREE);

        cycle(2_000, block(THREE, 5, ALL, false));
        long proven = 105 + WAIT;
        assertThat(authority.unproven(proven - 1)).containsExactly(THREE);
        assertThat(authority.nextDeadline(proven - 1)).isEqualTo(proven);
        assertThat(authority.unproven(proven)).isEmpty();
    }

    @Test
    void ruleT3AReadingThatBeganInTheVeryMillisecondAfterIsTakenByItsNumber() {
        learn(0, ALL);
        cycle(100, block(THREE, 5, ALL, false));
        learn(1_000, WITHOUT_THREE);
        cycle(1_000, block(THREE, 5, ALL, false));

        assertThat(authority.unproven(105 + WAIT)).isEmpty();
    }

    @Test
    void ruleT3ATickThatMovedMeanwhileIsCountedFromWhenItWasSeen() {
        learn(0, ALL);
        cycle(100, block(THREE, 5, ALL, false));
        learn(1_000, WITHOUT_THREE);
        cycle(2_000, block(THREE, 6, ALL, false));

        assertThat(authority.unproven(2_004 + WAIT)).containsExactly(THREE);
        assertThat(authority.unproven(2_005 + WAIT)).isEmpty();
    }

    @Test
    void ruleT4TheLastGrantGivenIsWaitedForAsWellAsTheTick() {
        learn(0, ALL);
        cycle(100, block(THREE, 5, ALL, false));
        authority.onHeartbeat(THREE, 4_990, new TreeMap<>());
        assertThat(authority.giveGrants(5_000, false)).containsEntry(THREE.node(), 4_990L);
        // Granting the same request again promises nothing more.
        authority.giveGrants(6_000, false);
        learn(9_000, WITHOUT_THREE);
        cycle(9_100, block(THREE, 5, ALL, false));

        assertThat(authority.unproven(4_999 + WAIT)).containsExactly(THREE);
        assertThat(authority.unproven(5_000 + WAIT)).isEmpty();
    }

    @Test
    void ruleT4NothingIsGrantedWhileAGenerationIsPublished() {
        learn(0, ALL);
        authority.onHeartbeat(THREE, 4_990, new TreeMap<>());

        assertThat(authority.giveGrants(5_000, true)).isEmpty();
        assertThat(authority.giveGrants(5_100, false)).containsOnlyKeys(THREE.node());
    }

    @Test
    void ruleT4WhoWasNotInTheGenerationThatGrantedCountsFromWhenItLearned() {
        learn(0, generation(1, nodes(2, 3), nodes()));
        cycle(100, block(THREE, 5, ALL, false));
        learn(9_000, WITHOUT_THREE);
        cycle(9_100, block(THREE, 5, ALL, false));

        assertThat(authority.unproven(8_999 + WAIT)).containsExactly(THREE);
        assertThat(authority.unproven(9_000 + WAIT)).isEmpty();
    }

    @Test
    void ruleT4WhoKnowsSinceWhenNobodyCanHaveGrantedCountsFromThen() {
        learn(0, generation(1, nodes(2, 3), nodes()));
        cycle(100, block(THREE, 5, ALL, false));
        authority.learn(9_000, WITHOUT_THREE, 4_000, board.cyclesBegun());
        cycle(9_100, block(THREE, 5, ALL, false));

        assertThat(authority.unproven(9_105)).containsExactly(THREE);
        assertThat(authority.unproven(4_000 + WAIT)).isEmpty();
    }

    @Test
    void ruleG3ANewcomerCountsAsIfItHadGrantedEverybodyWhenItCame() {
        learn(0, generation(1, nodes(2, 3), nodes()));
        cycle(100, block(THREE, 5, ALL, false));
        learn(10_000, generation(2, nodes(1, 2, 3), nodes()));
        authority.learn(10_100, generation(3, nodes(1, 2), nodes(3)), 0, board.cyclesBegun());
        cycle(10_200, block(THREE, 5, ALL, false));

        assertThat(authority.unproven(9_999 + WAIT)).containsExactly(THREE);
        assertThat(authority.unproven(10_000 + WAIT)).isEmpty();
    }

    @Test
    void ruleG3AMemberThatStaysDoesNotCountAgain() {
        learn(0, ALL);
        cycle(100, block(THREE, 5, ALL, false));
        learn(5_000, generation(2, nodes(1, 2, 3), nodes()));
        learn(5_100, generation(3, nodes(1, 2), nodes(3)));
        cycle(5_200, block(THREE, 5, ALL, false));

        assertThat(authority.unproven(105 + WAIT)).isEmpty();
    }

    @Test
    void ruleT1ItsOwnLastWordsOrALaterLifeProveAnEndAtOnce() {
        learn(0, ALL);
        learn(1_000, generation(2, nodes(1), nodes(2, 3)));
        cycle(1_100, block(TWO, 9, ALL, false), block(THREE, 9, ALL, false));
        assertThat(authority.unproven(1_105)).containsExactly(TWO, THREE);
        assertThat(authority.mayStart(1_105)).isFalse();
        cycle(2_100, block(TWO, 10, ALL, true), block(new Member(THREE.node(), 2), 1, ALL, false));

        assertThat(authority.unproven(2_105)).isEmpty();
        assertThat(authority.mayStart(2_105)).isTrue();
    }

    @Test
    void ruleT1ALaterLifeThatIsHeardProvesAnEndBeforeOrAfterTheExclusion() {
        learn(0, ALL);
        learn(10_000, WITHOUT_THREE);
        authority.heard(TWO);
        authority.heard(THREE);
        assertThat(authority.unproven(10_000)).as("its own old words").containsExactly(THREE);
        authority.heard(new Member(THREE.node(), 2));
        assertThat(authority.unproven(10_000)).isEmpty();

        Authority early = new Authority(ONE, TIMING, 0);
        early.heard(new Member(THREE.node(), 2));
        early.heard(THREE);
        early.learn(0, ALL, 0, 0);
        early.learn(10_000, WITHOUT_THREE, 10_000, 0);
        assertThat(early.unproven(10_000))
                .as("what comes late takes nothing back")
                .isEmpty();
    }

    @Test
    void ruleT2AConfirmedPowerOffProvesAnEndAtOnceBeforeOrAfterTheExclusion() {
        learn(0, ALL);
        assertThat(authority.powerOffConfirmed(TWO)).as("news").isTrue();
        assertThat(authority.powerOffConfirmed(TWO)).as("old news").isFalse();
        learn(1_000, generation(2, nodes(1), nodes(2, 3)));
        assertThat(authority.unproven(1_000)).containsExactly(THREE);
        authority.powerOffConfirmed(THREE);

        assertThat(authority.unproven(1_000)).isEmpty();
        assertThat(authority.powerOff()).containsExactly(TWO, THREE);
    }

    @Test
    void ruleT2AConfirmationIsForgottenWithTheLifeItSpokeOf() {
        learn(0, ALL);
        assertThat(authority.powerOffConfirmed(new Member(TWO.node(), 7)))
                .as("a life that is not in this generation")
                .isFalse();
        authority.powerOffConfirmed(TWO);
        learn(1_000, WITHOUT_THREE);
        assertThat(authority.powerOff()).containsExactly(TWO);
        learn(2_000, generation(3, nodes(1), nodes(2)));
        assertThat(authority.powerOff()).as("condemned, and known to be off").containsExactly(TWO);
        learn(3_000, generation(4, nodes(1), nodes()));
        assertThat(authority.powerOff()).isEmpty();
    }

    @Test
    void nothingMayStartWithoutALeaseHoweverDeadTheOthersAre() {
        learn(0, ALL);
        assertThat(authority.mayStart(10)).isFalse();
        cycle(1_000);

        assertThat(authority.mayStart(1_010)).isTrue();
        assertThat(authority.mayStart(1_000 + LEASE)).isFalse();
    }

    @Test
    void anExclusionNotYetProvenIsCarriedIntoLaterGenerationsWithItsProof() {
        learn(0, ALL);
        cycle(100, block(THREE, 5, ALL, false));
        learn(1_000, WITHOUT_THREE);
        cycle(1_100, block(THREE, 5, ALL, false));
        learn(1_200, generation(3, nodes(1, 2), nodes(3)));

        assertThat(authority.unproven(104 + WAIT)).containsExactly(THREE);
        assertThat(authority.unproven(105 + WAIT)).isEmpty();
    }
}
