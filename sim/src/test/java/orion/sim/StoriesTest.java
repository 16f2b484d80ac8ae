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
            "W3", "the simulated guard is never slower than the lease; GuardRebootTest and FenceTest show it"));

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
