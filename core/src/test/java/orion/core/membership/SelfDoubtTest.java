package orion.core.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import orion.core.model.NodeId;
import orion.core.model.NodeSet;
import orion.core.model.Pause;
import orion.core.model.Timing;

/// A node that was late distrusts itself before it accuses others (rule S1).
final class SelfDoubtTest {
    private final SelfDoubt doubt = new SelfDoubt(Timing.STANDARD);

    private Optional<Pause> stepBegins(long now, long due) {
        return doubt.stepBegins(now, due, Pause.Cause.UNKNOWN);
    }

    @Test
    void aPauseIsToBlameForWhatHappensWithinATolerance() {
        assertThat(doubt.toBlame(0)).isEmpty();
        Optional<Pause> pause = doubt.stepBegins(19_200, 10_000, Pause.Cause.COLLECTION);
        assertThat(pause.map(Pause::inWords)).contains("9.2 s: garbage collection");
        stepBegins(20_000, 20_000);
        assertThat(doubt.toBlame(27_200)).isEqualTo(pause);
        assertThat(doubt.toBlame(27_201)).isEmpty();
        assertThat(doubt.worst()).isEqualTo(pause.orElseThrow());
    }

    @Test
    void ofTwoPausesWithinTheToleranceTheLongerIsToBlame() {
        Optional<Pause> longer = stepBegins(12_000, 10_000);
        Optional<Pause> shorter = stepBegins(15_000, 14_000);

        assertThat(doubt.toBlame(20_000)).isEqualTo(longer);
        assertThat(doubt.toBlame(20_001)).isEqualTo(shorter);
        assertThat(doubt.toBlame(23_001)).isEmpty();
    }

    @Test
    void aNodeThatWasNeverLateTrustsItself() {
        assertThat(doubt.trustsItself(0)).isTrue();
        assertThat(doubt.worst()).isEqualTo(Pause.NONE);
    }

    @ParameterizedTest
    @CsvSource({"9000, true", "10000, true", "10500, true", "10501, false", "60000, false"})
    void beingLateByMoreThanHalfAHeartbeatIsAPause(long begins, boolean trusts) {
        boolean pause = stepBegins(begins, 10_000).isPresent();

        assertThat(pause).isNotEqualTo(trusts);
        assertThat(doubt.trustsItself(begins)).isEqualTo(trusts);
    }

    @Test
    void afterAPauseItWaitsTwoHeartbeatsForWhatOthersSaidMeanwhile() {
        stepBegins(15_000, 10_000);

        assertThat(doubt.trustsItself(16_999)).isFalse();
        assertThat(doubt.trustsItself(17_000)).isTrue();
        assertThat(doubt.nextDeadline()).isEqualTo(17_000);
    }

    @Test
    void aSecondPauseProlongsTheDoubtAndAPunctualStepDoesNotEndIt() {
        stepBegins(15_000, 10_000);
        assertThat(stepBegins(15_100, 15_100)).isEmpty();
        assertThat(doubt.trustsItself(15_100)).isFalse();
        stepBegins(16_800, 16_000);

        assertThat(doubt.trustsItself(18_799)).isFalse();
        assertThat(doubt.trustsItself(18_800)).isTrue();
    }

    @Test
    void theWorstLatenessIsRememberedForAMinute() {
        stepBegins(10_300, 10_000);
        stepBegins(20_100, 20_000);
        assertThat(doubt.worst().millis()).isEqualTo(300);
        stepBegins(70_300, 70_250);
        assertThat(doubt.worst().millis()).isEqualTo(300);
        stepBegins(70_301, 70_301);
        assertThat(doubt.worst()).isEqualTo(Pause.NONE);
    }

    @Test
    void aStepThatBeginsEarlyIsNotLate() {
        stepBegins(9_000, 10_000);

        assertThat(doubt.worst()).isEqualTo(Pause.NONE);
    }

    @Test
    void aPauseOfMonthsIsShownAsTheLargestNumberThereIs() {
        stepBegins(10_000_000_000L, 0);

        assertThat(doubt.worst().millis()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void whileItDoubtsItTellsOfThoseItHeardBeforeAsWell() {
        assertThat(doubt.tells(1_000, nodes(1, 2))).isEqualTo(nodes(1, 2));
        assertThat(doubt.tells(2_000, nodes(2)))
                .as("silence it was there to hear")
                .isEqualTo(nodes(2));
        stepBegins(10_000, 3_000);

        assertThat(doubt.tells(10_000, nodes())).isEqualTo(nodes(2));
        assertThat(doubt.tells(11_000, nodes(3))).isEqualTo(nodes(2, 3));
        assertThat(doubt.tells(12_000, nodes(3))).isEqualTo(nodes(3));
    }

    private static NodeSet nodes(int... numbers) {
        NodeSet nodes = NodeSet.NONE;
        for (int number : numbers) {
            nodes = nodes.with(new NodeId(number));
        }
        return nodes;
    }
}
