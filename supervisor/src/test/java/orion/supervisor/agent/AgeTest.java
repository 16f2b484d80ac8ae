package orion.supervisor.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// People read minutes, hours and days.
final class AgeTest {
    @Test
    void eachUnitBeginsWithTwo() {
        assertThat(Age.words(Duration.ofSeconds(-1))).isEqualTo("0 s");
        assertThat(Age.words(Duration.ofSeconds(119))).isEqualTo("119 s");
        assertThat(Age.words(Duration.ofMinutes(2))).isEqualTo("2 min");
        assertThat(Age.words(Duration.ofMinutes(119))).isEqualTo("119 min");
        assertThat(Age.words(Duration.ofHours(2))).isEqualTo("2 h");
        assertThat(Age.words(Duration.ofHours(47))).isEqualTo("47 h");
        assertThat(Age.words(Duration.ofDays(2))).isEqualTo("2 days");
    }
}
