package orion.node.security;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import orion.core.wire.BoundedReader;
import orion.core.wire.BoundedWriter;
import orion.node.board.BoardKey;
import orion.node.network.DatagramKey;

/// The secrets that all nodes of a cluster share: one for datagrams, one for the white board.
final class ClusterKeys {
    private static final String HEADING = "orion cluster keys 1";

    private final int id;
    private final byte[] datagram;
    private final byte[] board;

    private ClusterKeys(int id, byte[] datagram, byte[] board) {
        this.id = id;
        this.datagram = datagram;
        this.board = board;
    }

    static ClusterKeys create() {
        SecureRandom random = new SecureRandom();
        byte[] datagram = new byte[DatagramKey.BYTES];
        byte[] board = new byte[BoardKey.BYTES];
        random.nextBytes(datagram);
        random.nextBytes(board);
        return new ClusterKeys(random.nextInt(), datagram, board);
    }

    DatagramKey datagramKey() {
        return new DatagramKey(id, datagram);
    }

    BoardKey boardKey() {
        return new BoardKey(board);
    }

    static void write(BoundedWriter writer, ClusterKeys keys) {
        writer.int32(keys.id).bytes(keys.datagram).bytes(keys.board);
    }

    static ClusterKeys read(BoundedReader reader) {
        return new ClusterKeys(reader.int32(), reader.bytes(DatagramKey.BYTES), reader.bytes(BoardKey.BYTES));
    }

    /// As the lines of a file.
    String text() {
        Base64.Encoder encoder = Base64.getEncoder();
        return HEADING + "\nid " + Integer.toHexString(id) + "\ndatagram " + encoder.encodeToString(datagram)
                + "\nboard " + encoder.encodeToString(board) + "\n";
    }

    /// Reads the lines of a file.
    ///
    /// @throws IllegalArgumentException where they are anything else
    static ClusterKeys parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() != 4 || !lines.getFirst().equals(HEADING)) {
            throw new IllegalArgumentException("it is not a file of cluster keys");
        }
        int id = Integer.parseUnsignedInt(after("id ", lines.get(1)), 16);
        byte[] datagram = Base64.getDecoder().decode(after("datagram ", lines.get(2)));
        byte[] board = Base64.getDecoder().decode(after("board ", lines.get(3)));
        if (datagram.length != DatagramKey.BYTES || board.length != BoardKey.BYTES) {
            throw new IllegalArgumentException("a key in it has the wrong length");
        }
        return new ClusterKeys(id, datagram, board);
    }

    private static String after(String start, String line) {
        if (!line.startsWith(start)) {
            throw new IllegalArgumentException("a line in it does not begin with '" + start + "'");
        }
        return line.substring(start.length());
    }

    @Override
    public String toString() {
        return "ClusterKeys[not shown]";
    }
}
