package orion.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.Standing;
import orion.core.model.NodeId;
import orion.sim.Fault.Kind;

/// Trouble with the white board, and decisions on it.
final class BoardStoryTest {
    @Test
    void aBoardDeadAtOneHostKillsNobody() {
        Story story = Story.running(3);
        story.happens(Kind.BOARD_FAILING, 2, 60_000);
        story.pass(60_000);

        assertThat(story.deaths()).isZero();
        assertThat(story.generation(1)).isEqualTo(1);
    }

    @Test
    void aBoardHangingForAllKillsNobodyBecauseAllLiveByGrants() {
        Story story = Story.running(3);
        story.happens(Kind.BOARD_HANGING_FOR_ALL, 1, 60_000);
        story.pass(59_000);

        assertThat(story.view(1).boardHealthy()).isFalse();
        assertThat(story.deaths()).isZero();
        story.untilWhole(5_000);
        assertThat(story.generation(1)).isEqualTo(1);
    }

    @Test
    void aHostWithoutBoardAndNetworkStopsWhenItsLeaseEnds() {
        Story story = Story.of(3, 2, false);
        story.bootAll();
        story.untilWhole(10_000);
        story.happens(Kind.BOARD_HANGING, 1, 60_000);
        story.happens(Kind.UNPLUG, 1, 60_000);
        long leaseEnd = story.leaseEndsAtMillis(1).orElseThrow();

        story.until("n1 stops", 7_500, () -> story.view(1).standing() == Standing.STOPPING);

        assertThat(story.nowMillis()).isBetween(leaseEnd, leaseEnd + 1_500);
        story.until("r1 runs on n2", 3_000, () -> story.runs("r1", 2));
    }

    @Test
    void aPublicationThatIsNotReadBackIsNoPublication() {
        Story story = Story.running(3);
        SortedSet<NodeId> decided = new TreeSet<>();
        story.cluster().watch(fact -> {
            if (fact instanceof Fact.BlockWritten(var block)
                    && block.ballot().generation() == 2
                    && block.ballot().accepted() > 0
                    && decided.add(block.writer().node())) {
                // From now on whatever the decider writes is lost.
                story.cluster().board().trouble(block.writer().node(), 0, SimDisk.Trouble.LOSING);
            }
        });
        story.happens(Kind.POWER_CUT, 1, 600_000);
        story.until("n3 has accepted", 10_000, () -> decided.contains(new NodeId(3)));
        story.pass(30);
        assertThat(story.generation(3)).isEqualTo(1);
        assertThat(story.where("r1")).isEmpty();

        // n2 finds the value on the board, proposes the same one, and loses its publication too.
        story.until("n2 has accepted", 10_000, () -> decided.contains(new NodeId(2)));
        assertThat(story.generation(2)).isEqualTo(1);
        story.cluster().board().heal();
        story.until("r1 runs on n2", 3_000, () -> story.runs("r1", 2));
        assertThat(story.members(3)).isEqualTo("2 3");
    }

    @Test
    void ofTwoFoundersWhoDoNotHearEachOtherOnlyOneFounds() {
        Story story = Story.of(2);
        story.happens(Kind.CUT, 1, 2, 0, 30_000);
        story.bootAll();
        story.pass(20_000);

        assertThat(story.isMember(1)).isNotEqualTo(story.isMember(2));
        story.pass(10_000);
        story.untilWhole(10_000);
        assertThat(story.members(1)).isEqualTo("1 2");
    }

    @Test
    void afterATotalPowerCutTheClusterStartsAgainAndItsNumbersGoOn() {
        Story story = Story.running(3);
        story.happens(Kind.POWER_CUT_OF_ALL, 1, 5_000);
        story.pass(5_000);

        long took = story.untilWhole(12_000);

        assertThat(took).isLessThan(12_000);
        assertThat(story.generation(1)).isGreaterThan(1);
        assertThat(story.incarnation(1)).isEqualTo(2);
        assertThat(story.deaths()).isZero();
    }

    @Test
    void aHostAloneAfterATotalPowerCutStartsWhenTheOthersLeasesAreOver() {
        Story story = Story.running(3);
        story.happens(Kind.POWER_CUT_OF_ALL, 1, 600_000);
        story.host(2).boot();

        story.until("n2 runs both", 30_000, () -> story.runs("r1", 2) && story.runs("r2", 2));

        assertThat(story.members(2)).isEqualTo("2");
    }

    @Test
    void nobodyFoundsAnewWhileMembersWithoutABoardMayStillBeAtWorkTogether() {
        Story story = Story.of(3);
        story.host(1).boot();
        story.host(2).boot();
        story.until("n1 and n2 are members", 10_000, () -> story.isMember(1) && story.isMember(2));
        story.happens(Kind.UNPLUG, 3, 60_000);
        story.happens(Kind.BOARD_HANGING, 1, 60_000);
        story.happens(Kind.BOARD_HANGING, 2, 60_000);
        story.pass(20_000);
        story.host(3).boot();
        story.pass(30_000);

        // Rule C2: their ticks stand still, but they renew each other's leases over the network.
        assertThat(story.view(3).obstacle().orElseThrow()).contains("could still be at work together");
        assertThat(story.isMember(1) && story.isMember(2)).isTrue();
        assertThat(story.deaths()).isZero();
        story.pass(10_000);
        story.untilWhole(10_000);
    }

    @Test
    void nobodyFoundsAnewWhileAMemberStillTicks() {
        Story story = Story.of(2);
        story.host(1).boot();
        story.until("n1 is a member", 10_000, () -> story.isMember(1));
        story.happens(Kind.CUT, 1, 2, 0, 60_000);
        story.host(2).boot();
        story.pass(30_000);

        // Rule C1: it is silent, but its tick moves.
        assertThat(story.view(2).obstacle().orElseThrow()).contains("n1 of generation 1 may still be at work");
        story.happens(Kind.POWER_CUT, 1, 60_000);
        long waited = story.until("n2 founds", 10_000, () -> story.isMember(2));
        assertThat(waited).isGreaterThan(5_000);
    }

    @Test
    void oneOfThreeDisksMayDieForAllAndAFailoverTakesNoLonger() {
        Story story = Story.runningOnThreeDisks(3);
        for (int node = 1; node <= 3; node++) {
            story.happens(node == 2 ? Kind.BOARD_HANGING : Kind.BOARD_FAILING, node, node, 0b010, 600_000);
        }
        story.pass(20_000);
        assertThat(story.view(1).boardHealthy()).isTrue();

        story.happens(Kind.POWER_CUT, 1, 600_000);
        story.until("r1 runs on n2", 9_000, () -> story.runs("r1", 2));

        assertThat(story.deaths()).isZero();
        assertThat(story.members(3)).isEqualTo("2 3");
    }

    @Test
    void differentDisksMayBeOutOfReachOfDifferentHosts() {
        Story story = Story.runningOnThreeDisks(3);
        for (int node = 1; node <= 3; node++) {
            story.happens(Kind.BOARD_FAILING, node, node, 1L << (node - 1), 600_000);
        }
        story.pass(20_000);
        story.happens(Kind.UNPLUG, 1, 600_000);
        story.until("n1 has read its pill and stopped", 9_000, () -> !story.isMember(1));
        story.until("r1 runs on n2", 4_000, () -> story.runs("r1", 2));

        assertThat(story.members(2)).isEqualTo("2 3");
    }

    @Test
    void withTwoOfThreeDisksDeadAllLiveByGrantsButDecideNothing() {
        Story story = Story.runningOnThreeDisks(3);
        for (int node = 1; node <= 3; node++) {
            story.happens(Kind.BOARD_FAILING, node, node, 0b011, 60_000);
        }
        story.pass(30_000);
        assertThat(story.view(1).boardHealthy()).isFalse();
        assertThat(story.deaths()).isZero();
        story.host(1).powerCut();
        story.pass(10_000);
        assertThat(story.alive(2) && story.generation(2) > 1).isFalse();

        story.pass(25_000);
        story.host(1).boot();
        story.untilWhole(30_000);
    }
}
