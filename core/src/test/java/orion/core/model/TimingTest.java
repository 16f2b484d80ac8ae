package orion.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What follows from heartbeat and tolerance.
final class TimingTest {
    /// The last good cycle began when the lease did; the next one a heartbeat later; what is done again must end before
    /// the lease does.
    @ParameterizedTest
    @CsvSource({"1000, 8000", "200, 1500", "50, 300", "1000, 6000", "60000, 600000", "100, 600000"})
    void aServedDiskThatNeverAnswersLeavesAHeartbeatOfTheLease(long heartbeat, long tolerance) {
        Timing timing = new Timing(heartbeat, tolerance);
        long givenUp = timing.heartbeatMillis() + timing.servedDiskPatienceMillis();
        assertThat(timing.leaseMillis() - givenUp).isGreaterThanOrEqualTo(timing.heartbeatMillis());
        assertThat(timing.servedDiskPatienceMillis()).isPositive().isLessThanOrEqualTo(3_000);
    }
}
