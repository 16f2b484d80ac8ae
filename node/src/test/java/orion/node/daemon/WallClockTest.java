package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// A clock that somebody set is told of once, and one that only goes never.
final class WallClockTest {
    private long wall = 1_000_000;
    private long steady = 500;
    private long betweenTwoReadings;
    private final WallClock clock = new WallClock(() -> wall, () -> {
        long shown = steady;
        steady += betweenTwoReadings;
        wall += betweenTwoReadings;
        return shown;
    });

    private void passes(long millis) {
        wall += millis;
        steady += millis;
    }

    @Test
    void aClockThatGoesIsNoNews() {
        passes(60_000);
        assertThat(clock.look()).isEmpty();
        wall += 999;
        assertThat(clock.look()).isEmpty();
    }

    @Test
    void eachTimeItIsSetIsToldOnceWithTheDirection() {
        wall += 3_600_000;
        assertThat(clock.look()).hasValueSatisfying(told -> assertThat(told).contains("set forward by 3600.0 s"));
        passes(10);
        assertThat(clock.look()).isEmpty();
        wall -= 1_500;
        assertThat(clock.look()).hasValueSatisfying(told -> assertThat(told).contains("set back by 1.5 s"));
        assertThat(clock.look()).isEmpty();
    }

    @Test
    void aPauseBetweenTheTwoReadingsIsNoStep() {
        betweenTwoReadings = 2_000;
        assertThat(clock.look()).isEmpty();
        betweenTwoReadings = 0;
        assertThat(clock.look()).isEmpty();
    }
}
