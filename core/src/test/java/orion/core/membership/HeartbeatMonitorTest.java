package orion.core.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.model.Levels;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.NodeSet;
import orion.core.model.Pause;
import orion.core.model.Timing;
import orion.core.resource.StateId;
import orion.core.wire.Message.Heartbeat;

/// What counts as being heard.
final class HeartbeatMonitorTest {
    private static final Member FIRST = new Member(new NodeId(2), 1);
    private static final Member SECOND = new Member(new NodeId(2), 2);

    private final HeartbeatMonitor monitor = new HeartbeatMonitor(Timing.STANDARD, 0);

    private static Heartbeat askedAt(long asked) {
        return new Heartbeat(
                Levels.SPOKEN,
                1,
                false,
                new TreeSet<>(),
                true,
                true,
                0,
                asked,
                new TreeMap<>(),
                new TreeSet<>(),
                StateId.NONE,
                Pause.NONE,
                Pause.NONE,
                0);
    }

    @Test
    void aLateCopyOfAnEarlierLifesWordsIsDropped() {
        assertThat(monitor.received(1_000, FIRST, askedAt(900))).isTrue();
        assertThat(monitor.received(2_000, SECOND, askedAt(1_900))).isTrue();
        assertThat(monitor.received(2_100, FIRST, askedAt(950))).isFalse();

        assertThat(monitor.hears(SECOND, 2_100)).isTrue();
        assertThat(monitor.hears(FIRST, 2_100)).isFalse();
    }

    @Test
    void aCopyThatWasOvertakenIsDropped() {
        monitor.received(1_000, FIRST, askedAt(900));
        monitor.received(9_500, FIRST, askedAt(800));

        assertThat(monitor.hears(FIRST, 9_500)).isFalse();
        assertThat(monitor.silenceMillis(FIRST, 9_500)).isEqualTo(8_500);
    }

    @Test
    void theLongestGapOfALifeIsKnown() {
        monitor.received(1_000, FIRST, askedAt(900));
        assertThat(worstGap()).isZero();
        monitor.received(4_500, FIRST, askedAt(4_400));
        monitor.received(5_500, FIRST, askedAt(5_400));
        assertThat(worstGap()).isEqualTo(3_500);
        monitor.received(30_000, SECOND, askedAt(29_900));
        assertThat(worstGap()).as("of another life").isZero();
    }

    private long worstGap() {
        return monitor.last(FIRST.node()).orElseThrow().worstGapMillis();
    }

    @Test
    void onlyWhatComesInTimeAndSaysTheSameIsARepetition() {
        assertThat(monitor.repeats(900, FIRST, askedAt(900))).isFalse();
        monitor.received(1_000, FIRST, askedAt(900));
        long overdue = 1_000 + Timing.STANDARD.overdueMillis() + 1;
        Heartbeat lessHeard = new Heartbeat(
                Levels.SPOKEN,
                1,
                false,
                NodeSet.NONE.with(FIRST.node()),
                true,
                true,
                0,
                1_900,
                new TreeMap<>(),
                new TreeSet<>(),
                StateId.NONE,
                Pause.NONE,
                Pause.NONE,
                0);
        Heartbeat powerOff = new Heartbeat(
                Levels.SPOKEN,
                1,
                false,
                new TreeSet<>(),
                true,
                true,
                0,
                1_900,
                new TreeMap<>(),
                new TreeSet<>(List.of(SECOND)),
                StateId.NONE,
                Pause.NONE,
                Pause.NONE,
                0);
        Heartbeat linkDown = new Heartbeat(
                Levels.SPOKEN,
                1,
                false,
                new TreeSet<>(),
                false,
                true,
                0,
                1_900,
                new TreeMap<>(),
                new TreeSet<>(),
                StateId.NONE,
                Pause.NONE,
                Pause.NONE,
                0);

        assertThat(monitor.repeats(overdue - 1, FIRST, askedAt(1_900))).isTrue();
        assertThat(monitor.repeats(overdue, FIRST, askedAt(1_900))).isFalse();
        assertThat(monitor.repeats(2_000, SECOND, askedAt(1_900))).isFalse();
        assertThat(monitor.repeats(2_000, FIRST, lessHeard)).isFalse();
        assertThat(monitor.repeats(2_000, FIRST, linkDown)).isFalse();
        assertThat(monitor.repeats(2_000, FIRST, powerOff)).isFalse();
    }
}
