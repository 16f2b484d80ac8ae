package orion.node.daemon;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/// The lines of a file of the journal from some place in it, one after the other, each with its place.
final class JournalLines implements AutoCloseable {
    /// No event is as long; of a longer line only the end is looked for.
    private static final int LONGEST = 1 << 20;

    private final InputStream bytes;
    private long place;
    private long next;

    /// @param from where a line begins
    JournalLines(Path file, long from) throws IOException {
        this.bytes = new BufferedInputStream(
                Channels.newInputStream(FileChannel.open(file).position(from)), 1 << 16);
        this.next = from;
    }

    /// The next line without its end; empty where there is none, or it is not there as a whole yet.
    Optional<String> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        place = next;
        for (int c = bytes.read(); c >= 0; c = bytes.read()) {
            next++;
            if (c == '\n') {
                return Optional.of(line.toString(StandardCharsets.UTF_8));
            }
            if (line.size() < LONGEST) {
                line.write(c);
            }
        }
        return Optional.empty();
    }

    /// Where the line begins that was given last.
    long place() {
        return place;
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
