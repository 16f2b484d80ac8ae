package orion.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import orion.sim.FaultInjector.Begun;
import orion.sim.Simulation.Outcome;

/// A run that failed becomes a short story that fails for the same reason.
final class ShrinkerTest {
    private static Simulation simulation(Mutant mutant, long seed) {
        return new Simulation(Plan.drawn(seed, 0, 2), mutant.conduct(), mutant::medium, false, Optional.empty());
    }

    /// The first run that the mutant breaks after more than a handful of faults, but not after a whole day of them.
    private static Outcome runWithManyFaults(Mutant mutant) {
        return LongStream.range(mutant.firstSeed(), mutant.firstSeed() + 400)
                .mapToObj(seed -> simulation(mutant, seed).run())
                .filter(run -> run.failure().filter(mutant::explains).isPresent()
                        && run.faults().size() > 5
                        && run.faults().size() < 45)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(names = {"STOP_IS_IGNORED", "WATCHDOG_IS_FED_TOO_LONG", "OVERTAKEN_WRITES_LAND"})
    void aMutantNeedsOnlyAFewOfTheFaults(Mutant mutant) {
        Outcome whole = runWithManyFaults(mutant);
        long seed = whole.seed();
        String failure = whole.failure().orElseThrow();

        Shrinker shrinker =
                new Shrinker(faults -> simulation(mutant, seed).with(faults).run(), Shrinker.reasonOf(failure));
        List<Begun> few = shrinker.shrink(whole.faults()).orElseThrow();

        assertThat(few).isNotEmpty().hasSizeLessThanOrEqualTo(whole.faults().size() / 2);
        List<Begun> again = Shrinker.chosen(Shrinker.list(few), whole.faults());
        assertThat(again).isEqualTo(few);
        assertThat(simulation(mutant, seed).with(again).run().failure().filter(mutant::explains))
                .isPresent();
    }

    @Test
    void aRunThatPassesWithItsFaultsReplayedIsNotShrunk() {
        Plan plan = Plan.drawn(1, 0, 1);
        Shrinker shrinker = new Shrinker(
                faults -> new Simulation(plan, new Conduct(), BoardMedium::new, false, Optional.empty())
                        .with(faults)
                        .run(),
                "OneHolder");

        assertThat(shrinker.shrink(Simulation.run(plan).faults())).isEmpty();
    }

    @Test
    void aFaultCanBeMadeShorterAndNotLonger() {
        List<Begun> all = Simulation.run(Plan.drawn(3, 0, 1)).faults();
        long millis = all.getFirst().fault().durationMillis();

        assertThat(Shrinker.chosen("1:" + (millis - 1), all)).hasSize(1);
        assertThatThrownBy(() -> Shrinker.chosen("1:" + (millis + 1), all))
                .hasMessage("fault 1 lasts " + millis + " ms; option --faults can make it shorter, not " + (millis + 1)
                        + " ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "9999", "x", "1:", "1:2:3", "1,,2", "-1"})
    void aListThatNamesNoFaultsIsRefused(String list) {
        List<Begun> all = Simulation.run(Plan.drawn(3, 0, 1)).faults();
        assertThatThrownBy(() -> Shrinker.chosen(list, all))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("option --faults needs numbers from 1 to " + all.size());
    }
}
