package orion.node.daemon;

import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import orion.node.api.EventData;
import orion.node.web.EventStory.Chapter;
import orion.node.web.EventStory.Position;

/// Finds in the files of the journal what the daemon no longer has in memory, or never had, because an earlier run of
/// it noted it.
final class JournalFile {
    /// Whoever has missed more is told so, and gets the newest of them.
    private static final int MOST = 5_000;

    private final Path file;
    private final JsonType<EventData> json = Jsonb.builder().build().type(EventData.class);

    JournalFile(Path file) {
        this.file = file;
    }

    /// Where a full file is put aside.
    Path earlier() {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    /// Reads what follows a position, up to what is in memory.
    ///
    /// @param oldest the position before the oldest event in memory
    Chapter after(Position position, Position oldest) {
        Search search = new Search(position, oldest);
        for (Path each : List.of(earlier(), file)) {
            read(each, search);
        }
        return search.chapter();
    }

    /// The file may be put aside while it is read, and its last line may not be there as a whole yet: what is missing
    /// for that is told as a gap.
    private void read(Path path, Search search) {
        if (!Files.exists(path)) {
            return;
        }
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Optional<EventData> event = event(line);
                if (event.isPresent()) {
                    search.take(event.get());
                }
            }
        } catch (IOException e) {
            System.getLogger("orion").log(System.Logger.Level.WARNING, "{0} not read: {1}", path, e.getMessage());
        }
    }

    private Optional<EventData> event(String line) {
        try {
            return Optional.of(json.fromJson(line));
        } catch (RuntimeException cutOff) {
            return Optional.empty();
        }
    }

    /// One way through the events of the files, the oldest first.
    private static final class Search {
        private final Position wanted;
        private final Position oldest;
        private final Deque<EventData> found = new ArrayDeque<>();
        private boolean runSeen;
        private boolean complete;
        private Position last;

        Search(Position wanted, Position oldest) {
            this.wanted = wanted;
            this.oldest = oldest;
            this.last = wanted;
        }

        void take(EventData event) {
            Position at = Position.of(event.id()).orElse(new Position("", event.number()));
            boolean ofRun = at.run().equals(wanted.run());
            if (ofRun && at.number() <= wanted.number()) {
                runSeen = true;
                complete = at.number() == wanted.number();
            } else if ((runSeen || ofRun) && !isInMemory(at)) {
                runSeen = true;
                complete &= follows(last, at);
                last = at;
                found.addLast(event);
                if (found.size() > MOST) {
                    found.removeFirst();
                    complete = false;
                }
            }
        }

        private boolean isInMemory(Position at) {
            return at.run().equals(oldest.run()) && at.number() > oldest.number();
        }

        private static boolean follows(Position before, Position after) {
            return after.number() == (after.run().equals(before.run()) ? before.number() + 1 : 1);
        }

        Chapter chapter() {
            boolean joined = follows(last, new Position(oldest.run(), oldest.number() + 1));
            Optional<String> gap = complete && joined
                    ? Optional.empty()
                    : Optional.of("events after " + wanted.run() + "-" + wanted.number()
                            + " may be missing here: this node no longer has all of them, or never had");
            return new Chapter(gap, new ArrayList<>(found), oldest);
        }
    }
}
