package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.node.api.EventData;
import orion.node.web.EventStory.Chapter;
import orion.node.web.EventStory.Position;

/// Following the journal: in memory, from its files, and over starts of the daemon.
@Timeout(600)
final class JournalStoryTest {
    private static final Duration SOON = Duration.ofMillis(1);
    /// For thousands of events to reach the disk, beside others who write to it.
    private static final long LONG_MILLIS = 300_000;

    @TempDir
    private Path folder = Path.of("");

    private Journal journal() {
        return new Journal(folder, "n1", _ -> {});
    }

    /// All that follows, with `GAP` where one is told.
    private static List<String> rest(Journal journal, Position from) throws InterruptedException {
        List<String> told = new ArrayList<>();
        Position position = from;
        Position before;
        Chapter chapter;
        do {
            before = position;
            chapter = journal.after(position, SOON);
            chapter.gap().ifPresent(_ -> told.add("GAP"));
            chapter.events().stream().map(EventData::text).forEach(told::add);
            position = chapter.next();
        } while (!position.equals(before));
        return told;
    }

    private static Position before(Journal journal, long number) {
        return new Position(journal.newest().run(), number - 1);
    }

    private static void note(Journal journal, String run, int first, int last) {
        for (int i = first; i <= last; i++) {
            journal.note("RESOURCE", run + i);
        }
    }

    @Test
    void aReaderGetsWhatFollowsAndWaitsForTheNext() throws Exception {
        try (Journal journal = journal()) {
            note(journal, "a", 1, 300);
            assertThat(rest(journal, before(journal, 299))).containsExactly("a299", "a300");
            assertThat(rest(journal, before(journal, 1)))
                    .hasSize(300)
                    .startsWith("a1")
                    .endsWith("a300");

            Position newest = journal.newest();
            CompletableFuture<Chapter> next = CompletableFuture.supplyAsync(() -> {
                try {
                    return journal.after(newest, Duration.ofMinutes(1));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            note(journal, "b", 1, 1);
            assertThat(next.get().events()).extracting(EventData::text).containsExactly("b1");
        }
    }

    @Test
    void whatIsNoLongerInMemoryComesFromTheFile() throws Exception {
        try (Journal journal = journal()) {
            note(journal, "a", 1, 2_500);
            List<String> told = rest(journal, before(journal, 10));
            assertThat(told)
                    .hasSize(2_491)
                    .startsWith("a10", "a11")
                    .endsWith("a2500")
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void whoMissedMuchIsToldAllOfItInChaptersThatNeedLittleMemory() throws Exception {
        try (Journal journal = journal()) {
            note(journal, "a", 1, 8_000);
            journal.flush(LONG_MILLIS);
            List<String> told = new ArrayList<>();
            Position position = before(journal, 10);
            while (position.number() < 8_000) {
                Chapter chapter = journal.after(position, SOON);
                assertThat(chapter.gap()).isEmpty();
                assertThat(chapter.events()).hasSizeLessThanOrEqualTo(200);
                chapter.events().stream().map(EventData::text).forEach(told::add);
                position = chapter.next();
            }
            assertThat(told)
                    .hasSize(7_991)
                    .startsWith("a10", "a11")
                    .endsWith("a8000")
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aReaderGoesOnWhereItWasAlthoughTheFileIsPutAsideMeanwhile() throws Exception {
        try (Journal journal = journal()) {
            note(journal, "a", 1, 4_000);
            Chapter first = journal.after(before(journal, 2), SOON);
            assertThat(first.events())
                    .extracting(EventData::text)
                    .startsWith("a2")
                    .endsWith("a201");
            journal.flush(LONG_MILLIS);
            Files.move(folder.resolve("events.log"), folder.resolve("events.log.1"));
            note(journal, "a", 4_001, 6_500);
            journal.flush(LONG_MILLIS);
            assertThat(rest(journal, first.next()))
                    .hasSize(6_299)
                    .startsWith("a202")
                    .endsWith("a6500")
                    .doesNotContain("GAP");
        }
    }

    @Test
    void afterARunThatWasNotClosedEventsMayBeMissing() throws Exception {
        Position seen;
        try (Journal first = journal()) {
            note(first, "a", 1, 3);
            seen = first.newest();
        }
        Path file = folder.resolve("events.log");
        List<String> lines = Files.readAllLines(file);
        Files.write(file, lines.subList(0, 3));
        try (Journal second = journal()) {
            note(second, "b", 1, 2);
            assertThat(rest(second, seen)).containsExactly("GAP", "b1", "b2");
        }
        Files.write(file, lines);
        try (Journal second = journal()) {
            note(second, "b", 1, 2);
            assertThat(rest(second, seen)).containsExactly("b1", "b2");
        }
    }

    @Test
    void aReaderGoesOnOverStartsOfTheDaemon() throws Exception {
        Position seen;
        try (Journal first = journal()) {
            note(first, "a", 1, 5);
            seen = before(first, 4);
        }
        try (Journal second = journal()) {
            note(second, "b", 1, 3);
        }
        try (Journal third = journal()) {
            note(third, "c", 1, 2);
            assertThat(rest(third, seen)).containsExactly("a4", "a5", "b1", "b2", "b3", "c1", "c2");
        }
    }

    @Test
    void whatACrashTookAwayIsAGapAndNothingIsToldTwice() throws Exception {
        Position seen;
        try (Journal first = journal()) {
            note(first, "a", 1, 5);
            seen = first.newest();
        }
        Path file = folder.resolve("events.log");
        List<String> lines = Files.readAllLines(file);
        Files.write(file, lines.subList(0, 3));
        try (Journal second = journal()) {
            note(second, "b", 1, 2);
        }
        try (Journal third = journal()) {
            note(third, "c", 1, 1);
            assertThat(rest(third, seen)).containsExactly("GAP", "b1", "b2", "c1");
            assertThat(rest(third, new Position(seen.run(), 2)))
                    .as("nobody knows what followed the last that is known")
                    .containsExactly("GAP", "a3", "b1", "b2", "c1");
        }
    }

    @Test
    void aLineThatIsMissingOrBrokenIsAGap() throws Exception {
        Position seen;
        try (Journal first = journal()) {
            note(first, "a", 1, 5);
            seen = before(first, 2);
        }
        Path file = folder.resolve("events.log");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(2, lines.get(2).substring(0, 20));
        Files.write(file, lines);
        try (Journal second = journal()) {
            assertThat(rest(second, seen)).containsExactly("GAP", "a2", "a4", "a5");
        }
    }

    @Test
    void whoComesFromElsewhereIsToldOfTheGapAndGetsWhatThisRunRemembers() throws Exception {
        try (Journal journal = journal()) {
            note(journal, "a", 1, 3);
            assertThat(rest(journal, new Position("feed", 7))).containsExactly("GAP", "a1", "a2", "a3");
            assertThat(rest(journal, new Position(journal.newest().run(), 999)))
                    .as("a number that was never given")
                    .containsExactly("GAP", "a1", "a2", "a3");
        }
    }
}
