package orion.node.board;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/// The form of every block a node writes: a header, the content, zeros, and at the end a proof (HMAC-SHA-256) over
/// header and content. A reader checks the proof first and looks at the rest only if it holds, so bytes from a torn
/// write, a stranger, another cluster or another place are never interpreted; before that it believes nothing but
/// that the content is no longer than there is room for. Of the zeros there are many, and every node checks the
/// blocks of all others at every beat: they are compared, not proven.
///
/// | offset | bytes | what (numbers big-endian) |
/// |---|---|---|
/// | 0 | 8 | kind: `ORIONBLK` or `ORIONCFG` |
/// | 8 | 4 | format version |
/// | 12 | 4 | node number |
/// | 16 | 8 | sequence: counts the node's writes; its lowest bit is the copy |
/// | 24 | 16 | cluster id |
/// | 40 | 4 | content length |
/// | 44 | | content |
/// | size - 32 | 32 | proof |
///
/// Not for use by several threads at once.
final class SealedBlock {
    static final int HEADER_BYTES = 44;
    static final int FORMAT_VERSION = 2;
    private static final int KIND_BYTES = 8;
    private static final int LENGTH_AT = HEADER_BYTES - Integer.BYTES;

    private final byte[] kind;
    private final int size;
    private final UUID cluster;
    private final BoardProof proof;
    private final byte[] zeros;

    /// What one copy holds.
    sealed interface Reading {
        /// All zeros: never written.
        record Empty() implements Reading {}

        /// Proven and whole.
        record Good(long sequence, ByteBuffer content) implements Reading {}

        /// Neither.
        record Damaged(String reason) implements Reading {}
    }

    private SealedBlock(String kind, int size, UUID cluster, BoardKey key) {
        this.kind = kind.getBytes(StandardCharsets.US_ASCII);
        this.size = size;
        this.cluster = cluster;
        this.proof = new BoardProof(key);
        this.zeros = new byte[size];
    }

    /// The form of node blocks.
    static SealedBlock ofNodes(UUID cluster, BoardKey key) {
        return new SealedBlock("ORIONBLK", BoardLayout.BLOCK_BYTES, cluster, key);
    }

    /// The form of copies of the configuration.
    static SealedBlock ofConfigurations(UUID cluster, BoardKey key) {
        return new SealedBlock("ORIONCFG", BoardLayout.CONFIGURATION_BYTES, cluster, key);
    }

    /// The size of the whole block in bytes.
    int size() {
        return size;
    }

    /// The most content in bytes.
    int capacity() {
        return size - HEADER_BYTES - BoardKey.PROOF_BYTES;
    }

    /// Fills `block` with the sealed form of `content`, which is left unchanged.
    void seal(byte[] block, int node, long sequence, ByteBuffer content) {
        if (content.remaining() > capacity()) {
            throw new IllegalArgumentException(
                    "The content of a block has at most " + capacity() + " bytes, not " + content.remaining() + ".");
        }
        Arrays.fill(block, (byte) 0);
        ByteBuffer.wrap(block)
                .put(kind)
                .putInt(FORMAT_VERSION)
                .putInt(node)
                .putLong(sequence)
                .putLong(cluster.getMostSignificantBits())
                .putLong(cluster.getLeastSignificantBits())
                .putInt(content.remaining())
                .put(content.duplicate());
        proof.put(block, HEADER_BYTES + content.remaining());
    }

    /// Reads what is meant to be copy `copy` of the block of `node`; `block` may hold anything.
    Reading read(byte[] block, int node, int copy) {
        if (isZero(block)) {
            return new Reading.Empty();
        }
        int length = contentLength(block);
        if (length < 0 || length > capacity()) {
            return new Reading.Damaged("its content length is " + length);
        }
        if (!isZeroBehind(block, length) || !proof.isGood(block, HEADER_BYTES + length)) {
            return new Reading.Damaged("its proof does not fit");
        }
        // Below, the writer is known to hold the key; what remains are blocks in a wrong place and newer programs.
        if (!Arrays.equals(block, 0, KIND_BYTES, kind, 0, KIND_BYTES)) {
            return new Reading.Damaged("it is a block of another kind");
        }
        ByteBuffer header = ByteBuffer.wrap(block).position(KIND_BYTES);
        int version = header.getInt();
        if (version != FORMAT_VERSION) {
            return new Reading.Damaged("its format version is " + version);
        }
        int writer = header.getInt();
        if (writer != node) {
            return new Reading.Damaged("it is a block of node " + writer);
        }
        long sequence = header.getLong();
        if (sequence < 1 || (sequence & 1) != copy) {
            return new Reading.Damaged("sequence " + sequence + " does not belong into copy " + copy);
        }
        UUID owner = new UUID(header.getLong(), header.getLong());
        if (!owner.equals(cluster)) {
            return new Reading.Damaged("it is a block of the cluster " + owner);
        }
        byte[] content = Arrays.copyOfRange(block, HEADER_BYTES, HEADER_BYTES + length);
        return new Reading.Good(sequence, ByteBuffer.wrap(content).asReadOnlyBuffer());
    }

    /// Whether a block must be written anew before the keys that no longer write can be forgotten.
    boolean needsAnEarlierKey(byte[] block) {
        int proven = HEADER_BYTES + Math.clamp(contentLength(block), 0, capacity());
        return !isZero(block) && !proof.isByTheWritingKey(block, proven) && proof.isGood(block, proven);
    }

    private static int contentLength(byte[] block) {
        return ByteBuffer.wrap(block).getInt(LENGTH_AT);
    }

    /// Grows when the keys are exchanged: what was judged before must be judged anew.
    int keyEdition() {
        return proof.edition();
    }

    private boolean isZero(byte[] block) {
        return Arrays.equals(block, zeros);
    }

    private boolean isZeroBehind(byte[] block, int length) {
        int from = HEADER_BYTES + length;
        int to = size - BoardKey.PROOF_BYTES;
        return Arrays.equals(block, from, to, zeros, from, to);
    }
}
