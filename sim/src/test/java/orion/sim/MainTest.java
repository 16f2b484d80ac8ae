package orion.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The simulator's command line.
final class MainTest {
    private final List<String> printed = new ArrayList<>();
    private final List<String> progress = new ArrayList<>();

    private int run(String arguments) {
        return Main.run(List.of(arguments.split(" ")), printed::add, progress::add);
    }

    @Test
    void aRunPrintsItsPlanAndItsOutcome() {
        assertThat(run("run --seed 7 --nodes 3 --minutes 1")).isZero();
        assertThat(printed).hasSize(3);
        assertThat(printed.getFirst()).contains("seed=7", "nodes=3");
    }

    @Test
    void aReplayTellsEveryEventWithAColumnPerNode() {
        assertThat(run("replay --seed 7 --nodes 3 --minutes 1")).isZero();

        List<String> told = printed.subList(1, printed.size() - 2);
        assertThat(told).allSatisfy(line -> assertThat(line.split("[|]", -1)).hasSizeGreaterThanOrEqualTo(5));
        assertThat(told).anySatisfy(line -> assertThat(line).contains("|M1", " generation 1 is "));
        assertThat(printed).anySatisfy(line -> assertThat(line).contains("ALL FAULTS END"));
    }

    @Test
    void aTraceHasARecordInEachLineBelowWhereItBegins() {
        assertThat(run("trace --seed 7 --nodes 3 --minutes 1")).isZero();
        assertThat(printed.getFirst()).matches("\\\\[*] at \\d+ ms all members of generation \\d+ have made .*");
        assertThat(printed.get(1)).startsWith("[first |-> ");
        assertThat(printed.subList(2, printed.size()))
                .filteredOn(line -> line.startsWith("[time |-> "))
                .hasSizeGreaterThan(10);
    }

    @Test
    void aTraceOfAStoryEndsWithWhatItShowedLast() {
        assertThat(run("trace --story stories/a-change-in-doubt-is-made-by-the-next-master.txt"))
                .isZero();
        assertThat(printed.getLast())
                .contains("life |-> \"1.1\", generation |-> 2, members |-> {\"1.1\", \"2.1\"}, master |-> \"2.1\"");
    }

    @Test
    void aTraceOfTheAuthorityTellsWhatTheModelNeedsToKnowFirst() {
        String story = "trace --of authority --story stories/";
        assertThat(run(story + "a-change-in-doubt-is-made-by-the-next-master.txt"))
                .isZero();
        assertThat(printed.get(1)).startsWith("[lease |-> 6000, grace |-> ").endsWith("nodes |-> 3]");
        assertThat(printed.subList(2, printed.size()))
                .allSatisfy(line -> assertThat(line).startsWith("[time |-> "))
                .anySatisfy(line -> assertThat(line).contains("<<\"acquire\">>"));
    }

    @Test
    void aTraceOfTheAuthorityNeedsABoardOfOneDisk() {
        assertThat(run("trace --of authority --story stories/one-of-three-disks-may-die-for-all.txt"))
                .isEqualTo(2);
        assertThat(printed)
                .singleElement()
                .asString()
                .contains("a white board of 3 disks", "knows one disk only", "choose another");
    }

    @Test
    void aSoakSumsUp() {
        assertThat(run("soak --seeds 2 --from 5 --minutes 1")).isZero();
        assertThat(printed).singleElement().asString().startsWith("2 seeds, ").endsWith("violations: 0");
        assertThat(progress).hasSize(3).last().isEqualTo("");
    }

    @Test
    void aSoakIsAnObjectForPrograms() {
        assertThat(run("soak --json --seeds 2 --from 5 --minutes 30 --nodes 2")).isZero();
        assertThat(printed)
                .singleElement()
                .asString()
                .matches("\\{\"seeds\":2,\"simulatedHours\":1[.]\\d{3},\"violations\":0,\"failed\":\\[]}");
    }

    @Test
    void aSoakEndsAfterItsTime() {
        assertThat(run("soak --seconds 1 --minutes 1 --nodes 2")).isZero();
        assertThat(progress).hasSizeGreaterThan(1);
        assertThat(printed).singleElement().asString().contains(" seeds, ").doesNotStartWith("0 ");
    }

    @Test
    void aSoakTellsOfEveryRunThatFails() {
        Soak soak = new Soak(seed -> Plan.drawn(seed, 2, 1), progress::add, plan -> failing(plan.seed()));
        List<Long> failed = new ArrayList<>();
        soak.run(1, OptionalLong.of(4), OptionalLong.empty(), false, outcome -> failed.add(outcome.seed()));

        assertThat(failed).containsExactly(2L, 4L);
        assertThat(soak.text()).endsWith("violations: 2 with seeds [2, 4]");
        assertThat(soak.json()).contains("\"violations\":2", "{\"seed\":2,\"failure\":\"it \\\"broke\\\"\\u000a\"}");
    }

    @Test
    void aSoakMayEndWithTheFirstRunThatFails() {
        Soak soak = new Soak(seed -> Plan.drawn(seed, 2, 1), progress::add, plan -> failing(plan.seed()));
        soak.run(1, OptionalLong.of(4), OptionalLong.empty(), true, outcome -> {});

        assertThat(soak.text()).startsWith("2 seeds, ").endsWith("violations: 1 with seeds [2]");
    }

    private static Simulation.Outcome failing(long seed) {
        Optional<String> failure = seed % 2 == 0 ? Optional.of("it \"broke\"\n") : Optional.empty();
        return new Simulation.Outcome(seed, failure, 1, 1, 60_000, 1, List.of());
    }

    @Test
    void aReplayEndsWithTheHashThatAnotherJvmPrintsToo() throws IOException, InterruptedException {
        String arguments = "replay --seed 11 --minutes 1";
        assertThat(run(arguments)).isZero();
        assertThat(printed.getLast()).matches("hash of the event log: [0-9a-f]{1,16}");

        assertThat(inAnotherJvm(arguments)).isEqualTo(printed);
    }

    private static List<String> inAnotherJvm(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments.split(" ")));
        Process jvm = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader reader = jvm.inputReader(StandardCharsets.UTF_8)) {
            List<String> lines = reader.lines().toList();
            assertThat(jvm.waitFor()).isZero();
            return lines;
        }
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
                "soak --seconds x",
                "soak --seconds",
                "run --seed 1 --timing slow",
                "run --seed 1 --nodes 1",
                "run --seed 1 --json",
                "search --depth 21",
                "run --seed 1 --nodes 33",
                "run --seed 1 --minutes 0",
                "story",
                "trace",
                "trace --story",
                "trace --seed 1 --of nothing",
                "story --rewrite yes"
            })
    void wrongArgumentsAreRefusedInOneSentence(String arguments) {
        assertThat(run(arguments)).isEqualTo(2);
        assertThat(printed).singleElement().asString().startsWith("sim: ").hasSizeGreaterThan(20);
    }
}
