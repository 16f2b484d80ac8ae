package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import orion.core.model.Pause.Cause;
import orion.node.os.LostTime;

/// Whoever took most of the time of a pause is its cause.
final class PauseMeterTest {
    private LostTime lost = new LostTime(1_000, List.of(500L, 70L), 30, 5, 9_000);
    private final PauseMeter meter = new PauseMeter(() -> lost);

    /// What was lost in a pause of 3 s, and who is the cause.
    @ParameterizedTest
    @CsvSource(textBlock = """
            # collection, stolen, waited, pages, asleep
            1500, 0,    0,    0, 0,    COLLECTION
            1499, 0,    0,    0, 0,    STOPPED
            0,    2830, 0,    0, 0,    STOLEN
            0,    0,    1970, 1, 0,    PROCESSORS_BUSY
            0,    0,    0,    1, 0,    PAGES_READ
            2000, 0,    1970, 1, 3000, ASLEEP
            """)
    void whoeverTookHalfOfItIsTheCause(
            long collection, long stolen, long waited, long pages, long asleep, Cause cause) {
        meter.runs(10_000);
        // Of two processors the hypervisor withheld one only: the thread cannot leave it.
        lost = new LostTime(1_000 + collection, List.of(500L, 70 + stolen), 30 + waited, 5 + pages, 9_000 + asleep);
        assertThat(meter.causeOf(3_000, 13_000, false)).isEqualTo(cause);
    }

    @Test
    void aClockThatWasSetMeanwhileIsNamedWhereNothingElseAccountsForThePause() {
        meter.runs(10_000);
        lost = new LostTime(1_000, List.of(500L, 70L), 30, 6, 9_000);
        assertThat(meter.causeOf(3_000, 13_000, true)).isEqualTo(Cause.CLOCK_STEP);
        lost = new LostTime(2_900, List.of(500L, 70L), 30, 6, 9_000);
        assertThat(meter.causeOf(3_000, 16_000, true)).isEqualTo(Cause.COLLECTION);
    }

    @Test
    void whatWasLostLongBeforeIsNotBlamed() {
        meter.runs(10_000);
        lost = new LostTime(9_000, List.of(500L, 70L), 30, 5, 9_000);
        meter.runs(10_500);
        assertThat(meter.causeOf(3_000, 13_500, false)).isEqualTo(Cause.STOPPED);
    }

    @Test
    void withoutCountersNoCauseIsKnown() {
        PauseMeter blind = new PauseMeter(() -> {
            throw new IOException("no such file");
        });
        blind.runs(0);
        assertThat(blind.causeOf(3_000, 3_000, false)).isEqualTo(Cause.UNKNOWN);
    }
}
