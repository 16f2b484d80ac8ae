package orion.core.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// `core` stays pure, and each rule that says so can fail.
final class PurityTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("orion.core");

    @ParameterizedTest
    @EnumSource
    void coreKeepsEveryBan(Ban ban) {
        assertThat(CORE).isNotEmpty();
        assertThat(ban.violations(CORE)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("planted")
    void aPlantedViolationIsCaughtByItsBan(Class<?> planted) {
        Ban ban = planted.getAnnotation(PlantedViolations.CaughtBy.class).value();

        assertThat(ban.violations(imported(planted)))
                .isNotEmpty()
                .allSatisfy(violation -> assertThat(violation).contains(planted.getSimpleName()));
    }

    @ParameterizedTest
    @EnumSource
    void everyBanHasAPlantedViolation(Ban ban) {
        assertThat(planted())
                .anySatisfy(type -> assertThat(type.getAnnotation(PlantedViolations.CaughtBy.class)
                                .value())
                        .isEqualTo(ban));
    }

    @Test
    void orderedCollectionsAndWhatTheCompilerAddsPassEveryBan() {
        JavaClasses allowed = imported(
                PlantedViolations.Allowed.class,
                PlantedViolations.Shape.class,
                PlantedViolations.Shape.Square.class,
                PlantedViolations.Shape.Point.class);

        assertThat(Stream.of(Ban.values()).flatMap(ban -> ban.violations(allowed).stream()))
                .isEmpty();
    }

    private static List<Class<?>> planted() {
        return Arrays.stream(PlantedViolations.class.getDeclaredClasses())
                .filter(type -> type.isAnnotationPresent(PlantedViolations.CaughtBy.class))
                .<Class<?>>map(type -> type)
                .toList();
    }

    private static JavaClasses imported(Class<?>... types) {
        return new ClassFileImporter().importClasses(types);
    }
}
