package orion.supervisor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import orion.supervisor.configuration.AgentResource;
import orion.supervisor.monitor.GwhaAnswer.Outcome;
import orion.supervisor.monitor.Verdict.Sign;

/// The monitor's decisions, in virtual time: what is done about what is seen, and when.
final class MonitorDecisionsTest {
    static final Probe NONE = new Probe() {
        @Override
        public Verdict look() {
            throw new IllegalStateException("decisions look at nothing themselves");
        }

        @Override
        public String target() {
            return "";
        }
    };

    @Test
    void whatIsUsefulIsPolledAndLeftAlone() {
        World world = World.usual();
        world.until(3_600_000);

        assertThat(world.done).isEmpty();
        assertThat(world.told).isEmpty();
        assertThat(world.condition()).isEqualTo(Condition.UP);
    }

    @Test
    void whatHasStoppedIsStartedWithTheFirstPollThatMissesIt() {
        World world = World.usual();
        world.until(10_000);
        world.sign = Sign.ABSENT;
        world.until(130_000);

        assertThat(world.done).containsExactly("120 post.dom START_IF_DOWN");
        assertThat(world.told).containsExactly("120 post.dom DOWN", "125 post.dom UP");
        assertThat(world.condition()).isEqualTo(Condition.UP);
    }

    @Test
    void oneMissedPollOfWhatRunsIsNotActedOn() {
        World world = World.usual();
        world.until(10_000);
        world.sign = Sign.USELESS;
        world.outcome = Outcome.WAS_RUNNING;
        world.until(121_000);
        assertThat(world.condition()).isEqualTo(Condition.SUSPECT);
        world.sign = Sign.USEFUL;
        world.until(600_000);

        assertThat(world.done).containsExactly("120 post.dom START_IF_DOWN");
        assertThat(world.told).isEmpty();
        assertThat(world.condition()).isEqualTo(Condition.UP);
    }

    @Test
    void whatHangsIsRestarted() {
        World world = World.usual();
        world.until(10_000);
        world.sign = Sign.USELESS;
        world.outcome = Outcome.WAS_RUNNING;
        world.until(121_000);
        world.outcome = Outcome.STARTED;
        world.until(140_000);

        assertThat(world.done).containsExactly("120 post.dom START_IF_DOWN", "125 post.dom RESTART");
        assertThat(world.condition()).isEqualTo(Condition.UP);
    }

    @Test
    void whatHangsIsRestartedByTheNameOfTheRunThatDoes() {
        World world = World.usual();
        world.until(10_000);
        world.sign = Sign.USELESS;
        world.outcome = Outcome.WAS_RUNNING;
        world.run = "b.1";
        world.until(121_000);
        // Another monitor was faster, and the new run is not up yet.
        world.outcome = Outcome.WAS_RESTARTED;
        world.run = "b.2";
        world.until(126_000);
        assertThat(world.condition()).isEqualTo(Condition.DOWN);
        world.sign = Sign.USEFUL;
        world.until(140_000);
        assertThat(world.condition()).isEqualTo(Condition.UP);
        assertThat(world.done).containsExactly("120 post.dom START_IF_DOWN", "125 post.dom RESTART b.1");

        // Of the run that hangs next nothing is believed from before.
        world.sign = Sign.USELESS;
        world.outcome = Outcome.WAS_RUNNING;
        world.run = "b.7";
        // The second one in a row is looked after a pause later.
        world.until(263_000);
        world.outcome = Outcome.STARTED;
        world.until(300_000);
        assertThat(world.done.getLast()).endsWith(" post.dom RESTART b.7");
    }

    @Test
    void whatIsStartedAfterPlannedWorkAlarmsNobody() {
        World world = World.usual();
        world.until(10_000);
        world.sign = Sign.ABSENT;
        world.outcome = Outcome.PLANNED;
        world.until(130_000);
        world.outcome = Outcome.STARTED;
        world.until(400_000);

        assertThat(world.done).hasSizeGreaterThan(1);
        assertThat(world.condition()).isEqualTo(Condition.UP);
        assertThat(world.told).isEmpty();
    }

    @Test
    void whatNeverComesUpIsTriedLessAndLessAndGivenUp() {
        World world = World.usual();
        world.until(10_000);
        world.sign = Sign.ABSENT;
        world.startHeals = false;
        world.until(7_200_000);

        assertThat(world.done).filteredOn(line -> line.contains("START")).hasSize(5);
        assertThat(world.told).first().isEqualTo("120 post.dom DOWN");
        assertThat(world.told).last().asString().endsWith("post.dom GIVEN_UP");
        assertThat(world.told).hasSize(2);

        // A person repairs it: that is seen, and the next failure is met with new strength.
        world.sign = Sign.USEFUL;
        world.startHeals = true;
        world.until(7_400_000);
        assertThat(world.condition()).isEqualTo(Condition.UP);
        world.sign = Sign.ABSENT;
        world.until(7_700_000);
        assertThat(world.done).filteredOn(line -> line.contains("START")).hasSize(6);
        assertThat(world.condition()).isEqualTo(Condition.UP);
    }

    @Test
    void whatCannotBeStartedIsTriedAgainLater() {
        World world = World.usual();
        world.until(10_000);
        world.sign = Sign.ABSENT;
        world.outcome = Outcome.FAILED;
        world.until(125_000);
        world.outcome = Outcome.STARTED;
        world.until(160_000);

        assertThat(world.done.getFirst()).isEqualTo("120 post.dom START_IF_DOWN");
        assertThat(world.done).hasSizeBetween(2, 3);
        assertThat(world.condition()).isEqualTo(Condition.UP);
    }

    @Test
    void whatGwhaRefusesIsLeftAloneUntilItMay() {
        World world = World.usual();
        world.until(10_000);
        world.sign = Sign.ABSENT;
        world.outcome = Outcome.REFUSED;
        world.until(3_600_000);
        assertThat(world.condition()).isEqualTo(Condition.REFUSED);
        assertThat(world.told).containsExactly("120 post.dom REFUSED");

        world.outcome = Outcome.STARTED;
        world.until(3_800_000);
        assertThat(world.condition()).isEqualTo(Condition.UP);
    }

    @Test
    void whatIsPlannedAlarmsNobodyAndIsNoStartInVain() {
        World world = World.usual();
        world.until(10_000);
        world.sign = Sign.ABSENT;
        world.outcome = Outcome.PLANNED;
        world.until(3_600_000);
        assertThat(world.condition()).isEqualTo(Condition.REFUSED);
        world.sign = Sign.USEFUL;
        world.until(3_800_000);
        assertThat(world.condition()).isEqualTo(Condition.UP);
        assertThat(world.told).isEmpty();

        // Where it is not planned any more and still refused, somebody is told.
        world.sign = Sign.ABSENT;
        world.until(4_000_000);
        world.outcome = Outcome.REFUSED;
        world.until(4_200_000);
        assertThat(world.told).singleElement().asString().endsWith("post.dom REFUSED");
        world.outcome = Outcome.STARTED;
        world.until(4_400_000);
        assertThat(world.condition()).isEqualTo(Condition.UP);
        assertThat(world.told).last().asString().endsWith("post.dom UP");
    }

    @Test
    void whoWasAlarmedIsToldThatItIsOverAlsoWhenAMoveCameBetween() {
        World world = World.usual();
        world.until(10_000);
        world.sign = Sign.ABSENT;
        world.outcome = Outcome.FAILED;
        world.until(125_000);
        assertThat(world.told).isNotEmpty().allMatch("120 post.dom DOWN"::equals);
        int before = world.told.size();
        world.outcome = Outcome.PLANNED;
        world.until(900_000);
        assertThat(world.condition()).isEqualTo(Condition.REFUSED);
        world.sign = Sign.USEFUL;
        world.until(1_200_000);

        assertThat(world.told).hasSize(before + 1).last().asString().endsWith("post.dom UP");
    }

    @Test
    void whatNobodyCanTellIsToldAndNeverRestarted() {
        World world = World.usual();
        world.until(10_000);
        world.sign = Sign.UNCLEAR;
        world.until(121_000);
        assertThat(world.condition()).isEqualTo(Condition.SUSPECT);
        world.until(3_600_000);
        assertThat(world.condition()).isEqualTo(Condition.UNCLEAR);
        assertThat(world.done).isEmpty();
        assertThat(world.told).containsExactly("125 post.dom UNCLEAR");

        // What is seen to be down then is met as ever, and the end of it all is told.
        world.sign = Sign.ABSENT;
        world.until(3_900_000);
        assertThat(world.done).hasSize(1);
        assertThat(world.condition()).isEqualTo(Condition.UP);
        assertThat(world.told).last().asString().endsWith("post.dom UP");
    }

    @Test
    void whatBecomesUnclearIsNotRestartedAnyMore() {
        World world = World.usual();
        world.until(10_000);
        world.sign = Sign.ABSENT;
        world.startHeals = false;
        world.until(121_000);
        int before = world.done.size();
        world.sign = Sign.UNCLEAR;
        world.until(3_600_000);

        assertThat(world.done).hasSize(before);
        assertThat(world.told).last().asString().endsWith("post.dom UNCLEAR");
    }

    @Test
    void whoeverNeedsWhatNobodyCanTellDoesNotWaitForIt() {
        MonitorDecisions decisions = new MonitorDecisions(
                List.of(World.agent("post.dom", "dom"), World.agent("dom")), MonitorLimits.usual(true), 0);
        for (int i = 0; i < 2; i++) {
            decisions.step(0, new Input.Polled("dom", Verdict.unclear("")));
        }
        assertThat(decisions.step(0, new Input.Polled("post.dom", Verdict.absent(""))))
                .anyMatch(Output.Ask.class::isInstance);
    }

    @Test
    void theClusterIsAskedBeforeTheMonitorGivesUp() {
        assertThat(MonitorLimits.usual(true).restarts().mostAttempts()).isEqualTo(AgentResource.MOST_STARTS + 1);
    }

    @Test
    void whyItIsLeftAloneIsShownUntilItIsNot() {
        World world = World.usual();
        world.sign = Sign.ABSENT;
        world.outcome = Outcome.REFUSED;
        world.until(10_000);
        world.decisions.step(200_000, new Input.Polled("post.dom", Verdict.absent("nobody answers")));

        assertThat(world.decisions.views().getFirst().detail()).isEqualTo("so");
    }

    @Test
    void whoIsSlowStillServesThoseWhoNeedHim() {
        Thresholds slow = new Thresholds(Optional.of(new Limits(0, 0)), Optional.empty());
        WatchedAgent dom = new WatchedAgent("dom", "h", Duration.ofMinutes(2), NONE, List.of(), Optional.empty(), slow);
        MonitorDecisions decisions =
                new MonitorDecisions(List.of(World.agent("post.dom", "dom"), dom), MonitorLimits.usual(true), 0);
        Verdict late = new Verdict(Sign.USEFUL, "", OptionalLong.of(9), OptionalDouble.empty());
        for (int i = 0; i < 3; i++) {
            decisions.step(0, new Input.Polled("dom", late));
        }
        assertThat(decisions.views().getLast().condition()).isEqualTo(Condition.CRITICAL);
        assertThat(decisions.step(0, new Input.Polled("post.dom", Verdict.absent(""))))
                .anyMatch(Output.Ask.class::isInstance);
    }

    @Test
    void whoOnlyLooksAsksNobody() {
        World world = new World(MonitorLimits.usual(false), World.agent("post.dom"));
        world.sign = Sign.ABSENT;
        world.until(3_600_000);

        assertThat(world.done).isEmpty();
        assertThat(world.condition()).isEqualTo(Condition.DOWN);
    }

    @Test
    void anAgentWaitsForWhatItNeeds() {
        World world = new World(MonitorLimits.usual(true), World.agent("post.dom", "dom"), World.agent("dom"));
        world.sign = Sign.ABSENT;
        world.outcome = Outcome.FAILED;
        world.until(100_000);

        assertThat(world.done).isNotEmpty().allMatch(line -> line.contains(" dom "));
        assertThat(world.decisions.views().getFirst().detail()).contains("waits for dom");
    }

    @Test
    void aRestartThatHoldsForLongEnoughIsForgotten() {
        World world = World.usual();
        world.until(10_000);
        for (int i = 1; i <= 12; i++) {
            world.sign = Sign.ABSENT;
            world.until(i * 1_200_000L);
            assertThat(world.condition()).isEqualTo(Condition.UP);
        }
        assertThat(world.done).hasSize(12);
    }
}
