package orion.supervisor.monitor;

import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import orion.supervisor.agent.JournalFile;

/// What has happened to agents: a line of JSON each in a file, the newest in memory.
final class History {
    private static final int KEPT = 500;
    private static final long LARGE_BYTES = 8L << 20;

    private final JsonType<HistoryEntry> json = Jsonb.builder().build().type(HistoryEntry.class);
    private final Path file;
    private final Consumer<String> journal;
    private final Deque<HistoryEntry> newest = new ArrayDeque<>();
    private boolean broken;

    /// @param journal gets a sentence when the file cannot be written
    History(Path file, Consumer<String> journal) {
        this.file = file;
        this.journal = journal;
    }

    synchronized HistoryEntry add(Output.Tell tell) {
        HistoryEntry entry = new HistoryEntry(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                tell.agent(),
                tell.condition().word(),
                tell.sentence());
        newest.addLast(entry);
        if (newest.size() > KEPT) {
            newest.removeFirst();
        }
        try {
            JournalFile.prepare(file, file.resolveSibling(file.getFileName() + ".1"), LARGE_BYTES);
            Files.writeString(file, json.toJson(entry) + "\n", StandardOpenOption.APPEND);
            broken = false;
        } catch (IOException refused) {
            // A full disk must not keep anybody from restarting agents; it is told once.
            if (!broken) {
                journal.accept("the history cannot be written to " + file + ": " + refused);
            }
            broken = true;
        }
        return entry;
    }

    /// The newest last.
    synchronized List<HistoryEntry> of(String agent) {
        return newest.stream().filter(entry -> entry.agent().equals(agent)).toList();
    }
}
