package orion.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The audit of the records finds what it is there to find.
final class RecordsTest {
    @Test
    void recordsThatFollowEachOtherAcrossATakeOverAreInOrder() {
        Records records = Records.parse("1 a 10\n2 a 20\n3 b 90\n4 b 95\n");

        assertThat(records.gaps()).isEmpty();
        assertThat(records.strays()).isEmpty();
    }

    @Test
    void aSafeRecordThatIsNotThereIsMissing() {
        Records present = Records.parse("1 a 10\n2 a 20\n3 b 90\n");

        assertThat(present.missing(Records.parse("1 a 11\n2 a 21\n3 a 31\n")))
                .extracting(Records.Line::number)
                .containsExactly(3L);
    }

    @Test
    void aHoleInTheNumbersIsFound() {
        assertThat(Records.parse("1 a 10\n3 a 20\n").gaps()).containsExactly("3 follows 1");
    }

    @Test
    void aWriterThatGoesOnAfterItsSuccessorBeganIsAStray() {
        Records records = Records.parse("1 a 10\n2 a 20\n3 b 90\n4 b 95\n3 a 99\n5 b 100\n");

        assertThat(records.strays()).containsExactly(new Records.Line(3, "a", 99));
    }
}
