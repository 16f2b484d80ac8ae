package orion.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The simulator's command line.
final class MainTest {
    private final List<String> printed = new ArrayList<>();

    private int run(String arguments) {
        return Main.run(List.of(arguments.split(" ")), printed::add);
    }

    @Test
    void aRunPrintsItsPlanAndItsOutcome() {
        assertThat(run("run --seed 7 --nodes 3 --minutes 1")).isZero();
        assertThat(printed).hasSize(2);
        assertThat(printed.getFirst()).contains("seed=7", "nodes=3");
    }

    @Test
    void aReplayTellsEveryEventWithAColumnPerNode() {
        assertThat(run("replay --seed 7 --nodes 3 --minutes 1")).isZero();

        List<String> told = printed.subList(1, printed.size() - 1);
        assertThat(told).allSatisfy(line -> assertThat(line.split("[|]", -1)).hasSizeGreaterThanOrEqualTo(5));
        assertThat(told).anySatisfy(line -> assertThat(line).contains("|M1", " generation 1 is "));
        assertThat(printed).anySatisfy(line -> assertThat(line).contains("ALL FAULTS END"));
    }

    @Test
    void aSoakSumsUp() {
        assertThat(run("soak --seeds 2 --from 5 --minutes 1")).isZero();
        assertThat(printed.getLast()).startsWith("2 seeds, ").endsWith("failed: []");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "walk",
                "run",
                "run --seed",
                "run --seed x",
                "run --sed 1",
                "soak --seeds 0",
                "run --seed 1 --nodes 1",
                "run --seed 1 --nodes 33",
                "run --seed 1 --minutes 0",
                "story",
                "story --rewrite yes"
            })
    void wrongArgumentsAreRefusedInOneSentence(String arguments) {
        assertThat(run(arguments)).isEqualTo(2);
        assertThat(printed).singleElement().asString().startsWith("sim: ").contains("usage: ");
    }
}
