package orion.supervisor.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The time of day, which anybody may set at any moment, is told to people and decides nothing: attempts, pauses, polls
/// and log-ins are measured by a clock that only grows.
final class WallClockTest {
    private static final Pattern TIME_OF_DAY =
            Pattern.compile("currentTimeMillis|Instant\\.now|LocalDate(Time)?\\.now|Clock\\.system|new Date\\(");

    private static boolean readsIt(Path file) {
        try {
            return TIME_OF_DAY.matcher(Files.readString(file)).find();
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    @Test
    void onlyWhatPeopleReadNeedsTheTimeOfDay() throws Exception {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<String> readers = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(WallClockTest::readsIt)
                    .map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
            assertThat(readers)
                    .as("since when an agent runs, when something happened, and to which day a figure belongs")
                    .containsExactly("AgentControl.java", "History.java", "Monitor.java", "Trends.java");
        }
    }
}
