package orion.sim.pacemaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where each resource goes after a node is lost or back is what Pacemaker's planner says too, but for
/// differences that have a name. Each difference has to vanish when what it is named after is taken out of
/// the situation.
@Tag("root")
final class CrmSimulateTest {
    private static final int SITUATIONS = 1_000;
    private static final int SIDE_BY_SIDE = 2;

    @TempDir
    Path folder;

    /// How the two answers compare.
    ///
    /// @param appearing differences that might be in the situation
    /// @param equal     whether the answers are
    /// @param causes    the differences without which they are; several where none alone explains it
    /// @param open      both answers, where nothing explains them
    private record Verdict(
            List<AllowedDifference> appearing, boolean equal, List<AllowedDifference> causes, Optional<String> open) {
        Verdict {
            appearing = List.copyOf(appearing);
            causes = List.copyOf(causes);
        }
    }

    @Test
    void eachDifferenceHasAName() throws Exception {
        List<Verdict> verdicts = verdicts();
        Map<AllowedDifference, Integer> alone = new EnumMap<>(AllowedDifference.class);
        verdicts.stream()
                .filter(verdict -> verdict.causes().size() == 1)
                .forEach(verdict -> alone.merge(verdict.causes().getFirst(), 1, Integer::sum));
        long equal = verdicts.stream().filter(Verdict::equal).count();
        long several =
                verdicts.stream().filter(verdict -> verdict.causes().size() > 1).count();
        long undisputed = verdicts.stream()
                .filter(verdict -> verdict.appearing().isEmpty())
                .count();
        System.out.printf(
                "%d of %d situations answered alike; by cause %s, several together %d; nothing to dispute in %d%n",
                equal, verdicts.size(), alone, several, undisputed);

        assertThat(verdicts.stream().flatMap(verdict -> verdict.open().stream()))
                .isEmpty();
        assertThat(alone).as("a difference that is never met is none").containsOnlyKeys(AllowedDifference.values());
        assertThat(equal).isGreaterThan(SITUATIONS * 3 / 4);
        assertThat(undisputed).isGreaterThan(SITUATIONS / 4);
    }

    private List<Verdict> verdicts() throws Exception {
        List<Callable<Verdict>> asked = LongStream.rangeClosed(1, SITUATIONS)
                .<Callable<Verdict>>mapToObj(seed -> () -> verdict(SituationDraw.of(seed)))
                .toList();
        List<Verdict> verdicts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE)) {
            for (Future<Verdict> answer : threads.invokeAll(asked)) {
                verdicts.add(answer.get());
            }
        }
        return verdicts;
    }

    private Verdict verdict(Situation situation) {
        List<AllowedDifference> appearing = Arrays.stream(AllowedDifference.values())
                .filter(difference -> difference.appears(situation))
                .toList();
        if (agreeOn(situation)) {
            return new Verdict(appearing, true, List.of(), Optional.empty());
        }
        for (AllowedDifference difference : appearing) {
            if (agreeOn(difference.without(situation))) {
                return new Verdict(appearing, false, List.of(difference), Optional.empty());
            }
        }
        Situation plain = situation;
        for (AllowedDifference difference : appearing) {
            plain = difference.without(plain);
        }
        return agreeOn(plain)
                ? new Verdict(appearing, false, appearing, Optional.empty())
                : new Verdict(appearing, false, List.of(), Optional.of(unexplained(situation, plain, appearing)));
    }

    private boolean agreeOn(Situation situation) {
        return Ours.answer(situation).equals(PacemakerPlanner.answer(situation, folder));
    }

    private String unexplained(Situation situation, Situation plain, List<AllowedDifference> appearing) {
        return "%s%nwithout %s: %s".formatted(answers(situation), appearing, answers(plain));
    }

    private String answers(Situation situation) {
        SortedMap<String, Integer> theirs = PacemakerPlanner.answer(situation, folder);
        return "%s%n ours      %s%n Pacemaker %s".formatted(situation, Ours.answer(situation), theirs);
    }
}
