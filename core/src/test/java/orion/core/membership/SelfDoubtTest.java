package orion.core.membership;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import orion.core.model.NodeId;
import orion.core.model.NodeSet;
import orion.core.model.Timing;

/// A node that was late distrusts itself before it accuses others (rule S1).
final class SelfDoubtTest {
    private final SelfDoubt doubt = new SelfDoubt(Timing.STANDARD);

    @Test
    void aNodeThatWasNeverLateTrustsItself() {
        assertThat(doubt.trustsItself(0)).isTrue();
        assertThat(doubt.worstLatenessMillis()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"9000, true", "10000, true", "10500, true", "10501, false", "60000, false"})
    void beingLateByMoreThanHalfAHeartbeatIsAPause(long begins, boolean trusts) {
        boolean pause = doubt.stepBegins(begins, 10_000);

        assertThat(pause).isNotEqualTo(trusts);
        assertThat(doubt.trustsItself(begins)).isEqualTo(trusts);
    }

    @Test
    void afterAPauseItWaitsTwoHeartbeatsForWhatOthersSaidMeanwhile() {
        doubt.stepBegins(15_000, 10_000);

        assertThat(doubt.trustsItself(16_999)).isFalse();
        assertThat(doubt.trustsItself(17_000)).isTrue();
        assertThat(doubt.nextDeadline()).isEqualTo(17_000);
    }

    @Test
    void aSecondPauseProlongsTheDoubtAndAPunctualStepDoesNotEndIt() {
        doubt.stepBegins(15_000, 10_000);
        assertThat(doubt.stepBegins(15_100, 15_100)).isFalse();
        assertThat(doubt.trustsItself(15_100)).isFalse();
        doubt.stepBegins(16_800, 16_000);

        assertThat(doubt.trustsItself(18_799)).isFalse();
        assertThat(doubt.trustsItself(18_800)).isTrue();
    }

    @Test
    void theWorstLatenessIsRememberedForAMinute() {
        doubt.stepBegins(10_300, 10_000);
        doubt.stepBegins(20_100, 20_000);
        assertThat(doubt.worstLatenessMillis()).isEqualTo(300);
        doubt.stepBegins(70_300, 70_250);
        assertThat(doubt.worstLatenessMillis()).isEqualTo(300);
        doubt.stepBegins(70_301, 70_301);
        assertThat(doubt.worstLatenessMillis()).isZero();
    }

    @Test
    void aStepThatBeginsEarlyIsNotLate() {
        doubt.stepBegins(9_000, 10_000);

        assertThat(doubt.worstLatenessMillis()).isZero();
    }

    @Test
    void aPauseOfMonthsIsShownAsTheLargestNumberThereIs() {
        doubt.stepBegins(10_000_000_000L, 0);

        assertThat(doubt.worstLatenessMillis()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void whileItDoubtsItTellsOfThoseItHeardBeforeAsWell() {
        assertThat(doubt.tells(1_000, nodes(1, 2))).isEqualTo(nodes(1, 2));
        assertThat(doubt.tells(2_000, nodes(2)))
                .as("silence it was there to hear")
                .isEqualTo(nodes(2));
        doubt.stepBegins(10_000, 3_000);

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
