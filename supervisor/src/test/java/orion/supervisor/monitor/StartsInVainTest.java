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

        assertThat(world.done).filteredOn(line -> line.contains("START")).hasSize(5);
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

    @Test
    void whoCannotBeAskedIsAskedWithoutEndAndCountsForNothing() {
        World world = World.usual();
        world.until(10_000);
        world.sign = Sign.ABSENT;
        world.outcome = Outcome.UNREACHABLE;
        world.until(86_400_000);
        assertThat(world.told).containsExactly("125 post.dom DOWN");
        // Every ten minutes at the latest, a little more or less.
        assertThat(world.done).hasSizeBetween(24 * 60 / 12, 24 * 60 / 8 + 7);
        assertThat(world.decisions.views().getFirst().detail()).contains("it cannot be started: so");

        world.outcome = Outcome.STARTED;
        world.until(world.now + 900_000);
        assertThat(world.condition()).isEqualTo(Condition.UP);
        assertThat(world.told).hasSize(2).last().asString().endsWith("post.dom UP");
    }

    @Test
    void whatHangsIsRestartedWhenItsGwhaCanBeAskedAgain() {
        World world = World.usual();
        world.until(10_000);
        world.sign = Sign.USELESS;
        world.outcome = Outcome.UNREACHABLE;
        world.until(3_600_000);
        world.outcome = Outcome.WAS_RUNNING;
        world.run = "b.1";
        while (!world.done.getLast().contains("RESTART")) {
            world.until(world.decisions.wakeMillis());
            assertThat(world.now).isLessThan(7_200_000);
        }
        assertThat(world.done.getLast()).endsWith("RESTART b.1");
    }

    @Test
    void whatWasGivenUpBeginsAnewWhenItsHostComesBack() {
        World world = World.usual();
        world.until(10_000);
        world.sign = Sign.ABSENT;
        world.startHeals = false;
        world.until(7_200_000);
        assertThat(world.condition()).isEqualTo(Condition.GIVEN_UP);
        assertThat(world.done).filteredOn(line -> line.contains("START")).hasSize(5);

        world.outcome = Outcome.UNREACHABLE;
        world.until(7_800_000);
        assertThat(world.condition()).isEqualTo(Condition.GIVEN_UP);
        world.outcome = Outcome.STARTED;
        world.startHeals = true;
        world.until(8_400_000);

        assertThat(world.condition()).isEqualTo(Condition.UP);
        assertThat(world.told).last().asString().endsWith("post.dom UP");
    }
}
