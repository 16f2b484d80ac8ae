package orion.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every story in `sim/stories` runs as its file says; `-Dorion.stories=rewrite` rewrites their transcripts. Together
/// they show every rule of the protocol and every capability that speaks of it.
final class StoriesTest {
    private static final Path TOP = Path.of(System.getProperty("orion.repository"));
    private static final boolean REWRITE = "rewrite".equals(System.getProperty("orion.stories"));
    /// A cell such as `L1-L3` or `D1, D2` that begins a row of a table.
    private static final Pattern FIRST_CELL = Pattern.compile("^[|] *([A-Z][0-9]+(?:(?:, |-)[A-Z][0-9]+)*) *[|].*");

    /// Rules that no story can show, with the reason.
    private static final Map<String, String> UNTOLD = new TreeMap<>(Map.of(
            "G3", "every wait it lengthens is shorter than the silence that comes before; the model needs it",
            "G4", "it matters only between a publication and its reading, a millisecond; the model needs it",
            "G5", "it matters only where a generation is never seen; the model needs it",
            "R3", "it matters only where one report of a node overtakes another; RequestRulesTest shows it",
            "W2", "the simulated watchdog knows the lease itself; WatchdogsTest shows it",
            "W3", "the guard of a story is never slower than the lease; GuardRebootTest and FenceTest show it"));

    /// How many rows there are of each letter that speaks of the protocol, in the list of what the original could do.
    private static final Map<String, Integer> ROWS = Map.of("C", 27, "E", 35, "F", 14, "G", 12);

    /// Rows of them that no story can show, with the reason.
    private static final Map<String, String> UNTOLD_ROWS = new TreeMap<>(Map.ofEntries(
            Map.entry("C8", "sizes that were tested; FlatFailoverTest and ManyNodesTest test them"),
            Map.entry("C19", "about users of a service; the end-to-end tests ask it before and after"),
            Map.entry(
                    "C20",
                    "in the simulator a resource has no address to be asked at; PowerCutTest of the lab shows it"),
            Map.entry(
                    "C23",
                    "what a node loses is a failure of the resource it is a part of, of which stories tell; the node does not count as failed"),
            Map.entry("C24", "a target over a year; bench measures each outage"),
            Map.entry("C25", "arithmetic, not a thing that a cluster does"),
            Map.entry("C26", "figures of others, quoted as a motive"),
            Map.entry("C27", "a comparison; bench/README.md has it"),
            Map.entry("E1", "how the software is divided; ARCHITECTURE.md says it, and every story runs the same core"),
            Map.entry("E2", "there is no directory; the agreed state is in every node's memory, as E33 shows"),
            Map.entry("E3", "objects of a directory; the configuration is one value here"),
            Map.entry("E25", "volumes are mounted by parts, outside the core; the lab shows it"),
            Map.entry("E26", "access rights of files are outside the core"),
            Map.entry("E27", "an interface for programs, outside the core"),
            Map.entry("E28", "management, outside the core"),
            Map.entry("F4", "what is needed there; here a board can also be served"),
            Map.entry("F5", "an installer; BoardDeviceTest shows what makes a board"),
            Map.entry("G10", "no such watchdog: the master is heard like everybody else (E8, G7)"),
            Map.entry("G11", "no such watchdog: the master is heard like everybody else (E8, G8)")));

    static Stream<StoryFile> stories() {
        return StoryTeller.read(TOP.resolve("sim/stories")).stream();
    }

    @ParameterizedTest
    @MethodSource("stories")
    void aStoryRunsAsItsFileSays(StoryFile story) throws IOException {
        Optional<String> failure = REWRITE ? StoryTeller.rewrite(story) : StoryTeller.check(story);

        assertThat(failure).as("story " + story.name()).isEmpty();
    }

    @Test
    void everyRuleOfTheProtocolIsShownByAStoryOrItIsSaidWhyNot() throws IOException {
        SortedSet<String> rules = namesIn("ARCHITECTURE.md");
        assertThat(rules).contains("A1", "L2", "P4", "W2").hasSizeGreaterThan(30);
        SortedSet<String> shown = new TreeSet<>();
        stories().forEach(story -> shown.addAll(story.rules()));

        assertThat(rules).as("rules that stories name").containsAll(shown);
        assertThat(rules).as("rules that are said to be untold").containsAll(UNTOLD.keySet());
        assertThat(shown).as("rules that are said to be untold").doesNotContainAnyElementsOf(UNTOLD.keySet());
        rules.removeAll(UNTOLD.keySet());
        assertThat(shown).containsExactlyElementsOf(rules);
    }

    @Test
    void everyCapabilityThatSpeaksOfTheProtocolIsShownByAStory() throws IOException {
        SortedSet<String> rows = namesIn("docs/capabilities.md");
        assertThat(rows).contains("C4", "E35", "F3", "G1").hasSizeGreaterThan(40);
        SortedSet<String> shown = new TreeSet<>();
        stories().forEach(story -> shown.addAll(story.rows()));

        assertThat(shown).containsExactlyElementsOf(rows);
    }

    @Test
    void everyOtherRowOfThoseThatSpeakOfTheProtocolHasAReason() throws IOException {
        SortedSet<String> all = new TreeSet<>();
        ROWS.forEach((letter, last) -> IntStream.rangeClosed(1, last).forEach(number -> all.add(letter + number)));
        SortedSet<String> rest = new TreeSet<>(all);
        rest.removeAll(namesIn("docs/capabilities.md"));

        assertThat(UNTOLD_ROWS.keySet()).containsExactlyElementsOf(rest);
    }

    private static SortedSet<String> namesIn(String file) throws IOException {
        List<String> lines = Files.readAllLines(TOP.resolve(file));
        SortedSet<String> names = new TreeSet<>();
        for (String line : lines) {
            Matcher row = FIRST_CELL.matcher(line);
            if (row.matches()) {
                for (String cell : row.group(1).split(", ", -1)) {
                    String letter = cell.substring(0, 1);
                    String[] ends = cell.replace(letter, "").split("-", -1);
                    int last = Integer.parseInt(ends[ends.length - 1]);
                    for (int number = Integer.parseInt(ends[0]); number <= last; number++) {
                        names.add(letter + number);
                    }
                }
            }
        }
        return names;
    }
}
