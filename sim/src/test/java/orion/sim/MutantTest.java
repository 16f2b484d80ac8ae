package orion.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whoever breaks a rule that the core relies on is caught: the simulator is worth what it notices.
final class MutantTest {
    private static final int MOST_SEEDS = 400;

    @ParameterizedTest
    @EnumSource
    void aBrokenRuleIsNoticed(Mutant mutant) {
        Optional<String> noticed = Optional.empty();
        for (long seed = mutant.firstSeed(); noticed.isEmpty() && seed < mutant.firstSeed() + MOST_SEEDS; seed++) {
            Plan plan = Plan.drawn(seed, 0, 2);
            plan = plan.withClocks(mutant.wrongClocks(plan));
            noticed = new Simulation(plan, mutant.conduct(), mutant::medium, false, Optional.empty())
                    .run()
                    .failure()
                    .filter(mutant::explains);
        }

        assertThat(noticed).as("a run that shows " + mutant).isPresent();
    }
}
