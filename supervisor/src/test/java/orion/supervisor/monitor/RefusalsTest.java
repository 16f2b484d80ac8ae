package orion.supervisor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// A host that lets nobody in is asked for one of its agents at a time, and its reason is told for all.
final class RefusalsTest {
    private long now;
    private final Refusals refusals = new Refusals(() -> now);

    @Test
    void whatOneWasToldCountsForAllOfThatHost() {
        assertThat(refusals.kept("a")).isEmpty();
        assertThat(refusals.refused("a", "535 wrong")).isEqualTo("535 wrong");

        now = 59_999;
        assertThat(refusals.kept("a")).contains("535 wrong");
        assertThat(refusals.kept("b")).isEmpty();
    }

    @Test
    void oneAsksAgainAndTheOthersGoOnWithWhatIsKnown() {
        refusals.refused("a", "535 wrong");
        now = 60_000;
        assertThat(refusals.kept("a")).isEmpty();
        assertThat(refusals.kept("a")).contains("535 wrong");

        refusals.accepted("a");
        assertThat(refusals.kept("a")).isEmpty();
    }

    @Test
    void thatThereWereTooManyIsNoReason() {
        refusals.refused("a", "535 wrong");
        now = 60_000;
        assertThat(refusals.refused("a", "421 too many log-ins have failed")).isEqualTo("535 wrong");
        now = 119_999;
        assertThat(refusals.kept("a")).contains("535 wrong");
        assertThat(refusals.refused("a", "535 expired")).isEqualTo("535 expired");
        assertThat(refusals.refused("b", "421 too many")).isEqualTo("421 too many");
    }
}
