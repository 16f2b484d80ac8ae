package orion.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import orion.core.Input;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.sim.Fault.Kind;

/// Somebody dies or seems to: who notices, who lives, who takes over, and when.
final class FailoverStoryTest {
    private static final long TOLERANCE = 8_000;
    /// Taking over what a dead host held: agreement, decision, proof, load.
    private static final long TAKE_OVER = TOLERANCE + 1_000;

    @Test
    void afterSilenceTheSurvivorsTakeOverWithinToleranceAndOneSecond() {
        Story story = Story.running(3);
        assertThat(story.where("r1")).isEqualTo("1");

        story.happens(Kind.POWER_CUT, 1, 600_000);
        long took = story.until("r1 runs on n2", TAKE_OVER, () -> story.runs("r1", 2));

        assertThat(took).isGreaterThan(TOLERANCE - 1_500);
        assertThat(story.members(3)).isEqualTo("2 3");
        assertThat(story.deaths()).isZero();
    }

    @Test
    void aConfirmedPowerCutIsTakenOverAtOnce() {
        Story story = Story.running(3);
        story.happens(Kind.CONFIRMED_POWER_CUT, 1, 600_000);

        story.until("r1 runs on n2", 1_000, () -> story.runs("r1", 2));
    }

    @Test
    void anUnpluggedHostReadsThePillAndStopsBeforeAnybodyTakesOver() {
        Story story = Story.running(3);
        story.happens(Kind.UNPLUG, 1, 600_000);

        story.until("n1 has stopped", TAKE_OVER, () -> !story.isMember(1));
        assertThat(story.where("r1")).isNotEqualTo("2");
        story.until("r1 runs on n2", 4_000, () -> story.runs("r1", 2));

        assertThat(story.members(2)).isEqualTo("2 3");
    }

    @Test
    void whereTwoDoNotHearEachOtherTheThirdStaysAndOneOfThemGoes() {
        Story story = Story.running(3);
        story.happens(Kind.CUT, 1, 2, 0, 600_000);

        story.until("a generation of two", TAKE_OVER, () -> story.isMember(3) && story.generation(3) == 2);

        // Equal in number and links; the master, n3, is on both sides; so the higher number decides.
        assertThat(story.members(3)).isEqualTo("2 3");
        story.until("r1 runs on n2", 4_000, () -> story.runs("r1", 2));
        assertThat(story.deaths()).isEqualTo(1);
    }

    @Test
    void whenTheMasterDiesTheNextHighestAddressLeads() {
        Story story = Story.of(3, 4, true);
        story.bootAll();
        story.untilWhole(10_000);
        assertThat(story.where("r4")).isEqualTo("3");

        story.happens(Kind.POWER_CUT, 3, 600_000);
        story.until("r4 follows the master to n2", TAKE_OVER, () -> story.runs("r4", 2));

        assertThat(story.view(1).master()).contains(new NodeId(2));
    }

    @Test
    void twoOfFourDyingAtOnceAreTakenOverTogether() {
        Story story = Story.running(4);
        story.happens(Kind.POWER_CUT, 1, 600_000);
        story.happens(Kind.POWER_CUT, 4, 600_000);

        story.until("r1 runs on n2", TAKE_OVER, () -> story.runs("r1", 2));

        assertThat(story.members(2)).isEqualTo("2 3");
        assertThat(story.generation(2)).isEqualTo(2);
    }

    @Test
    void inATwoNodeClusterTheSurvivorOfTheMasterRunsEverything() {
        Story story = Story.running(2);
        story.happens(Kind.POWER_CUT, 2, 600_000);

        story.until("n1 runs both", TAKE_OVER, () -> story.runs("r1", 1) && story.runs("r2", 1));

        assertThat(story.deaths()).isZero();
    }

    @Test
    void aFrozenMasterIsResetByItsWatchdogBeforeItsLeaseEnds() {
        Story story = Story.running(3);
        long leaseEnd = story.leaseEndsAtMillis(3).orElseThrow();
        story.happens(Kind.FREEZE, 3, 60_000);

        story.until("n3 is reset", 7_000, () -> story.deaths() == 1);
        assertThat(story.nowMillis()).isLessThanOrEqualTo(leaseEnd);

        story.until("n2 leads", TAKE_OVER, () -> story.members(1).equals("1 2"));
        assertThat(story.view(1).master()).contains(new NodeId(2));
    }

    @Test
    void withoutAWatchdogAHostThatThawsLateFirstOfAllStopsEverything() {
        Story story = Story.of(3, 2, false);
        story.bootAll();
        story.untilWhole(10_000);
        long incarnation = story.incarnation(1);
        story.happens(Kind.FREEZE, 1, 20_000);

        story.until("r1 runs on n2 too", TAKE_OVER, () -> story.where("r1").equals("1 2"));
        story.until("n1 thaws and stops", 20_000, () -> story.where("r1").equals("2"));
        story.until("n1 is back", 5_000, () -> story.isMember(1) && story.generation(1) >= 3);

        assertThat(story.incarnation(1)).isGreaterThan(incarnation);
        assertThat(story.deaths()).isEqualTo(1);
    }

    @Test
    void theLosingSideLivesOnWhereTheWinnerDiesBeforeDeciding() {
        Story story = Story.running(2);
        story.happens(Kind.CUT, 1, 2, 0, 600_000);
        story.pass(5_000);
        story.happens(Kind.POWER_CUT, 2, 600_000);

        story.until("n1 runs both", 2 * TOLERANCE, () -> story.runs("r1", 1) && story.runs("r2", 1));

        assertThat(story.deaths()).isZero();
        assertThat(story.incarnation(1)).isEqualTo(1);
    }

    @Test
    void aDaemonThatIsBackBeforeAnybodyMissesItIsANewMember() {
        Story story = Story.running(3);
        story.happens(Kind.DAEMON_CRASH, 1, 1, 300, 1);

        story.until("n1 is back as a new life", 3_000, () -> story.isMember(1) && story.incarnation(1) == 2);
        story.until("r1 runs again", 2_000, () -> story.runs("r1", 1) || story.runs("r1", 2));

        assertThat(story.generation(2)).isGreaterThan(1);
    }

    @Test
    void aWrongMemberInAConfirmationChangesNothing() {
        Story story = Story.running(3);
        story.give(2, new Input.PowerOffConfirmed(new Member(new NodeId(1), 99)));
        story.pass(10_000);

        assertThat(story.members(2)).isEqualTo("1 2 3");
        assertThat(story.generation(2)).isEqualTo(1);
    }
}
