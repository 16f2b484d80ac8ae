package orion.node.daemon;

import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import orion.node.api.EventData;
import orion.node.web.EventStory.Chapter;
import orion.node.web.EventStory.Position;

/// Finds in the files of the journal what the daemon no longer has in memory, or never had, because an earlier run of
/// it noted it. A chapter has few events, so that memory is needed for few; one reader at a time, on a thread of its
/// own, because files of many megabytes are looked through.
final class JournalFile {
    static final int CHAPTER = 200;

    /// More than there are readers.
    private static final int BOOKMARKS = 32;

    private static final String ID = "{\"id\":\"";
    private static final String CLOSED = "{\"closed\":\"";

    private final Path file;
    private final JsonType<EventData> json = Jsonb.builder().build().type(EventData.class);
    private final ExecutorService thread = OneThread.named("orion-journal");
    /// Where the line of an event begins after which a reader goes on, in whichever file. Used by the thread only.
    private final Map<Position, Long> bookmarks = new LinkedHashMap<>();

    JournalFile(Path file) {
        this.file = file;
    }

    /// Where a full file is put aside.
    Path earlier() {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    /// The last line of a run that ended in order: where it is missing, events may be.
    ///
    /// @param last the position after the last event of the run
    static String closing(Position last) {
        return CLOSED + last.run() + "-" + last.number() + "\"}";
    }

    /// Reads what follows a position, up to what is in memory; or the beginning of it.
    ///
    /// @param oldest the position before the oldest event in memory
    Chapter after(Position position, Position oldest) throws InterruptedException {
        try {
            return thread.submit(() -> read(position, oldest)).get();
        } catch (ExecutionException fault) {
            throw new IllegalStateException("the journal was not read", fault.getCause());
        }
    }

    private Chapter read(Position position, Position oldest) {
        Search search = new Search(position, oldest);
        long place = Optional.ofNullable(bookmarks.remove(position)).orElse(0L);
        boolean old = !isAt(file, place, position);
        if (old) {
            read(earlier(), isAt(earlier(), place, position) ? place : 0, search);
        }
        if (!search.isFull()) {
            read(file, old ? 0 : place, search);
        }
        if (search.isFull()) {
            remember(search.last, search.place);
        }
        return search.chapter();
    }

    private void remember(Position position, long place) {
        bookmarks.put(position, place);
        if (bookmarks.size() > BOOKMARKS) {
            bookmarks.remove(bookmarks.keySet().iterator().next());
        }
    }

    /// Whether the event of that position stands there; files are put aside meanwhile.
    private static boolean isAt(Path path, long place, Position position) {
        if (place == 0 || !Files.exists(path)) {
            return false;
        }
        try (JournalLines lines = new JournalLines(path, place)) {
            return lines.next()
                    .filter(line -> line.startsWith(ID + position.run() + "-" + position.number() + "\""))
                    .isPresent();
        } catch (IOException unreadable) {
            return false;
        }
    }

    /// The file may be put aside while it is read, and its last line may not be there as a whole yet: what is missing
    /// for that is told as a gap.
    private void read(Path path, long from, Search search) {
        if (!Files.exists(path)) {
            return;
        }
        try (JournalLines lines = new JournalLines(path, from)) {
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                if (line.get().startsWith(CLOSED)) {
                    search.closed(line.get().substring(CLOSED.length()).replaceFirst("\".*", ""));
                } else if (search.mayConcern(line.get())) {
                    event(line.get()).ifPresent(event -> search.take(event, lines.place()));
                }
                if (search.isFull()) {
                    return;
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
        private final List<EventData> found = new ArrayList<>();
        private boolean runSeen;
        private boolean complete;
        private Position last;
        private long place;
        private Optional<Position> closed = Optional.empty();

        Search(Position wanted, Position oldest) {
            this.wanted = wanted;
            this.oldest = oldest;
            this.last = wanted;
        }

        boolean isFull() {
            return found.size() == CHAPTER;
        }

        /// What is noted before the run of the reader is not even parsed.
        boolean mayConcern(String line) {
            return runSeen || line.startsWith(ID + wanted.run() + "-");
        }

        void closed(String id) {
            closed = Position.of(id);
        }

        void take(EventData event, long at) {
            Position position = Position.of(event.id()).orElse(new Position("", event.number()));
            boolean ofRun = position.run().equals(wanted.run());
            if (ofRun && position.number() <= wanted.number()) {
                runSeen = true;
                complete = position.number() == wanted.number();
            } else if ((runSeen || ofRun) && !isInMemory(position)) {
                runSeen = true;
                complete &= follows(last, position);
                last = position;
                place = at;
                found.addLast(event);
            }
        }

        private boolean isInMemory(Position at) {
            return at.run().equals(oldest.run()) && at.number() > oldest.number();
        }

        /// The first event of a run follows the last of a run that was closed after it: of one that was not, for
        /// instance because the host lost its power, nobody knows what came after its last event that is known.
        private boolean follows(Position before, Position after) {
            return after.run().equals(before.run())
                    ? after.number() == before.number() + 1
                    : after.number() == 1 && closed.equals(Optional.of(before));
        }

        Chapter chapter() {
            boolean joined = isFull() || follows(last, new Position(oldest.run(), oldest.number() + 1));
            Optional<String> gap = complete && joined
                    ? Optional.empty()
                    : Optional.of("events after " + wanted.run() + "-" + wanted.number()
                            + " may be missing here: this node no longer has all of them, or never had");
            return new Chapter(gap, found, isFull() ? last : oldest);
        }
    }
}
