package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.node.api.EventData;

/// The story of the cluster: what is remembered, what is written, and what happens when the file fails or
/// grows.
final class JournalTest {
    @TempDir
    private Path folder = Path.of("");

    private final List<EventData> followed = Collections.synchronizedList(new ArrayList<>());

    private Journal journal() {
        return new Journal(folder, "n1", followed::add);
    }

    private Path log() {
        return folder.resolve("events.log");
    }

    @Test
    void eventsAreNumberedFromOneAndTheLastOnesAreGivenOldestFirst() {
        try (Journal journal = journal()) {
            journal.note("BOARD", "first");
            journal.note("RESOURCE", "second");
            journal.note("DAEMON", "third");

            assertThat(journal.last(2)).extracting(EventData::text).containsExactly("second", "third");
            assertThat(journal.last(2)).extracting(EventData::number).containsExactly(2L, 3L);
            assertThat(journal.last(99)).hasSize(3);
            assertThat(journal.last(0)).isEmpty();
        }
    }

    @Test
    void anEventSaysWhoNotedItWhenAndOfWhichKind() {
        Instant before = Instant.now();
        try (Journal journal = journal()) {
            journal.note("MEMBERSHIP", "n2 is in");
        }

        assertThat(followed).singleElement().satisfies(event -> {
            assertThat(event.node()).isEqualTo("n1");
            assertThat(event.kind()).isEqualTo("MEMBERSHIP");
            assertThat(event.text()).isEqualTo("n2 is in");
            assertThat(Instant.parse(event.time())).isBetween(before, Instant.now());
        });
    }

    @Test
    void everyEventIsALineOfJsonInTheFileByTheTimeItIsClosed() throws IOException {
        try (Journal journal = journal()) {
            for (int i = 1; i <= 300; i++) {
                journal.note("RESOURCE", "event \"" + i + "\"\nof many");
            }
        }

        List<String> lines = Files.readAllLines(log());
        assertThat(lines).hasSize(301);
        assertThat(lines.getFirst())
                .startsWith("{")
                .endsWith("}")
                .contains("\"number\":1,", "event \\\"1\\\"\\nof many");
        assertThat(lines.get(299)).contains("\"number\":300,", "\"kind\":\"RESOURCE\"", "\"node\":\"n1\"");
        assertThat(lines.getLast()).matches("\\{\"closed\":\"[0-9a-f]+-300\"}");
    }

    @Test
    void whoClosesItAgainTakesNothingAwayFromTheFile() throws Exception {
        Journal journal = journal();
        for (int i = 1; i <= 3_000; i++) {
            journal.note("RESOURCE", "event " + i);
        }
        Thread other = Thread.ofPlatform().start(journal::close);
        journal.close();
        journal.note("DAEMON", "too late for the file");

        other.join();
        assertThat(Files.readAllLines(log()))
                .hasSize(3_001)
                .last()
                .asString()
                .matches("\\{\"closed\":\"[0-9a-f]+-3000\"}");
        assertThat(journal.last(1)).extracting(EventData::text).containsExactly("too late for the file");
    }

    @Test
    void twoThousandEventsAreRememberedAndTheOldestForgotten() {
        try (Journal journal = journal()) {
            for (int i = 1; i <= 2_001; i++) {
                journal.note("BOARD", "event");
            }

            assertThat(journal.last(5_000)).hasSize(2_000);
            assertThat(journal.last(5_000).getFirst().number()).isEqualTo(2);
        }
    }

    @Test
    void aNewDaemonGoesOnInTheSameFile() throws IOException {
        try (Journal journal = journal()) {
            journal.note("DAEMON", "one life");
        }
        try (Journal journal = journal()) {
            journal.note("DAEMON", "another life");
        }

        assertThat(Files.readAllLines(log())).hasSize(4);
    }

    @Test
    void aFileThatHasGrownLargeIsSetAsideOnce() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log().toFile(), "rw")) {
            file.setLength((8L << 20) + 1);
        }
        Files.writeString(folder.resolve("events.log.1"), "older");
        try (Journal journal = journal()) {
            journal.note("DAEMON", "first of a new file");
            journal.note("DAEMON", "second of it");
        }

        assertThat(Files.readAllLines(log())).hasSize(3);
        assertThat(Files.size(folder.resolve("events.log.1"))).isEqualTo((8L << 20) + 1);
    }

    @Test
    void whereTheFileCannotBeWrittenEventsAreStillRememberedAndFollowed() throws IOException {
        Files.createDirectory(log());
        try (Journal journal = journal()) {
            journal.note("DAEMON", "one");
            journal.note("DAEMON", "two");

            assertThat(journal.last(10)).extracting(EventData::text).containsExactly("one", "two");
        }
        assertThat(followed).extracting(EventData::text).containsExactly("one", "two");
    }
}
