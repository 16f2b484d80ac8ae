package orion.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every model of the protocol holds, every mutant of it is caught, and the checker can tell.
final class ModelTest {
    private static final Path MODULES = Path.of("");
    private static final Path PLANTED = Path.of("src/test/resources/planted");

    /// `-Dorion.models=large` takes the configurations that are too big for the ordinary build.
    @TestFactory
    Stream<DynamicTest> everyModelHoldsAndEveryMutantIsCaught() {
        return Model.in(MODULES, MODULES.resolve(System.getProperty("orion.models", ""))).stream()
                .map(model -> DynamicTest.dynamicTest(
                        model.name(), () -> assertThat(model.check()).isEmpty()));
    }

    @Test
    void aModelThatHoldsPasses() throws Exception {
        assertThat(planted("Lamp").check()).isEmpty();
    }

    @Test
    void aViolatedInvariantIsReportedWithItsTrace() throws Exception {
        assertThat(planted("Lamp-wrong").check())
                .hasValueSatisfying(report -> assertThat(report).contains("AtMostThree is violated", "count = 4"));
    }

    @Test
    void aMutantThatIsCaughtPasses() throws Exception {
        assertThat(planted("Lamp-mutant-limit").check()).isEmpty();
    }

    @Test
    void aMutantThatNothingNoticesFails() throws Exception {
        assertThat(planted("Lamp-mutant-unnoticed").check())
                .hasValueSatisfying(report -> assertThat(report).contains("no invariant noticed it"));
    }

    @Test
    void aModelThatCannotBeReadIsNoCaughtMutant() throws Exception {
        assertThat(planted("Lamp-mutant-unreadable").check())
                .hasValueSatisfying(report -> assertThat(report).contains("NoSuchInvariant"));
    }

    @Test
    void modelsAreFoundInTheOrderOfTheirNames() {
        assertThat(Model.in(PLANTED, PLANTED))
                .extracting(Model::name)
                .containsExactly(
                        "Lamp", "Lamp-mutant-limit", "Lamp-mutant-unnoticed", "Lamp-mutant-unreadable", "Lamp-wrong");
    }

    private static Model planted(String name) {
        return new Model(PLANTED, PLANTED, name);
    }
}
