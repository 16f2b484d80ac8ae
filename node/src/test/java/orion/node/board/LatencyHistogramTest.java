package orion.node.board;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The histogram's promise: percentiles at most an eighth too high.
class LatencyHistogramTest {
    @Test
    void anEmptyHistogramShowsZeros() {
        assertThat(new LatencyHistogram().snapshot()).isEqualTo(new LatencyHistogram.Snapshot(0, 0, 0, 0));
    }

    @Test
    void percentilesAreWithinAnEighth() {
        LatencyHistogram histogram = new LatencyHistogram();
        for (long micros = 1; micros <= 1_000; micros++) {
            histogram.record(micros * 1_000_000);
        }
        LatencyHistogram.Snapshot snapshot = histogram.snapshot();
        assertThat(snapshot.count()).isEqualTo(1_000);
        assertThat(snapshot.maxNanos()).isEqualTo(1_000_000_000);
        assertThat(snapshot.p50Nanos()).isBetween(500_000_000L, 563_000_000L);
        assertThat(snapshot.p99Nanos()).isBetween(990_000_000L, 1_000_000_000L);
    }

    @Test
    void extremeValuesFitTheBuckets() {
        LatencyHistogram histogram = new LatencyHistogram();
        histogram.record(-5);
        histogram.record(0);
        histogram.record(Long.MAX_VALUE);
        assertThat(histogram.snapshot().count()).isEqualTo(3);
        assertThat(histogram.snapshot().maxNanos()).isEqualTo(Long.MAX_VALUE);
    }
}
