package orion.node.edit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import orion.core.configuration.Edit;
import orion.core.resource.ClusterState;

/// What each edit led to, in one file for each in the folder `history` of the node, of which the oldest are forgotten.
/// It is for people, who compare and go back; the protocol never reads it. Writing never delays anybody.
public final class EditHistory {
    /// How a file gets there whole or not at all.
    @FunctionalInterface
    public interface Writer {
        /// It is on the disk when this returns.
        void write(Path file, byte[] content) throws IOException;
    }

    private static final Pattern NAME = Pattern.compile("([0-9]{8,18})[.]yaml");
    private static final int MOST_WAITING = 256;
    /// No document can be longer than what the white board holds many times over.
    private static final long LONGEST = 8 << 20;

    private final Path folder;
    private final int most;
    private final long mostBytes;
    private final Writer writer;
    private final Consumer<String> complain;
    private final Deque<ClusterState> waiting = new ArrayDeque<>();
    private Optional<Edit> taken = Optional.empty();
    private boolean began;
    private boolean working;

    /// @param most      how many edits are kept
    /// @param mostBytes how many bytes they may have together
    public EditHistory(Path folder, int most, long mostBytes, Writer writer, Consumer<String> complain) {
        this.folder = folder;
        this.most = most;
        this.mostBytes = mostBytes;
        this.writer = writer;
        this.complain = complain;
    }

    /// Keeps what the newest edit of this state led to, soon; nothing where it is kept already.
    public synchronized void take(ClusterState state) {
        Optional<Edit> newest = state.edits().newest();
        if ((began && newest.equals(taken)) || waiting.size() >= MOST_WAITING) {
            return;
        }
        began = true;
        taken = newest;
        waiting.add(state);
        if (!working) {
            working = true;
            Thread.ofVirtual().name("edit-history").start(this::work);
        }
    }

    private void work() {
        for (Optional<ClusterState> next = next(); next.isPresent(); next = next()) {
            try {
                keep(next.get());
            } catch (IOException failed) {
                complain.accept("edit " + next.get().configuration().version() + " could not be kept in " + folder
                        + ": " + failed.getMessage() + "; free space or mend the disk: later ones are tried again");
            }
        }
    }

    private synchronized Optional<ClusterState> next() {
        Optional<ClusterState> next = Optional.ofNullable(waiting.poll());
        working = next.isPresent();
        return next;
    }

    private void keep(ClusterState state) throws IOException {
        long number = state.configuration().version();
        Optional<Edit> edit = state.edits().newest();
        forgetLost(state.edits().edits());
        boolean known = read(number).filter(kept -> kept.isThatOf(edit)).isPresent();
        if (known) {
            return;
        }
        Files.createDirectories(folder);
        KeptEdit kept = edit.map(made -> KeptEdit.of(made, state.configuration()))
                .orElseGet(() -> KeptEdit.found(state.configuration()));
        writer.write(file(number), kept.text().getBytes(StandardCharsets.UTF_8));
        forgetOldest();
    }

    /// An edit that nobody relied on may be lost with the power of all nodes, and its number given again while this
    /// node was away: what it kept under that number is of no cluster any more.
    private void forgetLost(List<Edit> agreed) throws IOException {
        for (Edit edit : agreed) {
            if (read(edit.number())
                    .filter(kept -> !kept.isThatOf(Optional.of(edit)))
                    .isPresent()) {
                Files.delete(file(edit.number()));
            }
        }
    }

    private void forgetOldest() throws IOException {
        List<Path> files = new ArrayList<>(files().values());
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        for (int i = 0; files.size() - i > most || (bytes > mostBytes && files.size() - i > 1); i++) {
            bytes -= Files.size(files.get(i));
            Files.delete(files.get(i));
        }
    }

    private Path file(long number) {
        return folder.resolve("%08d.yaml".formatted(number));
    }

    private SortedMap<Long, Path> files() throws IOException {
        SortedMap<Long, Path> files = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.list(folder)) {
                for (Path file : all.toList()) {
                    Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
                    if (name.matches()) {
                        files.put(Long.parseLong(name.group(1)), file);
                    }
                }
            }
        }
        return files;
    }

    /// All that are kept, the oldest first, without what they led to, which may be much in all; a damaged one is
    /// told of and left out.
    public List<KeptEdit> heads() throws IOException {
        List<KeptEdit> heads = new ArrayList<>();
        for (long number : files().keySet()) {
            read(number).map(KeptEdit::head).ifPresent(heads::add);
        }
        return heads;
    }

    /// One of them; empty where it is not kept, or damaged.
    public Optional<KeptEdit> read(long number) throws IOException {
        Path file = file(number);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            if (Files.size(file) > LONGEST) {
                throw new IllegalArgumentException("it is longer than any edit");
            }
            KeptEdit kept = KeptEdit.parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString());
            if (kept.number() != number) {
                throw new IllegalArgumentException("it says that it is edit " + kept.number());
            }
            return Optional.of(kept);
        } catch (NoSuchFileException forgotten) {
            // It was the oldest, and a later one came just now.
            return Optional.empty();
        } catch (IllegalArgumentException | CharacterCodingException damaged) {
            complain.accept(file + " is damaged and not used: " + damaged.getMessage() + "; delete it");
            return Optional.empty();
        }
    }
}
