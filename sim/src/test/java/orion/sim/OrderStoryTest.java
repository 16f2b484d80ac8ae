package orion.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import orion.core.model.NodeId;
import orion.core.resource.Phase;
import orion.core.resource.Request;
import orion.sim.Fault.Kind;

/// What people ask for, and scripts that fail.
final class OrderStoryTest {
    @Test
    void threeHostsFormOneClusterAndLoadTheResources() {
        Story story = Story.of(3);
        story.bootAll();

        long took = story.untilWhole(10_000);

        assertThat(took).isLessThan(7_000);
        assertThat(story.members(1)).isEqualTo("1 2 3");
        assertThat(story.where("r1")).isEqualTo("1");
        assertThat(story.view(1).master()).contains(new NodeId(3));
    }

    @Test
    void aDeafDirectionBetweenTwoFoundersDoesNotKeepTheOthersFromFounding() {
        Story story = Story.of(3);
        story.happens(Kind.CUT_ONE_WAY, 2, 1, 0, 20_000);
        story.bootAll();

        story.until(
                "two of them found",
                10_000,
                () -> story.isMember(3) && story.members(3).length() == 3);
        story.pass(15_000);
        story.untilWhole(10_000);
        assertThat(story.deaths()).isZero();
    }

    @Test
    void aHostThatJoinsDisturbsNobody() {
        Story story = Story.of(3);
        story.host(1).boot();
        story.host(2).boot();
        story.until("two are members", 10_000, () -> story.isMember(1) && story.isMember(2));
        story.until("r1 runs", 15_000, () -> story.runs("r1", 1));
        int lives = story.state().resource("r1").lives();

        story.host(3).boot();
        story.untilWhole(10_000);

        assertThat(story.state().resource("r1").lives()).isEqualTo(lives);
        assertThat(story.deaths()).isZero();
    }

    @Test
    void aHostThatNeverHeardOfANodeAddedMeanwhileLearnsOfItAndIsLetIn() {
        Story story = Story.of(3);
        story.remembersOnly(2, 1, 2);
        story.host(1).boot();
        story.host(3).boot();
        story.until("n1 and n3 are members", 10_000, () -> story.isMember(1) && story.isMember(3));

        story.host(2).boot();

        story.untilWhole(10_000);
        assertThat(story.deaths()).isZero();
    }

    @Test
    void aHostThatLeavesInOrderHandsItsResourcesOverAtOnce() {
        Story story = Story.running(3);
        assertThat(story.ask(2, new Request.Leave(new NodeId(1))).accepted()).isTrue();

        story.until("r1 runs on n2", 2_000, () -> story.runs("r1", 2));
        story.until("n1 has left", 1_000, () -> !story.alive(1));
        story.until("the others go on without it", 2_000, () -> story.members(2).equals("2 3"));

        assertThat(story.deaths()).isZero();
        story.host(1).join();
        story.untilWhole(5_000);
        assertThat(story.where("r1")).isEqualTo("2");
    }

    @Test
    void aHostOnWhichOnlyAComatoseResourceIsLeftStopsItByForceAndLeaves() {
        Story story = Story.running(3);
        story.host(1).processes().behave(new Scripts(100, 1_000, 1_000, 0, 0));
        story.ask(2, new Request.Migrate("r1", new NodeId(2)));
        story.until("r1 is comatose", 3_000, () -> story.phase("r1") == Phase.COMATOSE);
        assertThat(story.where("r1")).isEqualTo("1");
        assertThat(story.told("r1 is Comatose: could not be unloaded on n1: ")).isTrue();

        assertThat(story.ask(2, new Request.Leave(new NodeId(1))).accepted()).isTrue();

        story.until("n1 has left", 3_000, () -> !story.alive(1));
        story.until("the others go on without it", 3_000, () -> story.members(2).equals("2 3"));
        assertThat(story.where("r1")).isEmpty();
    }

    @Test
    void whenAllGoDownEverythingIsStoppedAndComesBackTogether() {
        Story story = Story.running(3);
        assertThat(story.ask(1, new Request.Down()).accepted()).isTrue();

        story.until("all have left", 5_000, () -> !story.alive(1) && !story.alive(2) && !story.alive(3));
        assertThat(story.where("r1") + story.where("r2")).isEmpty();
        assertThat(story.deaths()).isZero();

        story.cluster().hosts().forEach(SimHost::join);
        story.untilWhole(10_000);
    }

    @Test
    void aMovedResourceRunsOnTheNodeItWasAskedToRunOn() {
        Story story = Story.running(3);
        assertThat(story.ask(2, new Request.Migrate("r1", new NodeId(3))).text())
                .contains("moves to n3");

        story.until("r1 runs on n3", 2_000, () -> story.runs("r1", 3));

        assertThat(story.state().resource("r1").moveTo()).isEmpty();
    }

    @Test
    void aResourceThatFollowsTheMasterGoesThereAndNowhereElse() {
        Story story = Story.of(3, 4, true);
        story.bootAll();
        story.untilWhole(10_000);
        story.ask(1, new Request.Offline("r4"));
        story.until("r4 is offline", 3_000, () -> story.phase("r4") == Phase.OFFLINE);
        assertThat(story.ask(1, new Request.Online("r4", Optional.of(new NodeId(1))))
                        .accepted())
                .isFalse();
        story.ask(1, new Request.Online("r4", Optional.empty()));
        story.until("r4 runs on the master", 3_000, () -> story.runs("r4", 3));
        int lives = story.state().resource("r4").lives();
        story.pass(10_000);

        assertThat(story.state().resource("r4").lives()).isEqualTo(lives);
        assertThat(story.runs("r4", 3)).isTrue();
    }

    @Test
    void aResourceThatCannotBeLoadedIsComatoseUntilAPersonSeesToIt() {
        Story story = Story.running(3);
        story.host(3).processes().behave(new Scripts(100, 1_000, 0, 0, 0));
        story.ask(1, new Request.Migrate("r1", new NodeId(3)));

        story.until("r1 is comatose", 3_000, () -> story.phase("r1") == Phase.COMATOSE);
        story.pass(20_000);
        assertThat(story.where("r1")).isEmpty();
        assertThat(story.ask(1, new Request.Online("r1", Optional.empty())).accepted())
                .isFalse();

        story.ask(1, new Request.Offline("r1"));
        story.ask(1, new Request.Online("r1", Optional.empty()));
        story.until("r1 runs", 3_000, () -> story.runs("r1", 1));
    }

    @Test
    void aResourceThatStopsByItselfStartsAgainWhereItWas() {
        Story story = Story.running(3);
        int lives = story.state().resource("r1").lives();
        story.happens(Kind.RESOURCE_STOPS, 1, 1, 1, 2);

        story.until(
                "r1 was loaded again", 3_000, () -> story.state().resource("r1").lives() == lives + 1);
        story.until("r1 runs on n1", 3_000, () -> story.runs("r1", 1));
    }

    @Test
    void resourcesWaitForTheQuorumButNotForEver() {
        Story story = Story.of(3);
        story.host(1).boot();
        story.until("n1 founds alone", 10_000, () -> story.isMember(1));
        story.pass(1_000);

        assertThat(story.phase("r1")).isEqualTo(Phase.QUORUM_WAIT);
        // r2 ignores the quorum.
        story.until("r2 runs", 2_000, () -> story.runs("r2", 1));
        long waited = story.until("the quorum time-out", 11_000, () -> story.runs("r1", 1));
        assertThat(waited).isGreaterThan(6_000);
    }

    @Test
    void aResourceDeletedAndCreatedAgainRunsAgain() {
        Story story = Story.running(3);
        var definition = story.state().configuration().resource("r1");
        story.ask(1, new Request.Offline("r1"));
        story.until("r1 is offline", 3_000, () -> story.phase("r1") == Phase.OFFLINE);
        assertThat(story.ask(1, new Request.DeleteResource("r1")).accepted()).isTrue();
        assertThat(story.ask(1, new Request.PutResource(definition)).accepted()).isTrue();

        story.until("r1 runs on n1", 3_000, () -> story.runs("r1", 1));
    }

    @Test
    void whatWasTakenOfflineWhileItLoadsAndIsWantedAgainRuns() {
        Story story = Story.running(3);
        story.ask(1, new Request.Offline("r1"));
        story.until("r1 is offline", 3_000, () -> story.phase("r1") == Phase.OFFLINE);
        story.host(1).processes().behave(new Scripts(4_000, 0, 0, 0, 0));
        story.ask(1, new Request.Online("r1", Optional.empty()));
        story.until("r1 loads", 3_000, () -> story.phase("r1") == Phase.LOADING);
        int lives = story.state().resource("r1").lives();

        assertThat(story.ask(1, new Request.Offline("r1")).accepted()).isTrue();
        assertThat(story.ask(1, new Request.Online("r1", Optional.empty())).text())
                .isEqualTo("r1 is loading on n1 and no longer goes offline");

        story.until("r1 runs", 10_000, () -> story.runs("r1", 1));
        assertThat(story.state().resource("r1").lives()).isEqualTo(lives);
    }
}
