package orion.node.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// What a port scan can make a member write.
final class RepetitionTest {
    @Test
    void onlyOneLineAMinuteIsWrittenAndTheOthersAreCounted() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        List<String> journal = new ArrayList<>();
        Repetition repetition = new Repetition(now::get, journal::add);

        for (int i = 0; i < 1000; i++) {
            repetition.note("no use");
        }
        now.set(Instant.EPOCH.plus(Duration.ofMinutes(1)));
        repetition.note("no use");

        assertThat(journal).containsExactly("no use", "no use (and 999 more since the last one told)");
    }

    @Test
    void aClockThatIsSetBackSilencesNobody() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH.plus(Duration.ofHours(1)));
        List<String> journal = new ArrayList<>();
        Repetition repetition = new Repetition(now::get, journal::add);

        repetition.note("no use");
        now.set(Instant.EPOCH);
        repetition.note("no use");

        assertThat(journal).containsExactly("no use", "no use");
    }
}
