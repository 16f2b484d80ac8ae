package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import orion.core.model.Pause.Cause;
import orion.node.os.LostTime;

/// Whoever took most of the time of a pause is its cause.
final class PauseMeterTest {
    private LostTime lost = new LostTime(1_000, List.of(500L, 70L), 30, 5, 9_000);
    private final PauseMeter meter = new PauseMeter(() -> lost);

    private Cause afterPause(LostTime then) {
        meter.runs(10_000);
        lost = then;
        return meter.causeOf(3_000, 13_000);
    }

    @Test
    void aCollectionThatTookHalfOfItIsTheCause() {
        assertThat(afterPause(new LostTime(2_500, List.of(500L, 70L), 30, 5, 9_000)))
                .isEqualTo(Cause.COLLECTION);
    }

    @Test
    void lessThanHalfIsNoCause() {
        assertThat(afterPause(new LostTime(2_499, List.of(500L, 70L), 30, 5, 9_000)))
                .isEqualTo(Cause.STOPPED);
    }

    @Test
    void aProcessorThatTheHypervisorWithheldIsTheCauseHoweverMuchTheOthersRan() {
        assertThat(afterPause(new LostTime(1_000, List.of(500L, 2_900L), 30, 5, 9_000)))
                .isEqualTo(Cause.STOLEN);
    }

    @Test
    void othersWhoHadTheProcessorsAreTheCause() {
        assertThat(afterPause(new LostTime(1_000, List.of(500L, 70L), 2_000, 6, 9_000)))
                .isEqualTo(Cause.PROCESSORS_BUSY);
    }

    @Test
    void aHostThatSleptExplainsEverythingElse() {
        assertThat(afterPause(new LostTime(3_000, List.of(500L, 70L), 2_000, 6, 12_000)))
                .isEqualTo(Cause.ASLEEP);
    }

    @Test
    void memoryThatHadToBeReadIsTheCauseWhereNobodyElseIs() {
        assertThat(afterPause(new LostTime(1_000, List.of(500L, 70L), 30, 6, 9_000)))
                .isEqualTo(Cause.PAGES_READ);
    }

    @Test
    void whatWasLostLongBeforeIsNotBlamed() {
        meter.runs(10_000);
        lost = new LostTime(9_000, List.of(500L, 70L), 30, 5, 9_000);
        meter.runs(10_500);
        assertThat(meter.causeOf(3_000, 13_500)).isEqualTo(Cause.STOPPED);
    }

    @Test
    void withoutCountersNoCauseIsKnown() {
        PauseMeter blind = new PauseMeter(() -> {
            throw new IOException("no such file");
        });
        blind.runs(0);
        assertThat(blind.causeOf(3_000, 3_000)).isEqualTo(Cause.UNKNOWN);
    }
}
