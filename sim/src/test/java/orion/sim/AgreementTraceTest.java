package orion.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import orion.sim.TraceFollower.Trace;

/// What nodes show of their agreement, whatever happens to them, is something the model
/// `spec/Agreement.tla` can do; and a wrong trace is refused. `-Dorion.traces=N` follows N seeds in place of those few.
final class AgreementTraceTest {
    private static final long SEEDS = Long.getLong("orion.traces", 20);
    private static final int SEEDS_AT_ONCE = 100;
    private static final Path STORIES = Path.of("stories");
    private static final String DOUBT = "a-change-in-doubt-is-made-by-the-next-master";

    @TempDir
    private Path work = Path.of("");

    private static Path storyFile(String name) {
        return STORIES.resolve(name + ".txt");
    }

    private static List<Trace> traceOfSeed(long seed) {
        return Trace.of("trace --seed " + seed + " --nodes " + (2 + seed % 3) + " --minutes 1");
    }

    private List<String> stuck(List<Trace> traces) throws Exception {
        return new TraceFollower(TraceModel.AGREEMENT, work)
                .follow(traces).stream().flatMap(Optional::stream).toList();
    }

    @Test
    void theModelCanDoWhatNodesDoUnderFaults() throws Exception {
        List<Trace> all = new ArrayList<>();
        for (long from = 1; from <= SEEDS; from += SEEDS_AT_ONCE) {
            List<Trace> traces = LongStream.range(from, Math.min(from + SEEDS_AT_ONCE, SEEDS + 1))
                    .boxed()
                    .flatMap(seed -> traceOfSeed(seed).stream())
                    .toList();
            assertThat(stuck(traces)).isEmpty();
            all.addAll(traces);
        }

        assertThat(all).hasSizeGreaterThan(10);
        List<String> records =
                all.stream().flatMap(trace -> trace.records().stream()).toList();
        assertThat(records).as("masters of few").anyMatch(record -> record.contains("master |-> \"2."));
        assertThat(records).as("lives that came back").anyMatch(record -> record.contains("life |-> \"1.2\""));
        assertThat(records)
                .as("newcomers")
                .anyMatch(record -> record.contains("installed |-> FALSE, state |-> <<0, 0>>"));
        assertThat(records)
                .as("changes in doubt when a generation begins")
                .anyMatch(
                        record -> record.contains("installed |-> FALSE") && !record.contains("prepared |-> <<0, 0>>"));
        assertThat(all)
                .as("traces with many changes in many generations")
                .anyMatch(trace -> trace.records().size() > 200);
    }

    @Test
    void theModelCanDoWhatNodesDoInStories() throws Exception {
        List<Trace> traces = new ArrayList<>();
        try (Stream<Path> stories = Files.list(STORIES)) {
            stories.sorted()
                    .map(Path::toString)
                    .filter(file -> file.endsWith(".txt") && !file.contains("thirty-two"))
                    .forEach(file -> traces.addAll(Trace.of("trace --story " + file)));
        }

        assertThat(traces).hasSizeGreaterThan(80);
        assertThat(stuck(traces)).isEmpty();
    }

    @Test
    void aTraceIsRefusedAtTheRecordThatIsWrong() throws Exception {
        Trace right = Trace.of("trace --story " + storyFile(DOUBT)).getFirst();
        List<Integer> places = new ArrayList<>();
        List<Trace> planted = new ArrayList<>(List.of(right));

        // Committed before all have prepared: the last to prepare never did.
        int prepares = right.find("life |-> \"1.1\"", "prepared |-> <<1, 3>>");
        places.add(prepares);
        planted.add(right.replaced(prepares, List.of()));
        // Installed without what was in doubt.
        int installs = right.find("generation |-> 2", "state |-> <<2, 0>>, content |-> 5");
        places.add(installs);
        planted.add(right.changed(installs, record -> record.replace("content |-> 5", "content |-> 4")));
        // In another order: the change after next is prepared as the next one.
        int next = right.find("life |-> \"2.1\"", "prepared |-> <<1, 3>>, inDoubt |-> 4");
        places.add(next);
        planted.add(right.changed(next, record -> record.replace("inDoubt |-> 4", "inDoubt |-> 5")));
        // A version is skipped.
        int skips = right.find("life |-> \"1.1\"", "state |-> <<1, 3>>, content |-> 4, prepared |-> <<0, 0>>");
        places.add(skips);
        planted.add(right.changed(skips, record -> record.replace("<<1, 3>>", "<<1, 4>>")));

        List<Optional<String>> results = new TraceFollower(TraceModel.AGREEMENT, work).follow(planted);
        assertThat(results.getFirst()).isEmpty();
        for (int i = 0; i < places.size(); i++) {
            int at = places.get(i);
            String record = planted.get(i + 1).records().get(at);
            assertThat(results.get(i + 1))
                    .hasValueSatisfying(text -> assertThat(text)
                            .contains("record " + (at + 1) + " of ", DOUBT)
                            .endsWith("> " + record));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "commits-before-all-have-prepared, --story stories/a-confirmed-power-cut-is-taken-over-at-once.txt",
        "change-in-doubt-is-dropped, --story stories/a-change-in-doubt-is-made-by-the-next-master.txt",
        "installs-before-all-have-reported, --seed 3 --nodes 3 --minutes 1"
    })
    void aBrokenCoreDoesWhatTheModelCannotDo(String name, String of, @TempDir Path classes) throws Exception {
        String command = "trace " + of;
        List<Trace> traces;
        try (MutatedCore core = new MutatedCore(CoreMutant.named(name), classes)) {
            traces =
                    Trace.read("orion sim " + command, core.run(command).lines().toList());
        }

        assertThat(stuck(traces)).isNotEmpty();
    }
}
