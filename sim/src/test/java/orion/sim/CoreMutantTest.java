package orion.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whoever breaks a rule inside the core is caught: the rules are there for a reason, and the simulator sees it.
final class CoreMutantTest {
    static List<CoreMutant> mutants() {
        return CoreMutant.all();
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void aBrokenRuleIsNoticed(CoreMutant mutant, @TempDir Path classes) throws Exception {
        try (MutatedCore core = new MutatedCore(mutant, classes)) {
            assertThat(core.run(mutant.command())).containsPattern(mutant.symptom());
        }
    }

    @Test
    void theListIsLong() {
        assertThat(mutants().stream().filter(CoreMutant::isCaught)).hasSizeGreaterThanOrEqualTo(75);
    }
}
