package orion.sim.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// However things go in a small cluster, one holds and there is one chain; and the search tries what it says it tries.
final class ExhaustiveSearchTest {
    private static final int MOST_STEPS = 100;

    @ParameterizedTest
    @EnumSource
    void howeverThingsGoNothingIsBroken(Scene scene) {
        ExhaustiveSearch.Found found = new ExhaustiveSearch().from(scene.world(), scene.nodes() == 2 ? 6 : 5);

        assertThat(found.violation()).isEmpty();
        assertThat(found.worlds()).isGreaterThan(1_000);
        assertThat(found.removals() > 0)
                .as("some member knows that another was removed while it was let in (rule M5)")
                .isEqualTo(scene == Scene.REMOVAL);
    }

    @Test
    void deepEnoughTheNextGenerationIsDecided() {
        SmallWorld scene = Scene.CUT.world();

        assertThat(new ExhaustiveSearch().from(scene, 3).decided()).isEqualTo(scene.generations());
        ExhaustiveSearch.Found deep = new ExhaustiveSearch().from(scene, 8);
        assertThat(deep.decided()).isGreaterThan(scene.generations());
        assertThat(deep.violation()).isEmpty();
    }

    /// What a scene is there for lies many steps off: one way leads to just before it, and from there on everything is
    /// tried.
    @ParameterizedTest
    @EnumSource
    void eachSceneReachesWhatItIsThereFor(Scene scene) {
        SmallWorld ahead = scene.world();
        assertThat(scene.isReached(ahead)).as("at once").isFalse();
        int steps = 0;
        while (!scene.isReached(ahead) && steps < MOST_STEPS) {
            ahead.take(ahead.steps().getFirst());
            steps++;
        }
        assertThat(scene.isReached(ahead)).as("%d steps on", steps).isTrue();
        SmallWorld before = scene.world();
        for (int i = 0; i < steps - 2; i++) {
            before.take(before.steps().getFirst());
        }

        assertThat(new ExhaustiveSearch(scene::isReached).from(before, 1).reached())
                .as("a step too early")
                .isEqualTo(steps < 2);
        ExhaustiveSearch.Found found = new ExhaustiveSearch(scene::isReached).from(before, 3);
        assertThat(found.reached()).isTrue();
        assertThat(found.violation()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aCopyGoesItsOwnWay(Scene scene) {
        ObjectGraph graph = new ObjectGraph();
        SmallWorld original = scene.world();
        long before = graph.fingerprint(original);

        SmallWorld copy = graph.copy(original);
        assertThat(graph.fingerprint(copy)).isEqualTo(before);
        for (int i = 0; i < 200; i++) {
            copy.take(copy.steps().getFirst());
        }

        assertThat(graph.fingerprint(copy)).isNotEqualTo(before);
        assertThat(graph.fingerprint(original)).isEqualTo(before);
        assertThat(new ObjectGraph().fingerprint(scene.world())).isEqualTo(before);
    }

    @Test
    void theSameStepsLeadACopyAndItsOriginalToTheSameWorld() {
        ObjectGraph graph = new ObjectGraph();
        SmallWorld original = Scene.MOVE.world();
        original.allow(Budget.NONE);
        SmallWorld copy = graph.copy(original);
        for (int i = 0; i < 300; i++) {
            List<Step> possible = original.steps();
            assertThat(copy.steps()).isEqualTo(possible);
            Step step = possible.get(i * 7 % possible.size());
            original.take(step);
            copy.take(step);
            assertThat(graph.fingerprint(copy)).as("after step %d, %s", i, step).isEqualTo(graph.fingerprint(original));
        }
    }

    @Test
    void aSceneThatDoesNotExistIsRefusedWithThoseThatDo() {
        assertThatThrownBy(() -> SceneSearch.run(Optional.of("peace"), 3, line -> {}, text -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "there is no scene 'peace'; there are move, cut, freeze, join, removal, lost-holder, triangle");
    }

    @Test
    void eachSceneIsTold() {
        List<String> told = new ArrayList<>();

        assertThat(SceneSearch.run(Optional.empty(), 2, told::add, text -> {})).isZero();

        assertThat(told)
                .hasSize(Scene.values().length)
                .allSatisfy(line -> assertThat(line).contains("2 steps deep").endsWith("nothing broken"));
    }
}
