package orion.core.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import orion.core.Outbox;
import orion.core.Outboxes;
import orion.core.Output;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Timing;

/// When a node outside reads what members agreed on from the white board (rule C3).
final class StateReadingTest {
    private static final Member THIRD = new Member(new NodeId(3), 1);
    private static final Member OTHER = new Member(new NodeId(2), 5);
    private static final Timing TIMING = Timing.STANDARD;

    private final Outbox outbox = new Outbox();
    private final StateReading reading = new StateReading(TIMING, 0);

    private boolean begins() {
        return Outboxes.taken(outbox).contains(new Output.ReadStates());
    }

    @Test
    void onlyAReadingThatBeganWhenAllElseAllowedFoundingCounts() {
        reading.progress(8_000, false, true, outbox);
        assertThat(begins()).isTrue();
        reading.progress(9_000, true, true, outbox);
        reading.ended("");
        assertThat(reading.obstacle()).as("that one began too early").isPresent();

        reading.progress(9_001, true, true, outbox);
        assertThat(begins()).isTrue();
        reading.progress(9_002, true, true, outbox);
        assertThat(begins()).as("one at a time").isFalse();
        reading.ended("");
        assertThat(reading.obstacle()).isEmpty();

        reading.progress(9_003, false, true, outbox);
        reading.progress(9_004, true, true, outbox);
        assertThat(reading.obstacle()).as("somebody was back meanwhile").isPresent();
    }

    @Test
    void whatFailsIsSaidAndTriedAgainButNotAtOnce() {
        reading.progress(3_000, true, true, outbox);
        assertThat(begins()).isTrue();
        reading.ended("read error");
        assertThat(reading.obstacle())
                .hasValueSatisfying(
                        text -> assertThat(text).contains("must be read from the white board first", "read error"));

        reading.progress(3_001, true, true, outbox);
        assertThat(begins()).isFalse();
        reading.progress(3_000 + TIMING.repeatMillis(), true, true, outbox);
        assertThat(begins()).isTrue();
        reading.ended("");
        assertThat(reading.obstacle()).isEmpty();
    }

    @Test
    void whoHearsNoMemberReadsOnceATolerance() {
        reading.progress(TIMING.toleranceMillis() - 1, false, true, outbox);
        assertThat(begins()).isFalse();
        reading.progress(TIMING.toleranceMillis(), false, false, outbox);
        assertThat(begins()).as("a member is heard and tells it").isFalse();
        reading.progress(TIMING.toleranceMillis(), false, true, outbox);
        assertThat(begins()).isTrue();
        reading.ended("");
        reading.progress(TIMING.toleranceMillis() + 1, false, true, outbox);
        assertThat(begins()).isFalse();
        reading.progress(2 * TIMING.toleranceMillis(), false, true, outbox);
        assertThat(begins()).isTrue();
    }

    @Test
    void whoIsAskedForAColdStartReadsFirstOnceForEachAttempt() {
        assertThat(reading.triedSince(3_000, OTHER, 1, outbox)).isFalse();
        assertThat(begins()).isTrue();
        assertThat(reading.triedSince(3_200, OTHER, 1, outbox)).isFalse();
        reading.ended("");
        assertThat(reading.triedSince(3_400, OTHER, 1, outbox)).isTrue();
        assertThat(reading.triedSince(3_600, OTHER, 1, outbox)).isTrue();
        assertThat(begins()).isFalse();

        assertThat(reading.triedSince(4_000, OTHER, 2, outbox)).isFalse();
        assertThat(begins()).isTrue();
        reading.ended("it hangs");
        assertThat(reading.triedSince(4_200, OTHER, 2, outbox))
                .as("it has tried")
                .isTrue();
    }

    @Test
    void ofTwoWhoAskInTurnNeitherKeepsTheOtherFromAnAnswer() {
        assertThat(reading.triedSince(3_000, OTHER, 1, outbox)).isFalse();
        assertThat(begins()).isTrue();
        assertThat(reading.triedSince(3_001, THIRD, 1, outbox)).isFalse();
        reading.ended("");
        assertThat(reading.triedSince(3_200, OTHER, 1, outbox)).isTrue();
        assertThat(reading.triedSince(3_201, THIRD, 1, outbox)).isFalse();
        assertThat(begins()).isTrue();
        reading.ended("");

        assertThat(reading.triedSince(3_400, OTHER, 1, outbox)).isTrue();
        assertThat(reading.triedSince(3_401, THIRD, 1, outbox)).isTrue();
    }

    private static List<String> events(List<Output> outputs) {
        return outputs.stream()
                .filter(Output.Happened.class::isInstance)
                .map(output -> ((Output.Happened) output).event().text())
                .toList();
    }

    @Test
    void whoNeedsAReadingReadsUntilOneThatBeganSinceWentWell() {
        reading.progress(8_000, false, true, outbox);
        assertThat(begins()).isTrue();
        reading.readSince(9_000, 9_000, outbox);
        assertThat(begins()).as("one at a time").isFalse();
        reading.ended("");
        assertThat(reading.goodSince()).isEqualTo(8_000);
        reading.readSince(9_001, 9_000, outbox);
        assertThat(begins()).as("that one began too early").isTrue();
        reading.ended("");
        assertThat(reading.goodSince()).isEqualTo(9_001);
        reading.readSince(19_000, 9_000, outbox);
        assertThat(begins()).as("it has read").isFalse();
    }

    @Test
    void whoCannotReadWhatItNeedsSaysSoOnceAndGoesOnTrying() {
        assertThat(reading.readSince(9_000, 9_000, outbox))
                .contains("must be read from the white board first; nothing is started until this node can read");
        assertThat(events(Outboxes.taken(outbox))).as("it takes its time").isEmpty();
        reading.ended("read error");

        assertThat(reading.readSince(9_100, 9_000, outbox)).contains("which fails: read error; nothing is started");
        assertThat(events(Outboxes.taken(outbox)))
                .singleElement()
                .asString()
                .contains("which fails: read error; nothing is started until this node can read the board");
        reading.readSince(9_000 + TIMING.repeatMillis(), 9_000, outbox);
        List<Output> later = Outboxes.taken(outbox);
        assertThat(later).contains(new Output.ReadStates());
        assertThat(events(later)).as("once").isEmpty();
    }

    @Test
    void whatFailedBeforeIsNoReason() {
        reading.progress(8_000, false, true, outbox);
        reading.ended("read error");
        Outboxes.taken(outbox);

        assertThat(reading.readSince(9_000, 9_000, outbox)).doesNotContain("read error");
        assertThat(events(Outboxes.taken(outbox))).isEmpty();
    }

    @Test
    void aReadingThatDoesNotEndIsToldOfAfterTheTolerance() {
        long told = 9_000 + TIMING.toleranceMillis();
        reading.readSince(9_000, 9_000, outbox);
        reading.readSince(told - 1, 9_000, outbox);
        assertThat(events(Outboxes.taken(outbox))).isEmpty();

        assertThat(reading.readSince(told, 9_000, outbox)).contains("which does not end");
        assertThat(events(Outboxes.taken(outbox))).hasSize(1);
    }
}
