package orion.node.security;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import orion.core.wire.BoundedReader;
import orion.core.wire.BoundedWriter;
import orion.node.board.BoardKey;
import orion.node.network.DatagramKey;

/// The secrets that all nodes of a cluster share: for datagrams and for the white board. One pair, and while the
/// cluster exchanges it also what came before, until nobody needs it any more (ADR 5).
final class ClusterKeys {
    private static final String HEADING = "orion cluster keys 2";
    private static final String NONE = "-";
    private static final int MOST = 8;
    private static final int LEAST_BYTES = 2 * Integer.BYTES + 1 + BoardKey.BYTES;

    private final List<Pair> newestFirst;
    private final int writing;

    /// One key for datagrams and one for the board.
    ///
    /// @param id       tells pairs apart
    /// @param edition  higher than that of any pair known when it was made
    /// @param datagram empty when no node needs it any more
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Pair(int id, int edition, Optional<byte[]> datagram, byte[] board) {
        /// Of two that were made at the same time, all nodes take the same for the newer.
        private static final Comparator<Pair> NEWEST_FIRST = Comparator.comparingInt(Pair::edition)
                .thenComparing(Pair::id, Integer::compareUnsigned)
                .reversed();

        private static final int HIGHEST_EDITION = 1_000_000_000;

        Pair {
            if (edition < 1 || edition > HIGHEST_EDITION) {
                throw new IllegalArgumentException("there are no keys of edition " + edition);
            }
        }

        static Pair create(int edition) {
            SecureRandom random = new SecureRandom();
            byte[] datagram = new byte[DatagramKey.BYTES];
            byte[] board = new byte[BoardKey.BYTES];
            random.nextBytes(datagram);
            random.nextBytes(board);
            return new Pair(random.nextInt(), edition, Optional.of(datagram), board);
        }

        Pair withoutDatagram() {
            return new Pair(id, edition, Optional.empty(), board);
        }
    }

    private ClusterKeys(List<Pair> pairs, int writing) {
        this.newestFirst = pairs.stream().sorted(Pair.NEWEST_FIRST).toList();
        this.writing = writing;
        long ids = ids(newestFirst).stream().distinct().count();
        boolean sound = !newestFirst.isEmpty()
                && newestFirst.size() <= MOST
                && ids == newestFirst.size()
                && newestFirst.getFirst().datagram().isPresent()
                && newestFirst.stream().anyMatch(pair -> pair.id() == writing);
        if (!sound) {
            throw new IllegalArgumentException("the keys in it do not belong together");
        }
    }

    private static List<Integer> ids(List<Pair> pairs) {
        return pairs.stream().map(Pair::id).toList();
    }

    static ClusterKeys create() {
        Pair first = Pair.create(1);
        return new ClusterKeys(List.of(first), first.id());
    }

    /// Whether there is one pair only.
    boolean isSettled() {
        return newestFirst.size() == 1;
    }

    /// Whether the newest pair is the one that writes on the board.
    boolean writesWithNewest() {
        return writing == newestFirst.getFirst().id();
    }

    /// Whether datagrams of an earlier pair are still accepted.
    boolean hasEarlierDatagramKeys() {
        return newestFirst.stream().skip(1).anyMatch(pair -> pair.datagram().isPresent());
    }

    /// With a new pair, which does not write yet.
    ClusterKeys withNew() {
        List<Pair> pairs = new ArrayList<>(newestFirst);
        pairs.add(Pair.create(newestFirst.getFirst().edition() + 1));
        return new ClusterKeys(pairs, writing);
    }

    /// With the pairs of another node that are missing here; at most [#MOST], however many nodes made one.
    ///
    /// @return this very object where there is nothing to add
    ClusterKeys with(ClusterKeys others) {
        List<Pair> pairs = new ArrayList<>(newestFirst);
        others.newestFirst.stream()
                .filter(pair -> newestFirst.stream().noneMatch(own -> own.id() == pair.id()))
                .forEach(pairs::add);
        List<Pair> kept = mostNeeded(pairs, others.writing);
        return kept.size() == newestFirst.size() && kept.containsAll(newestFirst)
                ? this
                : new ClusterKeys(kept, writing);
    }

    /// First those that either side writes with on the board. Of pairs made at the same time only the newest is ever
    /// written with, because no node writes with one before it is the newest of all; therefore the others go first.
    private List<Pair> mostNeeded(List<Pair> pairs, int othersWriting) {
        List<Pair> sorted = pairs.stream().sorted(Pair.NEWEST_FIRST).toList();
        Set<Integer> editions = new HashSet<>();
        Set<Pair> mostNeededFirst = new LinkedHashSet<>();
        sorted.stream()
                .filter(pair -> pair.id() == writing || pair.id() == othersWriting)
                .forEach(mostNeededFirst::add);
        sorted.stream().filter(pair -> editions.add(pair.edition())).forEach(mostNeededFirst::add);
        mostNeededFirst.addAll(sorted);
        return mostNeededFirst.stream().limit(MOST).toList();
    }

    /// All nodes have the newest pair: it writes on the board from now on.
    ClusterKeys writingWithNewest() {
        return new ClusterKeys(newestFirst, newestFirst.getFirst().id());
    }

    /// No node sends with an earlier pair any more.
    ClusterKeys withoutEarlierDatagramKeys() {
        List<Pair> pairs = new ArrayList<>(List.of(newestFirst.getFirst()));
        newestFirst.stream().skip(1).map(Pair::withoutDatagram).forEach(pairs::add);
        return new ClusterKeys(pairs, writing);
    }

    /// Nothing on the board needs an earlier pair any more.
    ClusterKeys newestOnly() {
        Pair newest = newestFirst.getFirst();
        return new ClusterKeys(List.of(newest), newest.id());
    }

    /// Those for datagrams, the newest first.
    List<DatagramKey> datagramKeys() {
        List<DatagramKey> keys = new ArrayList<>();
        newestFirst.forEach(pair -> pair.datagram().ifPresent(bytes -> keys.add(new DatagramKey(pair.id(), bytes))));
        return keys;
    }

    /// Those for the white board, the one that writes first.
    List<byte[]> boardSecrets() {
        return newestFirst.stream()
                .sorted(Comparator.comparing(pair -> pair.id() != writing))
                .map(Pair::board)
                .toList();
    }

    static void write(BoundedWriter writer, ClusterKeys keys) {
        writer.int32(keys.writing);
        writer.all(
                keys.newestFirst,
                MOST,
                (to, pair) -> to.int32(pair.id())
                        .int32(pair.edition())
                        .optional(pair.datagram(), BoundedWriter::bytes)
                        .bytes(pair.board()));
    }

    static ClusterKeys read(BoundedReader reader) {
        int writing = reader.int32();
        List<Pair> pairs = reader.list(
                MOST,
                LEAST_BYTES,
                from -> new Pair(
                        from.int32(),
                        from.int32(),
                        from.optional(bytes -> bytes.bytes(DatagramKey.BYTES)),
                        from.bytes(BoardKey.BYTES)));
        ClusterKeys keys = new ClusterKeys(pairs, writing);
        if (!ids(keys.newestFirst).equals(ids(pairs))) {
            throw reader.malformed("the keys are out of order");
        }
        return keys;
    }

    /// As the lines of a file.
    String text() {
        Base64.Encoder encoder = Base64.getEncoder();
        StringBuilder text = new StringBuilder(HEADING + "\nwriting " + Integer.toHexString(writing) + "\n");
        for (Pair pair : newestFirst) {
            text.append("key ").append(Integer.toHexString(pair.id()));
            text.append(' ').append(pair.edition());
            text.append(' ').append(pair.datagram().map(encoder::encodeToString).orElse(NONE));
            text.append(' ').append(encoder.encodeToString(pair.board())).append('\n');
        }
        return text.toString();
    }

    /// Reads the lines of a file.
    ///
    /// @throws IllegalArgumentException where they are anything else
    static ClusterKeys parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() < 3 || !lines.getFirst().equals(HEADING)) {
            throw new IllegalArgumentException("it is not a file of cluster keys that this release reads");
        }
        List<Pair> pairs = new ArrayList<>();
        for (String line : lines.subList(2, lines.size())) {
            pairs.add(pair(words(line, "key", 5)));
        }
        return new ClusterKeys(pairs, Integer.parseUnsignedInt(words(lines.get(1), "writing", 2)[1], 16));
    }

    private static Pair pair(String[] words) {
        byte[] board = key(words[4], BoardKey.BYTES);
        Optional<byte[]> datagram =
                words[3].equals(NONE) ? Optional.empty() : Optional.of(key(words[3], DatagramKey.BYTES));
        return new Pair(Integer.parseUnsignedInt(words[1], 16), Integer.parseInt(words[2]), datagram, board);
    }

    private static byte[] key(String text, int length) {
        byte[] key = Base64.getDecoder().decode(text);
        if (key.length != length) {
            throw new IllegalArgumentException("a key in it has the wrong length");
        }
        return key;
    }

    private static String[] words(String line, String first, int count) {
        String[] words = line.split(" ", -1);
        if (words.length != count || !words[0].equals(first)) {
            throw new IllegalArgumentException(
                    "a line in it does not begin with '" + first + "' or has not " + count + " words");
        }
        return words;
    }

    @Override
    public String toString() {
        return "ClusterKeys[not shown]";
    }
}
