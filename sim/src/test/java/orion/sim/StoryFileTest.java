package orion.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a person meets who writes a story: errors with their place, differences with their neighbours, rewriting.
final class StoryFileTest {
    private static final String HEAD = """
            A small story
            rules: A3 P1
            rows: C1

            """;
    private static final String SETTING = "cluster of 2 nodes, 1 resource\n";

    @TempDir
    Path folder;

    private final List<String> printed = new ArrayList<>();
    private Path file = Path.of("");

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("small.txt");
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    private int run(String... words) {
        printed.clear();
        return Main.run(List.of(words), printed::add, text -> {});
    }

    private String all() {
        return String.join("\n", printed);
    }

    @Test
    void theHeaderSaysWhatTheStoryIsAbout() throws IOException {
        write(HEAD + SETTING + "# a remark\n\nboot all\npass 2 s\n---\nfirst\nsecond\n");

        StoryFile story = StoryFile.read(file);

        assertThat(story.name()).isEqualTo("small");
        assertThat(story.title()).isEqualTo("A small story");
        assertThat(story.rules()).containsExactly("A3", "P1");
        assertThat(story.rows()).containsExactly("C1");
        assertThat(story.steps()).extracting(StoryStep::line).containsExactly(8, 9);
        assertThat(story.transcript()).containsExactly("first", "second");
    }

    @Test
    void aStoryIsRewrittenAndThenRunsAsItsFileSays() throws IOException {
        write(HEAD + SETTING + "boot all\nwait 10 s until the cluster is whole\n");
        assertThat(run("story", file.toString())).isEqualTo(1);
        assertThat(all())
                .contains("story small failed: it runs otherwise than line 9 of its file says\n- (the end)\n+ ");

        assertThat(run("story", file.toString(), "--rewrite", "yes")).isZero();

        assertThat(run("story", file.toString())).isZero();
        assertThat(run("story", folder.toString())).isZero();
        assertThat(printed).containsExactly("1 story, failed: []");
        assertThat(Files.readString(file))
                .startsWith(HEAD + SETTING + "boot all\n")
                .contains("\n---\n     0.000 > boot all\n");
    }

    @Test
    void theFirstDifferenceIsShownWithItsNeighbours() throws IOException {
        write(HEAD + SETTING + "boot all\nwait 10 s until the cluster is whole\n");
        run("story", file.toString(), "--rewrite", "yes");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(12, "something else");
        Files.write(file, lines);

        assertThat(run("story", file.toString())).isEqualTo(1);

        assertThat(printed.getFirst())
                .startsWith("story small failed: it runs otherwise than line 13 of its file says\n  ")
                .contains("\n  " + lines.get(11) + "\n- something else\n- " + lines.get(13))
                .contains("\n+ ");
        assertThat(printed.getLast()).isEqualTo("1 story, failed: [small]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "wait 10 ms until n1 is a member; no daemon runs there",
                "expect 1 death; it is: 0 deaths",
                "expect told \"n1 boots\"; nobody told it",
                "expect r1 is active on n1 n2; it is: nowhere",
                "ask n1 to move r1 to n2; it is refused: no daemon runs on node 1"
            })
    void whatGoesOtherwiseIsNamedWithItsLineAndChangesNoFile(String step, String instead) throws IOException {
        write(HEAD + SETTING + step + "\n");

        assertThat(run("story", file.toString(), "--rewrite", "yes")).isEqualTo(1);

        assertThat(printed.getFirst()).startsWith("story small failed: line 6, '" + step + "': " + instead);
        assertThat(Files.readString(file)).isEqualTo(HEAD + SETTING + step + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "wiat 3 s; there is no step 'wiat'; a step begins with boot",
                "pass 3 h; expected 's', but 'h' stands there",
                "pass 3 s too much; expected the end of the line, but 'too' stands there",
                "boot n3; there is no n3 in a cluster of 2 nodes",
                "fault FIRE of n1; there is no fault FIRE; there are [UNPLUG",
                "expect r1 is happy; expected something that can be said of a resource, but 'happy' stands there",
                "wait 3 s until; expected a condition, but the line ends",
                "ask n1 to sing; there is no request 'sing'; there are move",
                "expect n1 waits because \"open; the quote is not closed"
            })
    void aLineThatCannotBeUnderstoodIsNamedWithWhatIsWrong(String step, String wrong) throws IOException {
        write(HEAD + SETTING + step + "\n");

        assertThat(run("story", file.toString())).isEqualTo(2);
        assertThat(printed).hasSize(1);
        assertThat(printed.getFirst()).startsWith("sim: " + file + ":6: '" + step + "': " + wrong);
    }

    @Test
    void whatIsNoStoryIsRefusedInOneSentence() throws IOException {
        assertThatThrownBy(() -> StoryTeller.read(folder)).hasMessageContaining("there is no story in " + folder);
        assertThatThrownBy(() -> StoryFile.read(file)).hasMessageStartingWith(file + " cannot be read: ");
        write("title\n");
        assertThatThrownBy(() -> StoryFile.read(file)).hasMessageContaining("an empty line must come first");
        write(HEAD + "boot all\n");
        assertThatThrownBy(() -> StoryFile.read(file))
                .hasMessage(file + ":5: 'boot all': expected 'cluster of', but 'boot' stands there");
        write(HEAD + "cluster of 2 nodes, 1 resource, 2 disks\nboot all\n");
        assertThatThrownBy(() -> StoryFile.read(file))
                .isInstanceOf(StoryUnreadable.class)
                .hasMessageStartingWith(file + ":5: 'cluster of 2 nodes, 1 resource, 2 disks': ");
        write(HEAD + SETTING);
        assertThatThrownBy(() -> StoryFile.read(file)).hasMessageContaining("and steps");
    }
}
