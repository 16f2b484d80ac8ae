package orion.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.sim.TraceFollower.Trace;

/// What nodes do about who may hold a resource, whatever happens to them, is something the model
/// `spec/Authority.tla` can do; and a wrong trace is refused. `-Dorion.traces=N` follows N seeds in place of those few.
final class AuthorityTraceTest {
    private static final long SEEDS = Long.getLong("orion.traces", 10);
    private static final int SEEDS_AT_ONCE = 16;
    /// Longer ones are followed where more seeds are.
    private static final int MOST_RECORDS_OF_A_STORY = Long.getLong("orion.traces") == null ? 600 : Integer.MAX_VALUE;
    /// In the model nobody says of a life that it has no power before it is over.
    private static final List<String> LIES =
            List.of("a-confirmation-for-another-life-changes-nothing", "whoever-is-said-to-have-no-power-stops");

    /// A mutant of the core.
    ///
    /// @param story     in which it does what it should not
    /// @param forbidden what that is: the record at which the model gets stuck, a regular expression
    private record Broken(String story, String forbidden) {}

    private static final SortedMap<String, Broken> MUTANTS = new TreeMap<>(Map.ofEntries(
            broken(
                    "a-grant-counts-from-its-arrival",
                    "a-board-dead-at-one-host-kills-nobody",
                    // A clock of another host, not six seconds.
                    "<<\"renew\">>>>, shows [|]-> <<1, [0-9]{5,}, "),
            broken(
                    "condemned-are-forgotten",
                    "alone-without-a-board-a-member-stops",
                    "<<\"decide\", [{]<<1, 2>>[}], [{][}]>>"),
            broken(
                    "founds-while-a-member-may-work",
                    "a-host-alone-after-a-total-power-cut-waits-for-the-leases-of-the-others",
                    "<<\"decide\", [{]<<2, 2>>[}], [{]<<1, 1>>, <<3, 1>>[}]>>"),
            broken(
                    "lease-counts-from-the-end-of-a-cycle",
                    "alone-without-a-board-a-member-stops",
                    "does [|]-> <<<<\"end\">>>>, shows [|]-> <<1, 6000, "),
            broken(
                    "no-read-back",
                    "what-is-lost-on-the-way-to-the-board-is-noticed",
                    "does [|]-> <<<<\"fail\">>>>, shows [|]-> <<1, 59"),
            broken(
                    "pill-is-not-eaten",
                    "a-deaf-host-is-the-one-that-goes",
                    "node [|]-> 3, .*<<\"end\">>, <<\"begin\", 2>>>>, shows [|]-> <<2, "),
            broken(
                    "published-before-decided",
                    "a-host-revived-after-its-pill-was-written-stops-itself",
                    "does [|]-> <<<<\"publish\", 1, "),
            broken(
                    "starts-before-the-excluded-are-gone",
                    "alone-without-a-board-a-member-stops",
                    "<<\"start\">>.*[{][}]>>"),
            broken(
                    "take-over-by-a-reading-begun-before",
                    "a-host-revived-after-its-pill-was-written-stops-itself",
                    "<<\"start\">>.*[{]2[}]>>"),
            broken(
                    "take-over-ignores-grants",
                    "a-host-alone-after-a-total-power-cut-waits-for-the-leases-of-the-others",
                    "<<\"start\">>.*[{]1, 3[}]>>"),
            broken(
                    "take-over-one-heartbeat-early",
                    "the-losing-side-lives-on-where-the-winner-dies-before-deciding",
                    "<<\"start\">>.*[{]2[}]>>"),
            broken(
                    "take-over-without-waiting-for-the-tick",
                    "of-two-with-both-cables-in-the-master-lives",
                    "<<\"acquire\">>.*[{]1[}]>>")));

    private static Map.Entry<String, Broken> broken(String mutant, String story, String forbidden) {
        return Map.entry(mutant, new Broken(story, forbidden));
    }

    private static final String ALONE = "alone-without-a-board-a-member-stops";
    private static final String DEAF = "a-deaf-host-is-the-one-that-goes";

    @TempDir
    private Path work = Path.of("");

    private static List<Trace> traces(String of) {
        return Trace.of("trace --of authority " + of);
    }

    private static List<Trace> traceOfSeed(long seed) {
        return traces("--seed " + seed + " --nodes " + (2 + seed % 2) + " --minutes 1");
    }

    private List<Optional<String>> follow(List<Trace> traces) throws Exception {
        return new TraceFollower(TraceModel.AUTHORITY, work).follow(traces);
    }

    private List<String> stuck(List<Trace> traces) throws Exception {
        return follow(traces).stream().flatMap(Optional::stream).toList();
    }

    @Test
    void theModelCanDoWhatNodesDoUnderFaults() throws Exception {
        List<String> records = new ArrayList<>();
        for (long from = 1; from <= SEEDS; from += SEEDS_AT_ONCE) {
            List<Trace> traces = LongStream.range(from, Math.min(from + SEEDS_AT_ONCE, SEEDS + 1))
                    .boxed()
                    .flatMap(seed -> traceOfSeed(seed).stream())
                    .toList();
            assertThat(stuck(traces)).isEmpty();
            traces.forEach(trace -> records.addAll(trace.records()));
        }

        for (String step : List.of(
                "renew",
                "fail",
                "hear",
                "over",
                "words",
                "off",
                "acquire",
                "start",
                "release",
                "publish",
                "stops\", \"lease")) {
            assertThat(records).as(step).anyMatch(record -> record.contains("<<\"" + step + "\""));
        }
        assertThat(records).as("lives that came back").anyMatch(record -> record.contains("<<\"life\", 3>>"));
    }

    /// The model has one disk, clocks that keep the bound, and nobody who lies; and few nodes, for TLC's sake.
    private static boolean isInTheModel(StoryFile story) {
        Plan plan = story.setting().plan();
        return plan.boards() == 1 && plan.nodes() <= 5 && !plan.wrongClocks() && !LIES.contains(story.name());
    }

    private static Trace traceOfStory(String name) {
        return traces("--story stories/" + name + ".txt").getFirst();
    }

    /// The same up to a record, and that one changed.
    private static Trace planted(Trace right, int at, UnaryOperator<String> change) {
        List<String> records = new ArrayList<>(right.records().subList(0, at));
        records.add(change.apply(right.records().get(at)));
        return new Trace(right.command(), right.title(), right.begin(), records);
    }

    private static String after(String record, long millis) {
        return record.replaceFirst("passed [|]-> <<[0-9, ]*>>", "passed |-> <<" + millis + ", " + millis + ">>");
    }

    private static String also(String record, String step) {
        return record.replace(">>, shows", ", " + step + ">>, shows");
    }

    /// A record of that node alone, at the moment of another.
    private static String only(String record, int node, String step) {
        return record.replaceFirst(
                "node [|]-> .*", "node |-> " + node + ", passed |-> <<>>, does |-> <<" + step + ">>, shows |-> <<>>]");
    }

    @Test
    void aTraceIsRefusedAtTheRecordThatIsWrong() throws Exception {
        Trace alone = traceOfStory(ALONE);
        Trace deaf = traceOfStory(DEAF);
        List<Trace> wrong = new ArrayList<>();

        // A lease that ends a millisecond too early.
        wrong.add(planted(
                alone, alone.find("\"publish\", 2", "shows |-> <<1, 5997"), record -> record.replace("5997", "5996")));
        // It stops for want of a lease, which it still has.
        wrong.add(planted(alone, alone.find("\"stops\", \"lease\""), record -> after(record, 1_000)));
        // Without a lease it holds what it held for longer than it may.
        wrong.add(planted(alone, alone.find("\"release\""), record -> after(record, 410)));
        // Nothing proves yet that the one cast out is gone: it starts something; it says so.
        int learns = alone.find("\"end\"", "shows |-> <<3, ", "{}");
        wrong.add(planted(alone, learns, record -> also(record, "<<\"start\">>")));
        wrong.add(planted(alone, learns, record -> record.replace("{}", "{2}")));
        // The one that nobody can prove gone is forgotten.
        wrong.add(planted(alone, alone.find("\"decide\"", "{<<1, 2>>}"), record -> record.replace("{<<2, 1>>}", "{}")));
        // A decision by one that it leaves out, and by one outside while members are at work.
        int decides = deaf.find("\"decide\", {<<1, 1>>, <<2, 1>>}, ");
        wrong.add(
                planted(deaf, decides, record -> only(record, 3, "<<\"decide\", {<<1, 1>>, <<2, 1>>}, {<<3, 1>>}>>")));
        int readmits = deaf.find("\"decide\", {<<1, 1>>, <<2, 1>>, <<3, 2>>}");
        wrong.add(
                planted(deaf, readmits, record -> only(record, 3, "<<\"decide\", {<<3, 2>>}, {<<1, 1>>, <<2, 1>>}>>")));
        // A life that was cast out is let in again (rule A1).
        wrong.add(planted(deaf, readmits, record -> record.replace("<<3, 2>>", "<<3, 1>>")));
        // One that has learnt a generation acts in it before the other member has.
        int first = deaf.find("node |-> 2", "\"end\"", "shows |-> <<2, ");
        wrong.add(planted(deaf, first, record -> also(record, "<<\"start\">>")));
        // It has a grant that nobody gave.
        wrong.add(planted(
                deaf, deaf.find("\"receive\""), record -> record.replaceFirst("(\"receive\", [0-9]+, )", "$11")));

        wrong.addAll(wrongEnds(alone, deaf));

        List<Trace> all = new ArrayList<>(List.of(alone, deaf));
        all.addAll(wrong);
        List<Optional<String>> results = follow(all);
        assertThat(results.subList(0, 2)).containsOnly(Optional.empty());
        for (int i = 0; i < wrong.size(); i++) {
            int last = wrong.get(i).records().size();
            String record = wrong.get(i).records().getLast();
            assertThat(results.get(i + 2))
                    .as(record)
                    .hasValueSatisfying(text -> assertThat(text)
                            .contains("record " + last + " of ", "--of authority --story ")
                            .endsWith("> " + record));
        }
    }

    /// Lives that end otherwise than they may.
    private static List<Trace> wrongEnds(Trace alone, Trace deaf) {
        Trace leaves = traceOfStory("a-host-with-only-a-comatose-resource-stops-it-by-force-and-leaves");
        int stops = alone.find("\"stops\", \"lease\"");
        int goes = leaves.find("\"stops\", \"leaves\"");
        int acts = leaves.find("node |-> 1", "\"end\"");
        return List.of(
                // It says that it leaves when it has no lease any more.
                planted(leaves, goes, record -> after(record, 10_000)),
                planted(alone, stops, record -> record.replace("\"lease\"", "\"leaves\"")),
                // It stops because it was said to have no power, and nobody said so.
                planted(alone, stops, record -> record.replace("\"lease\"", "\"off\"")),
                planted(leaves, goes, record -> record.replace("\"leaves\"", "\"off\"")),
                // It stops because it was removed, and was no member.
                planted(
                        deaf,
                        deaf.find("\"decide\", {<<1, 1>>, <<2, 1>>, <<3, 2>>}"),
                        record -> only(record, 3, "<<\"stops\", \"removed\">>")),
                // It is said to have no power, and is at work.
                planted(leaves, acts, record -> only(record, 1, "<<\"off\", 1>>")));
    }

    @Test
    void theModelCanDoWhatNodesDoInStories() throws Exception {
        List<Trace> traces = StoryTeller.read(Path.of("stories")).stream()
                .filter(AuthorityTraceTest::isInTheModel)
                .map(story -> traceOfStory(story.name()))
                .filter(trace -> trace.records().size() <= MOST_RECORDS_OF_A_STORY)
                .toList();
        assertThat(stuck(traces)).isEmpty();

        assertThat(traces).hasSizeGreaterThan(70);
        for (String reason : List.of("lease", "pill", "leaves", "removed")) {
            assertThat(traces)
                    .as("somebody stops: " + reason)
                    .anyMatch(trace ->
                            trace.records().stream().anyMatch(it -> it.contains("\"stops\", \"" + reason + "\"")));
        }
    }

    @Test
    void aBrokenCoreDoesWhatTheModelCannotDo() throws Exception {
        List<Trace> traces = new ArrayList<>();
        for (Map.Entry<String, Broken> broken : MUTANTS.entrySet()) {
            String command =
                    "trace --of authority --story stories/" + broken.getValue().story() + ".txt";
            Path classes = Files.createDirectories(work.resolve(broken.getKey()));
            try (MutatedCore core = new MutatedCore(CoreMutant.named(broken.getKey()), classes)) {
                List<String> printed = core.run(command).lines().toList();
                traces.add(
                        Trace.read(broken.getKey() + " in " + command, printed).getFirst());
            }
        }

        List<Optional<String>> results = follow(traces);
        List<Broken> mutants = List.copyOf(MUTANTS.values());
        for (int i = 0; i < traces.size(); i++) {
            Pattern forbidden = Pattern.compile("\n> .*" + mutants.get(i).forbidden());
            assertThat(results.get(i))
                    .as(traces.get(i).command())
                    .hasValueSatisfying(text -> assertThat(text).containsPattern(forbidden));
        }
    }
}
