package orion.node.board;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import orion.node.board.BoardException.Fault;
import orion.node.os.BlockFile;
import orion.node.os.DirectFile;
import orion.node.os.LinuxException;

/// The node blocks of an open board. A cycle is one write of the own block and one read of everybody's, and it fails
/// unless the own block came back byte for byte.
///
/// The superblock lies right before the blocks and is read with them, so a board that is made anew under a running
/// node is noticed in the same transfer.
final class NodeArea {
    private static final int BLOCK = BoardLayout.BLOCK_BYTES;
    private static final int BLOCKS = BoardLayout.NODES * BoardLayout.COPIES;
    private static final int READ_BYTES = BLOCK + BoardLayout.NODE_BLOCKS_BYTES;

    private final BlockFile file;
    private final SealedBlock seal;
    private final Superblock superblock;
    private final MemorySegment current = DirectFile.buffer(READ_BYTES);
    private final MemorySegment previous = DirectFile.buffer(READ_BYTES);
    private final MemorySegment own = DirectFile.buffer(BLOCK);
    private final byte[] block = new byte[BLOCK];
    private final SealedBlock.Reading[] readings = new SealedBlock.Reading[BLOCKS];
    /// Of the key each of them was judged with.
    private final int[] judgedWith = new int[BLOCKS];
    private boolean superblockSeen;

    private int writer;
    private WriteOrder order = new WriteOrder();
    /// Whether `order` knows what is on the board; not after a failure.
    private boolean learned;

    NodeArea(BlockFile file, SealedBlock seal, Superblock superblock) {
        this.file = file;
        this.seal = seal;
        this.superblock = superblock;
        // Both buffers are zero now, and zero means empty.
        Arrays.fill(readings, new SealedBlock.Reading.Empty());
    }

    /// Reads the blocks of all nodes; element 0 is node 1.
    List<NodeReading> readAll() throws BoardException {
        try {
            file.read(BoardLayout.SUPERBLOCK, current, 0, READ_BYTES);
        } catch (LinuxException failure) {
            throw BoardMedium.inputOutput(file, failure);
        }
        checkSuperblock();
        List<NodeReading> nodes = new ArrayList<>(BoardLayout.NODES);
        for (int node = 1; node <= BoardLayout.NODES; node++) {
            nodes.add(reading(node));
        }
        return List.copyOf(nodes);
    }

    /// Writes the block of `node`, then reads all blocks; only a write that reads back the same is a success.
    ///
    /// The first one ever is written to both copies. From its success on, no copy is empty any more, so
    /// that a bad copy beside an empty one says for sure that this node has never had a success: what it
    /// may have promised there, it has counted for nothing (rule B1), and it will find what others wrote
    /// meanwhile when it tries again (rule B2).
    List<NodeReading> cycle(int node, ByteBuffer payload, Optional<LastWords> words) throws BoardException {
        if (payload.remaining() > BoardLayout.LONGEST_PAYLOAD) {
            throw new IllegalArgumentException("A node block holds at most " + BoardLayout.LONGEST_PAYLOAD
                    + " bytes, not " + payload.remaining() + ".");
        }
        if (writer != node) {
            writer = node;
            order = new WriteOrder();
            learned = false;
        }
        if (!learned && learn(node)) {
            write(node, payload, words);
        }
        return write(node, payload, words);
    }

    private List<NodeReading> write(int node, ByteBuffer payload, Optional<LastWords> words) throws BoardException {
        // Until the read-back proves otherwise, nobody knows what this write leaves on the board.
        learned = false;
        long sequence = order.next();
        int copy = (int) (sequence & 1);
        // First: from the moment this write may have arrived, words that follow an earlier one would take it back.
        words.ifPresent(last -> keep(node, sequence + 1, last));
        seal.seal(block, node, sequence, payload);
        MemorySegment.copy(block, 0, own, JAVA_BYTE, 0, BLOCK);
        try {
            file.write(BoardLayout.nodeBlock(node, copy), own, 0, BLOCK);
        } catch (LinuxException failure) {
            throw BoardMedium.inputOutput(file, failure);
        }
        List<NodeReading> nodes = readAll();
        checkReadBack(node, copy, sequence, nodes.get(node - 1));
        order.readBack(sequence);
        learned = true;
        return nodes;
    }

    private void keep(int node, long sequence, LastWords words) {
        seal.seal(block, node, sequence, words.payload());
        words.keeper().keep(BoardLayout.nodeBlock(node, (int) (sequence & 1)), block.clone());
    }

    /// Takes over the count of writes from the same board opened before, whose last write may still have arrived.
    void continueAfter(NodeArea earlier) {
        writer = earlier.writer;
        order = earlier.order;
        learned = false;
    }

    /// Finds out from the board itself which copy is the last good one.
    ///
    /// @return whether a copy was never written
    private boolean learn(int node) throws BoardException {
        readAll();
        int first = (node - 1) * BoardLayout.COPIES;
        requireRemembered(node, readings[first], readings[first + 1]);
        switch (pair(node)) {
            case CopyPair.Empty empty -> order.readBack(0);
            case CopyPair.Unfinished unfinished -> order.readBack(0);
            case CopyPair.Good good -> {
                if (order.isKnown() && good.sequence() > order.lastTried()) {
                    throw duplicate(node);
                }
                order.readBack(good.sequence());
            }
            case CopyPair.Damaged damaged -> {
                // With the count lost a new block could look older than one that somebody has read.
                if (!order.isKnown()) {
                    throw new BoardException(Fault.DAMAGED, damage(node, damaged.reason()));
                }
            }
        }
        return readings[first] instanceof SealedBlock.Reading.Empty
                || readings[first + 1] instanceof SealedBlock.Reading.Empty;
    }

    /// A disk that is whole and holds only older blocks of this node than it once gave back was put back to an earlier
    /// state, with the blocks of all other nodes: what those promised since is forgotten there. Of a block that is
    /// damaged nothing of the kind is known.
    private void requireRemembered(int node, SealedBlock.Reading one, SealedBlock.Reading other) throws BoardException {
        OptionalLong newest = WriteOrder.newest(one, other);
        if (newest.isPresent() && newest.getAsLong() < order.lastGood()) {
            throw new BoardException(
                    Fault.WENT_BACK,
                    "The board " + file.name() + " was put back to an earlier state: of node " + node
                            + " it holds write "
                            + newest.getAsLong() + " and gave back write " + order.lastGood()
                            + " before, so it has forgotten promises of nodes; "
                            + (superblock.place().size() == 1
                                    ? "make it anew with 'orion sbd create --force'"
                                    : "fill it with 'orion sbd fill " + file.name() + " --force'")
                            + " while the whole cluster is stopped.");
        }
    }

    private void checkReadBack(int node, int copy, long sequence, NodeReading reading) throws BoardException {
        long start = (long) BLOCK + BoardLayout.nodeBlock(node, copy) - BoardLayout.NODE_BLOCKS;
        if (MemorySegment.mismatch(own, 0, BLOCK, current, start, start + BLOCK) != -1) {
            throw new BoardException(
                    Fault.READ_BACK,
                    "The board " + file.name() + " did not give back what node " + node + " wrote at offset "
                            + BoardLayout.nodeBlock(node, copy)
                            + "; the disk loses writes, or another process writes as this node.");
        }
        if (!(reading instanceof NodeReading.Written written) || written.sequence() != sequence) {
            throw duplicate(node);
        }
    }

    private BoardException duplicate(int node) {
        return new BoardException(
                Fault.DUPLICATE_NODE,
                "Another process writes as node " + node + " on the board " + file.name()
                        + "; stop it, or give one of the two another node number.");
    }

    private void checkSuperblock() throws BoardException {
        boolean same = MemorySegment.mismatch(current, 0, BLOCK, previous, 0, BLOCK) == -1;
        if (same && superblockSeen) {
            return;
        }
        switch (Superblocks.find(file)) {
            case Superblock.Reading.Found found -> {
                boolean sameBoard = found.superblock().cluster().equals(superblock.cluster());
                if (sameBoard && !found.superblock().equals(superblock)) {
                    // Whatever was written before this reading counts for those who told of the change, or not at all.
                    throw new BoardException(
                            Fault.CHANGED,
                            "The first page of the board " + file.name()
                                    + " was written anew while in use; it is opened again.");
                }
                if (!sameBoard) {
                    throw new BoardException(
                            Fault.OTHER_CLUSTER,
                            "The board " + file.name() + " was made anew while in use and now belongs to "
                                    + found.superblock().cluster() + "; restart this node once that is sorted out.");
                }
            }
            case Superblock.Reading.Absent absent ->
                throw new BoardException(
                        Fault.NO_BOARD,
                        "The board " + file.name() + " was erased while in use; make it anew with 'orion sbd create'.");
            case Superblock.Reading.Damaged damaged -> {
                // A flaw in a page that was good at the opening endangers nobody: each block is proven by itself.
            }
        }
        MemorySegment.copy(current, 0, previous, 0, BLOCK);
        superblockSeen = true;
    }

    private CopyPair pair(int node) {
        int first = (node - 1) * BoardLayout.COPIES;
        return CopyPair.of(copyReading(first, node, 0), copyReading(first + 1, node, 1));
    }

    private NodeReading reading(int node) {
        return switch (pair(node)) {
            case CopyPair.Empty empty -> new NodeReading.Empty(node);
            case CopyPair.Unfinished unfinished -> new NodeReading.Empty(node);
            case CopyPair.Good good -> new NodeReading.Written(node, good.sequence(), good.content());
            case CopyPair.Damaged damaged ->
                new NodeReading.Damaged(node, BoardLayout.nodeBlocks(node), damage(node, damaged.reason()));
        };
    }

    private String damage(int node, String reason) {
        return "The block of node " + node + " at offset " + BoardLayout.nodeBlocks(node) + " of the board "
                + file.name() + " is damaged (" + reason
                + "); stop that node and clear its block with 'orion sbd init'.";
    }

    /// The verdict on one copy. The same bytes have the same verdict: proofs are only computed for blocks that changed.
    private SealedBlock.Reading copyReading(int index, int node, int copy) {
        long start = (long) BLOCK + (long) index * BLOCK;
        boolean changed = MemorySegment.mismatch(current, start, start + BLOCK, previous, start, start + BLOCK) != -1;
        if (changed || judgedWith[index] != seal.keyEdition()) {
            judgedWith[index] = seal.keyEdition();
            MemorySegment.copy(current, JAVA_BYTE, start, block, 0, BLOCK);
            readings[index] = seal.read(block, node, copy);
            MemorySegment.copy(current, start, previous, start, BLOCK);
        }
        return readings[index];
    }

    /// The nodes of which a copy still needs a key that no longer writes, or may need it soon: a block that was
    /// emptied does not tell with which key its node goes on.
    ///
    /// @param writers the nodes that are to write
    SortedSet<Integer> needEarlierKey(Set<Integer> writers) throws BoardException {
        readAll();
        SortedSet<Integer> nodes = new TreeSet<>();
        for (int node : writers) {
            if (pair(node) instanceof CopyPair.Empty) {
                nodes.add(node);
            }
        }
        for (int index = 0; index < BLOCKS; index++) {
            MemorySegment.copy(current, JAVA_BYTE, (long) BLOCK + (long) index * BLOCK, block, 0, BLOCK);
            if (seal.needsAnEarlierKey(block)) {
                nodes.add(1 + index / BoardLayout.COPIES);
            }
        }
        return nodes;
    }

    /// Empties the block of a node that was removed, and reads back that it is empty.
    void clear(int node) throws BoardException {
        long place = BoardLayout.nodeBlocks(node);
        MemorySegment zeros = DirectFile.buffer((long) BoardLayout.COPIES * BLOCK);
        try {
            file.write(place, zeros, 0, zeros.byteSize());
        } catch (LinuxException failure) {
            throw BoardMedium.inputOutput(file, failure);
        }
        readAll();
        if (!(pair(node) instanceof CopyPair.Empty)) {
            throw new BoardException(
                    Fault.READ_BACK,
                    "The block of node " + node + " on the board " + file.name()
                            + " is not empty after clearing it; stop that node first.");
        }
    }
}
