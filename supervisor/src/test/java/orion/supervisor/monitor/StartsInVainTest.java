package orion.supervisor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import orion.supervisor.monitor.GwhaAnswer.Outcome;
import orion.supervisor.monitor.Verdict.Sign;

/// What the monitor counts as a start in vain, and what not, in virtual time.
final class StartsInVainTest {
    @Test
    void whatComesUpAndDiesBeforeTheNextPollIsGivenUpToo() {
        World world = World.usual();
        world.diesAfterEachPoll = true;
        world.until(7_200_000);

        assertThat(world.done).hasSize(5);
        assertThat(world.condition()).isEqualTo(Condition.GIVEN_UP);
        assertThat(world.told).last().asString().endsWith("post.dom GIVEN_UP");
    }

    @Test
    void pollsThatAreMissedByWhatRunsAreNoStartsInVain() {
        World world = World.usual();
        world.outcome = Outcome.WAS_RUNNING;
        for (int i = 0; i < 8; i++) {
            world.until(world.now + 10_000);
            world.sign = Sign.USELESS;
            world.until(world.decisions.wakeMillis());
            world.sign = Sign.USEFUL;
        }
        assertThat(world.done).hasSize(8);
        assertThat(world.condition()).isNotEqualTo(Condition.GIVEN_UP);

        // What hangs then is restarted without a pause.
        world.until(world.now + 10_000);
        world.done.clear();
        world.sign = Sign.USELESS;
        world.until(world.decisions.wakeMillis() + 1_000);
        world.outcome = Outcome.STARTED;
        world.until(world.now + 10_000);
        assertThat(world.done).hasSize(2).last().asString().contains("RESTART");
    }
}
