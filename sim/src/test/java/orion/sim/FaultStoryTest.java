package orion.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import orion.core.configuration.ResourceDefinition;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.wire.Message;
import orion.sim.Fault.Kind;

/// Each kind of fault really does what its name says.
final class FaultStoryTest {
    @Test
    void aTornWriteIsNoticedAndTheCopyBeforeItCounts() {
        Story story = Story.running(3);
        story.happens(Kind.BOARD_TORN, 1, 10_000);
        story.pass(3_000);

        assertThat(story.view(1).boardHealthy()).isFalse();
        assertThat(story.view(2).boardHealthy()).isTrue();
        story.pass(10_000);
        assertThat(story.view(1).boardHealthy()).isTrue();
        assertThat(story.deaths()).isZero();
    }

    @Test
    void aClockGoesOnWithoutAJumpWhenItsRateChanges() {
        Story story = Story.running(2);
        long before = story.host(1).clockMillis();
        story.happens(Kind.CLOCK_RATE, 1, 2, 8_000, 60_000);
        assertThat(story.host(1).clockMillis()).isEqualTo(before);
        story.pass(50_000);

        assertThat(story.host(1).clockMillis() - before).isBetween(50_399L, 50_401L);
        assertThat(story.deaths()).isZero();
    }

    @Test
    void aDaemonStartedBesideWhatItHeldWaitsUntilThatIsStopped() {
        Story story = Story.running(3);
        int victim = Integer.parseInt(story.where("r1"));
        List<String> order = new ArrayList<>();
        story.cluster().watch(fact -> {
            if (fact.equals(new Fact.HoldEnded(new NodeId(victim), "r1"))) {
                order.add("stopped");
            } else if (fact instanceof Fact.LifeBegan(Member member, var any)
                    && member.node().number() == victim) {
                order.add("begins");
            }
        });
        story.happens(Kind.DAEMON_RESTART, victim, victim, 1, 1_000);
        assertThat(story.where("r1")).isEqualTo(Integer.toString(victim));
        story.untilWhole(20_000);

        assertThat(order).startsWith("stopped", "begins");
    }

    @Test
    void aLoadThatIsOnlyPretendedIsFoundOut() {
        Story story = Story.running(2);
        story.happens(Kind.LYING_SCRIPTS, 1, 600_000);
        story.happens(Kind.LYING_SCRIPTS, 2, 600_000);
        for (int move = 0; move < 20 && !story.told("it does not run"); move++) {
            story.happens(Kind.MIGRATE, move % 2 + 1, 1, 1, 1);
            story.pass(4_000);
        }
        assertThat(story.told("it does not run")).isTrue();
        assertThat(story.deaths()).isZero();
    }

    /// A mutant of the hosts, whose run no seed shows soon enough.
    @Test
    void anUnloadThatIsBelievedThoughItLeftSomethingIsNoticed() {
        Story story = Story.running(2, new Conduct() {
            @Override
            boolean killsWhatUnloadLeft() {
                return false;
            }
        });
        story.happens(Kind.LYING_SCRIPTS, 1, 600_000);
        story.happens(Kind.LYING_SCRIPTS, 2, 600_000);
        assertThatThrownBy(() -> {
                    for (int move = 0; move < 20; move++) {
                        story.happens(Kind.MIGRATE, move % 2 + 1, 1, 1, 1);
                        story.pass(4_000);
                    }
                })
                .isInstanceOfSatisfying(
                        InvariantBroken.class,
                        broken -> assertThat(broken.invariant()).isEqualTo("OneHolder"));
    }

    @Test
    void resourcesAreCreatedAndDeletedWhileItRuns() {
        Story story = Story.running(2);
        story.happens(Kind.PUT_RESOURCE, 2, 1, 1, 1_000);
        story.until(
                "x1 runs on its preferred node", 5_000, () -> story.where("x1").equals("2"));
        story.happens(Kind.DELETE_RESOURCE, 2, 1, 1, 2_000);
        story.pass(4_000);

        assertThat(story.state().resources()).doesNotContainKey("x1");
        assertThat(story.where("x1")).isEmpty();
    }

    @Test
    void aNodeIsAddedWhileItRunsAndItsHostIsSwitchedOnLater() {
        Story story = Story.running(2);
        story.happens(Kind.ADD_NODE, 1, 3_000);
        story.pass(2_000);
        assertThat(story.state().configuration().nodes()).containsKey(new NodeId(3));
        assertThat(story.cluster().hosts()).hasSize(2);
        story.pass(2_000);
        assertThat(story.cluster().hosts()).hasSize(3);
        story.untilWhole(20_000);

        assertThat(story.members(1)).isEqualTo("1 2 3");
    }

    @Test
    void aNodeIsRemovedWhereItMayBeAndAddedAgainAtTheEnd() {
        long[] ways = {FaultInjector.AFTER_A_POWER_CUT, FaultInjector.WHEN_IT_HAS_LEFT, FaultInjector.WHILE_IT_IS_LET_IN
        };
        for (long how : ways) {
            Story story = Story.running(3);
            NodeId one = new NodeId(1);
            // Asked for first 700 ms after it has come back, when it stands at the door.
            story.happens(Kind.REMOVE_NODE, 1, 1, how, 18_700);
            story.until(
                    "n1 is removed",
                    17_000,
                    () -> !story.cluster()
                            .state()
                            .orElseThrow()
                            .configuration()
                            .nodes()
                            .containsKey(one));
            story.pass(20_000);
            story.untilWhole(20_000);
            assertThat(story.members(2)).as("removed in way %s", how).isEqualTo("1 2 3");
        }
    }

    @Test
    void aMemberIsNotRemoved() {
        Story story = Story.running(3);
        story.happens(Kind.REMOVE_NODE, 1, 1, FaultInjector.AS_IT_IS, 5_000);
        story.pass(4_000);
        assertThat(story.state().configuration().nodes()).containsKey(new NodeId(1));
        assertThat(story.deaths()).isZero();
    }

    @Test
    void aDefinitionIsChangedAndAResourceIsReplaced() {
        Story story = Story.running(3);
        ResourceDefinition before = story.state().configuration().resource("r1");
        story.happens(Kind.CHANGE_RESOURCE, 1, 1, 1, 6_000);
        story.until(
                "it is changed",
                5_000,
                () -> !before.equals(story.state().configuration().resource("r1")));
        story.pass(8_000);
        story.happens(Kind.REPLACE_RESOURCE, 1, 1, 1, 6_000);
        story.until("it is deleted", 5_000, () -> !story.state().resources().containsKey("r1"));
        story.pass(8_000);
        story.untilWhole(20_000);
        assertThat(story.where("r1")).isEqualTo("1");
    }

    @Test
    void ofTwoLinksOneIsEnough() {
        NodeId one = new NodeId(1);
        NodeId two = new NodeId(2);
        List<Integer> reached = new ArrayList<>();
        Timeline timeline = new Timeline();
        SimNetwork network = new SimNetwork(2, timeline, new SplitMix(1), (to, from, message) -> reached.add(1));
        Message message = new Message.ViewVote(1, true, "");
        for (int cut : new int[] {1, 2}) {
            network.send(new Member(one, 1), two, message);
            timeline.runTo(timeline.now() + 100_000);
            network.cut(one, two, cut);
            reached.add(0);
        }
        network.send(new Member(one, 1), two, message);
        timeline.runTo(timeline.now() + 100_000);
        assertThat(reached).containsExactly(1, 1, 0, 1, 0);

        network.heal();
        network.plug(one, 2, false);
        assertThat(network.plugged(one)).isTrue();
        network.plug(one, 0, false);
        assertThat(network.plugged(one)).isFalse();
    }

    @Test
    void aWitnessThatDiesAloneHangsUpAndItsHostLives() {
        StoryStage stage = stage("running cluster of 2 nodes, 1 resource, disks on w");
        stage.begin(Kind.WITNESS_CRASH, Plan.WITNESS, Plan.WITNESS, 0, 10_000);
        // Nobody waits for an answer: it fails with the next cycle of each node.
        stage.pass(1_200);
        assertThat(stage.told().toString()).contains("the white board does not work: no answer");
        assertThat(stage.host(Plan.WITNESS).runs()).isTrue();
        stage.pass(10_000);
        assertThat(stage.told().getLast()).contains("the white board works");
        assertThat(stage.deaths()).isZero();
    }

    private static StoryStage stage(String setting) {
        StorySetting read = StorySetting.read(setting);
        StoryStage stage = new StoryStage(read.plan());
        assertThat(read.on(stage)).isEmpty();
        return stage;
    }

    @Test
    void aWatchdogOfAVirtualMachineStandsStillWithIt() {
        Story story = Story.running(3);
        story.happens(Kind.VM_SUSPENDED, 1, 60_000);
        story.happens(Kind.FREEZE, 2, 60_000);
        story.pass(30_000);
        assertThat(story.host(1).boots()).isZero();
        assertThat(story.host(2).boots()).isPositive();
    }

    @Test
    void aClockThatStoodStillShowsWhatItShowedBefore() {
        Story story = Story.running(3);
        long before = story.host(1).clockMillis();
        story.happens(Kind.CLOCK_STANDS, 1, 1_500);
        story.happens(Kind.CLOCK_RATE, 1, 1, 100_000, 500);
        story.pass(1_500);
        assertThat(story.host(1).clockMillis() - before).isBetween(0L, 1L);
        story.happens(Kind.CLOCK_LEAPS, 1, 1, 700, 1);
        assertThat(story.host(1).clockMillis() - before).isBetween(700L, 701L);
    }
}
