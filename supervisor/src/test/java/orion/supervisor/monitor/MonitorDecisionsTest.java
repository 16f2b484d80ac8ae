package orion.supervisor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import orion.supervisor.monitor.GwhaAnswer.Outcome;
import orion.supervisor.monitor.Verdict.Sign;

/// The monitor's decisions, in virtual time: what is done about what is seen, and when.
final class MonitorDecisionsTest {
    private static final Probe NONE = new Probe() {
        @Override
        public Verdict look() {
            throw new IllegalStateException("decisions look at nothing themselves");
        }

        @Override
        public String target() {
            return "";
        }
    };

    /// A made-up agent, and a gwha that can start it.
    private static final class World {
        Sign sign = Sign.USEFUL;
        Outcome outcome = Outcome.STARTED;
        boolean startHeals = true;
        final List<String> done = new ArrayList<>();
        final List<String> told = new ArrayList<>();
        final MonitorDecisions decisions;
        long now;

        World(MonitorLimits limits, WatchedAgent... agents) {
            decisions = new MonitorDecisions(List.of(agents), limits, 0);
        }

        /// Lets time pass, and answers at once whatever is asked.
        void until(long end) {
            while (true) {
                Deque<Input> inputs = new ArrayDeque<>(List.of(new Input.Tick()));
                while (!inputs.isEmpty()) {
                    for (Output output : decisions.step(now, inputs.removeFirst())) {
                        switch (output) {
                            case Output.Poll poll ->
                                inputs.add(new Input.Polled(poll.agent(), new Verdict(sign, sign.toString())));
                            case Output.Ask ask -> {
                                done.add(now / 1000 + " " + ask.agent() + " " + ask.order());
                                if (outcome == Outcome.STARTED && startHeals) {
                                    sign = Sign.USEFUL;
                                }
                                inputs.add(new Input.Answered(ask.agent(), new GwhaAnswer(outcome, "so")));
                            }
                            case Output.Tell tell -> {
                                if (tell.loud()) {
                                    told.add(now / 1000 + " " + tell.agent() + " " + tell.condition());
                                }
                            }
                        }
                    }
                }
                if (Math.max(now + 1, decisions.wakeMillis()) > end) {
                    now = end;
                    return;
                }
                now = Math.max(now + 1, decisions.wakeMillis());
            }
        }

        Condition condition() {
            return decisions.views().getFirst().condition();
        }
    }

    private static WatchedAgent agent(String name, String... after) {
        return new WatchedAgent(
                name, "127.0.0.1", Duration.ofMinutes(2), NONE, List.of(after), Optional.empty(), Thresholds.NONE);
    }

    private static World world() {
        return new World(MonitorLimits.usual(true), agent("post.dom"));
    }

    @Test
    void whatIsUsefulIsPolledAndLeftAlone() {
        World world = world();
        world.until(3_600_000);

        assertThat(world.done).isEmpty();
        assertThat(world.told).isEmpty();
        assertThat(world.condition()).isEqualTo(Condition.UP);
    }

    @Test
    void whatHasStoppedIsStartedWithTheFirstPollThatMissesIt() {
        World world = world();
        world.until(10_000);
        world.sign = Sign.ABSENT;
        world.until(130_000);

        assertThat(world.done).containsExactly("120 post.dom START_IF_DOWN");
        assertThat(world.told).containsExactly("120 post.dom DOWN", "125 post.dom UP");
        assertThat(world.condition()).isEqualTo(Condition.UP);
    }

    @Test
    void oneMissedPollOfWhatRunsIsNotActedOn() {
        World world = world();
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
        World world = world();
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
    void whatNeverComesUpIsTriedLessAndLessAndGivenUp() {
        World world = world();
        world.until(10_000);
        world.sign = Sign.ABSENT;
        world.startHeals = false;
        world.until(7_200_000);

        assertThat(world.done).hasSize(5);
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
        assertThat(world.done).hasSize(6);
        assertThat(world.condition()).isEqualTo(Condition.UP);
    }

    @Test
    void whoCannotBeAskedIsAskedAgainLater() {
        World world = world();
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
        World world = world();
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
        World world = world();
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
    void whyItIsLeftAloneIsShownUntilItIsNot() {
        World world = world();
        world.sign = Sign.ABSENT;
        world.outcome = Outcome.REFUSED;
        world.until(10_000);
        world.decisions.step(200_000, new Input.Polled("post.dom", Verdict.absent("nobody answers")));

        assertThat(world.decisions.views().getFirst().detail()).isEqualTo("so");
    }

    @Test
    void whatIsBeyondALimitTwiceIsToldAndNotRestarted() {
        Thresholds thresholds = new Thresholds(Optional.of(new Limits(500, 2000)), Optional.of(new Limits(100, 1000)));
        MonitorDecisions decisions = new MonitorDecisions(
                List.of(new WatchedAgent(
                        "a", "h", Duration.ofMinutes(2), NONE, List.of(), Optional.empty(), thresholds)),
                MonitorLimits.usual(true),
                0);
        List<String> told = new ArrayList<>();
        long now = 0;
        // Milliseconds and the value of each poll; one beyond a limit is none.
        for (String poll :
                "10:1 600:1 10:1 600:1 500:1 2500:1 3000:1 10:1 10:1000 10:1000 10:100 10:101 10:99".split(" ", -1)) {
            int colon = poll.indexOf(':');
            now += 120_000;
            decisions.step(now, new Input.Tick());
            Verdict verdict = new Verdict(
                    Sign.USEFUL,
                    "answers",
                    OptionalLong.of(Long.parseLong(poll.substring(0, colon))),
                    OptionalDouble.of(Double.parseDouble(poll.substring(colon + 1))));
            for (Output output : decisions.step(now, new Input.Polled("a", verdict))) {
                switch (output) {
                    case Output.Tell tell -> told.add(poll + " " + tell.loud() + " " + tell.sentence());
                    case Output.Ask ask -> told.add("asked to " + ask.order());
                    case Output.Poll next -> throw new IllegalStateException("polled twice");
                }
            }
        }

        assertThat(told)
                .containsExactly(
                        "10:1 false answers",
                        "500:1 true its answer took 500 ms, and 500 counts as warning",
                        "3000:1 true its answer took 3000 ms, and 2000 counts as critical",
                        "10:1 true answers",
                        "10:1000 true its value is 1000, and 1000 counts as critical",
                        "10:101 true its value is 101, and 100 counts as warning",
                        "10:99 true answers");
        assertThat(decisions.views().getFirst().condition()).isEqualTo(Condition.UP);
    }

    @Test
    void whereLittleIsBadTheLimitsAreTheOtherWayRound() {
        Limits free = new Limits(20, 5.5);
        assertThat(free.grade(21)).isEqualTo(Condition.UP);
        assertThat(free.grade(20)).isEqualTo(Condition.WARNING);
        assertThat(free.grade(5.5)).isEqualTo(Condition.CRITICAL);
        assertThat(free.reached(Condition.CRITICAL)).isEqualTo("5.5");
    }

    @Test
    void whoIsSlowStillServesThoseWhoNeedHim() {
        Thresholds slow = new Thresholds(Optional.of(new Limits(0, 0)), Optional.empty());
        WatchedAgent dom = new WatchedAgent("dom", "h", Duration.ofMinutes(2), NONE, List.of(), Optional.empty(), slow);
        MonitorDecisions decisions =
                new MonitorDecisions(List.of(agent("post.dom", "dom"), dom), MonitorLimits.usual(true), 0);
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
        World world = new World(MonitorLimits.usual(false), agent("post.dom"));
        world.sign = Sign.ABSENT;
        world.until(3_600_000);

        assertThat(world.done).isEmpty();
        assertThat(world.condition()).isEqualTo(Condition.DOWN);
    }

    @Test
    void anAgentWaitsForWhatItNeeds() {
        World world = new World(MonitorLimits.usual(true), agent("post.dom", "dom"), agent("dom"));
        world.sign = Sign.ABSENT;
        world.outcome = Outcome.FAILED;
        world.until(100_000);

        assertThat(world.done).isNotEmpty().allMatch(line -> line.contains(" dom "));
        assertThat(world.decisions.views().getFirst().detail()).contains("waits for dom");
    }

    @Test
    void aRestartThatHoldsForLongEnoughIsForgotten() {
        World world = world();
        world.until(10_000);
        for (int i = 1; i <= 12; i++) {
            world.sign = Sign.ABSENT;
            world.until(i * 1_200_000L);
            assertThat(world.condition()).isEqualTo(Condition.UP);
        }
        assertThat(world.done).hasSize(12);
    }
}
