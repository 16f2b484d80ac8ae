package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// A clock that somebody set is told of once, and one that only goes never.
final class WallClockTest {
    private long wall = 1_000_000;
    private final WallClock clock = new WallClock(() -> wall, 500);

    @Test
    void aClockThatGoesIsNoNews() {
        wall += 60_000;
        assertThat(clock.look(60_500)).isEmpty();
        wall += 999;
        assertThat(clock.look(60_500)).isEmpty();
    }

    @Test
    void eachTimeItIsSetIsToldOnceWithTheDirection() {
        wall += 3_600_000;
        assertThat(clock.look(500)).hasValueSatisfying(told -> assertThat(told).contains("set forward by 3600.0 s"));
        wall += 10;
        assertThat(clock.look(510)).isEmpty();
        wall -= 1_500;
        assertThat(clock.look(510)).hasValueSatisfying(told -> assertThat(told).contains("set back by 1.5 s"));
        assertThat(clock.look(510)).isEmpty();
    }
}
