package orion.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every story in `sim/stories` runs as its file says; `-Dorion.stories=rewrite` rewrites their transcripts.
final class StoriesTest {
    private static final Path TOP = Path.of(System.getProperty("orion.repository"));
    private static final boolean REWRITE = "rewrite".equals(System.getProperty("orion.stories"));

    static Stream<StoryFile> stories() {
        return StoryTeller.read(TOP.resolve("sim/stories")).stream();
    }

    @ParameterizedTest
    @MethodSource("stories")
    void aStoryRunsAsItsFileSays(StoryFile story) throws IOException {
        Optional<String> failure = REWRITE ? StoryTeller.rewrite(story) : StoryTeller.check(story);

        assertThat(failure).as("story " + story.name()).isEmpty();
    }
}
