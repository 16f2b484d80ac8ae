package orion.node.board;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import orion.node.board.BoardException.Fault;
import orion.node.os.BlockFile;
import orion.node.os.DirectFile;
import orion.node.os.LinuxException;

/// The copies of the configuration on an open board: each node stores its own, so that a cluster can start from the
/// board alone and two writers never meet. Used rarely, hence without caching.
final class ConfigurationArea {
    private static final int BYTES = BoardLayout.CONFIGURATION_BYTES;
    private static final int VERSION_BYTES = Long.BYTES;

    private final BlockFile file;
    private final SealedBlock seal;
    private final MemorySegment pair = DirectFile.buffer((long) BoardLayout.COPIES * BYTES);
    private final byte[] block = new byte[BYTES];
    /// One per node, kept so that the count goes on over failed writes.
    private final WriteOrder[] orders = new WriteOrder[BoardLayout.NODES];

    ConfigurationArea(BlockFile file, SealedBlock seal) {
        this.file = file;
        this.seal = seal;
        for (int index = 0; index < orders.length; index++) {
            orders[index] = new WriteOrder();
        }
    }

    /// The most bytes a configuration can have here.
    int capacity() {
        return seal.capacity() - VERSION_BYTES;
    }

    /// Stores the configuration as the copy of `node` and reads it back.
    void write(int node, long version, ByteBuffer content) throws BoardException {
        WriteOrder order = orders[BoardLayout.index(node)];
        if (content.remaining() > capacity()) {
            throw new BoardException(
                    Fault.FULL,
                    "The configuration has " + content.remaining() + " bytes and the board holds at most " + capacity()
                            + "; make it smaller.");
        }
        switch (readPair(node)) {
            case CopyPair.Empty empty -> order.readBack(0);
            case CopyPair.Good good -> {
                long stored = good.content().getLong(0);
                if (version < stored) {
                    throw new BoardException(
                            Fault.OUTDATED,
                            "Node " + node + " has stored configuration " + stored + " on the board " + file.name()
                                    + " and cannot go back to " + version + "; fetch the newest one first.");
                }
                order.readBack(good.sequence());
            }
            case CopyPair.Unfinished unfinished -> order.readBack(0);
            case CopyPair.Damaged damaged -> {
                // The content comes from the cluster, not from here: writing it anew is the repair.
            }
        }
        long sequence = order.next();
        ByteBuffer body = ByteBuffer.allocate(VERSION_BYTES + content.remaining());
        body.putLong(version).put(content.duplicate()).flip();
        seal.seal(block, node, sequence, body);
        store(node, sequence);
    }

    private void store(int node, long sequence) throws BoardException {
        int copy = (int) (sequence & 1);
        long offset = BoardLayout.configuration(node, copy);
        MemorySegment.copy(block, 0, pair, JAVA_BYTE, 0, BYTES);
        try {
            file.write(offset, pair, 0, BYTES);
            file.read(offset, pair, BYTES, BYTES);
        } catch (LinuxException failure) {
            throw BoardMedium.inputOutput(file, failure);
        }
        if (MemorySegment.mismatch(pair, 0, BYTES, pair, BYTES, 2L * BYTES) != -1) {
            throw new BoardException(
                    Fault.READ_BACK,
                    "The board " + file.name() + " did not give back the configuration that node " + node
                            + " wrote at offset " + offset + "; check the disk.");
        }
    }

    /// The copy of one node, empty where it never stored one.
    Optional<StoredConfiguration> read(int node) throws BoardException {
        return switch (readPair(node)) {
            case CopyPair.Empty empty -> Optional.empty();
            case CopyPair.Good good -> {
                ByteBuffer content = good.content().duplicate();
                long version = content.getLong();
                yield Optional.of(new StoredConfiguration(node, version, content.slice()));
            }
            case CopyPair.Unfinished unfinished -> throw damaged(node, unfinished.reason());
            case CopyPair.Damaged damaged -> throw damaged(node, damaged.reason());
        };
    }

    private BoardException damaged(int node, String reason) {
        return new BoardException(
                Fault.DAMAGED,
                "The configuration of node " + node + " at offset " + BoardLayout.configurations(node)
                        + " of the board " + file.name() + " is damaged (" + reason
                        + "); it is written anew at the next change.");
    }

    /// All nodes' copies, the newest first; of the same version the lowest node's, for they are the same.
    StoredConfiguration.Search search() throws BoardException {
        List<StoredConfiguration> copies = new ArrayList<>();
        List<String> damages = new ArrayList<>();
        for (int node = 1; node <= BoardLayout.NODES; node++) {
            try {
                read(node).ifPresent(copies::add);
            } catch (BoardException damage) {
                if (damage.fault() != Fault.DAMAGED) {
                    throw damage;
                }
                damages.add(String.valueOf(damage.getMessage()));
            }
        }
        copies.sort(Comparator.comparingLong(StoredConfiguration::version).reversed());
        return new StoredConfiguration.Search(copies, damages);
    }

    /// The nodes of these of which a copy still needs a key that no longer writes.
    SortedSet<Integer> needEarlierKey(int first, int last) throws BoardException {
        SortedSet<Integer> nodes = new TreeSet<>();
        for (int node = first; node <= last; node++) {
            readPair(node);
            for (int copy = 0; copy < BoardLayout.COPIES; copy++) {
                MemorySegment.copy(pair, JAVA_BYTE, (long) copy * BYTES, block, 0, BYTES);
                if (seal.needsAnEarlierKey(block)) {
                    nodes.add(node);
                }
            }
        }
        return nodes;
    }

    /// Writes the copies of a node anew as they are, with the key that writes now.
    void renew(int node) throws BoardException {
        for (int copy = 0; copy < BoardLayout.COPIES; copy++) {
            Optional<StoredConfiguration> stored = read(node);
            if (stored.isPresent()) {
                write(node, stored.get().version(), stored.get().content());
            }
        }
    }

    /// Empties the copies of a node that was removed.
    void clear(int node) throws BoardException {
        pair.fill((byte) 0);
        try {
            file.write(BoardLayout.configurations(node), pair, 0, pair.byteSize());
        } catch (LinuxException failure) {
            throw BoardMedium.inputOutput(file, failure);
        }
        if (!(readPair(node) instanceof CopyPair.Empty)) {
            throw new BoardException(
                    Fault.READ_BACK,
                    "The configuration of node " + node + " on the board " + file.name()
                            + " is not empty after clearing it; stop that node first.");
        }
    }

    private CopyPair readPair(int node) throws BoardException {
        try {
            file.read(BoardLayout.configurations(node), pair, 0, pair.byteSize());
        } catch (LinuxException failure) {
            throw BoardMedium.inputOutput(file, failure);
        }
        return CopyPair.of(copy(node, 0), copy(node, 1));
    }

    private SealedBlock.Reading copy(int node, int copy) {
        MemorySegment.copy(pair, JAVA_BYTE, (long) copy * BYTES, block, 0, BYTES);
        SealedBlock.Reading reading = seal.read(block, node, copy);
        boolean tooShort = reading instanceof SealedBlock.Reading.Good good
                && good.content().remaining() < VERSION_BYTES;
        return tooShort ? new SealedBlock.Reading.Damaged("it has no version") : reading;
    }
}
