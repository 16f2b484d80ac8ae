package orion.supervisor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import orion.supervisor.monitor.GwhaAnswer.Outcome;
import orion.supervisor.monitor.Verdict.Sign;

/// Who is beyond a limit is told of, once, and not restarted.
final class ThresholdsTest {
    /// What is told when these are the milliseconds and the value of each poll; `-` for one that was missed.
    private static List<String> graded(String polls) {
        Thresholds thresholds = new Thresholds(Optional.of(new Limits(500, 2000)), Optional.of(new Limits(100, 1000)));
        MonitorDecisions decisions = new MonitorDecisions(
                List.of(new WatchedAgent(
                        "a",
                        "h",
                        Duration.ofMinutes(2),
                        MonitorDecisionsTest.NONE,
                        List.of(),
                        Optional.empty(),
                        thresholds)),
                MonitorLimits.usual(true),
                0);
        List<String> told = new ArrayList<>();
        long now = 0;
        for (String poll : polls.split(" ", -1)) {
            now += 120_000;
            decisions.step(now, new Input.Tick());
            for (Output output : decisions.step(now, new Input.Polled("a", verdict(poll)))) {
                switch (output) {
                    case Output.Tell tell -> told.add(poll + " " + tell.loud() + " " + tell.sentence());
                    case Output.Ask ask ->
                        decisions.step(now, new Input.Answered("a", new GwhaAnswer(Outcome.WAS_RUNNING, "")));
                    case Output.Poll next -> throw new IllegalStateException("polled twice");
                }
            }
        }
        return told;
    }

    private static Verdict verdict(String poll) {
        int colon = poll.indexOf(':');
        return colon < 0
                ? Verdict.absent("nobody answers")
                : new Verdict(
                        Sign.USEFUL,
                        "answers",
                        OptionalLong.of(Long.parseLong(poll.substring(0, colon))),
                        OptionalDouble.of(Double.parseDouble(poll.substring(colon + 1))));
    }

    @Test
    void whatIsBeyondALimitTwiceIsToldAndNotRestarted() {
        // One beyond a limit is none.
        assertThat(graded("10:1 600:1 10:1 600:1 500:1 2500:1 3000:1 10:1 10:1000 10:1000 10:100 10:101 10:99"))
                .containsExactly(
                        "10:1 false answers",
                        "500:1 true its answer took 500 ms, and 500 counts as warning",
                        "3000:1 true its answer took 3000 ms, and 2000 counts as critical",
                        "10:1 true answers",
                        "10:1000 true its value is 1000, and 1000 counts as critical",
                        "10:101 true its value is 101, and 100 counts as warning",
                        "10:99 true answers");
    }

    @Test
    void warningsAndCriticalOnesThatAlternateAreWarnings() {
        assertThat(graded("10:1 600:1 2500:1 600:1 2500:1 600:1 10:1"))
                .containsExactly(
                        "10:1 false answers",
                        "2500:1 true its answer took 600 ms, and 500 counts as warning",
                        "10:1 true answers");
        // What is critical stays so until it is not for twice.
        assertThat(graded("10:1 2500:1 2500:1 600:1 2500:1 600:1 2500:1"))
                .containsExactly(
                        "10:1 false answers", "2500:1 true its answer took 2500 ms, and 2000 counts as critical");
    }

    @Test
    void aMissedPollTakesNoWarningBack() {
        assertThat(graded("10:1 600:1 600:1 - 600:1 600:1 - 10:1"))
                .containsExactly(
                        "10:1 false answers",
                        "600:1 true its answer took 600 ms, and 500 counts as warning",
                        "- false nobody answers",
                        "600:1 false its answer took 600 ms, and 500 counts as warning",
                        "- false nobody answers",
                        "10:1 true answers");
    }

    @Test
    void whereLittleIsBadTheLimitsAreTheOtherWayRound() {
        Limits free = new Limits(20, 5.5);
        assertThat(free.grade(21)).isEqualTo(Condition.UP);
        assertThat(free.grade(20)).isEqualTo(Condition.WARNING);
        assertThat(free.grade(5.5)).isEqualTo(Condition.CRITICAL);
        assertThat(free.reached(Condition.CRITICAL)).isEqualTo("5.5");
    }
}
