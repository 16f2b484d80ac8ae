package orion.node.board;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import orion.node.os.BlockFile;
import orion.node.os.DirectFile;
import orion.node.os.LinuxException;
import orion.node.os.OpenMode;

/// The bytes in the places of all nodes on a board at one moment. No key is needed: of the board of an unknown
/// cluster too, it can be told who writes to it.
public final class NodeAreaReading {
    private static final int PLACE_BYTES = BoardLayout.COPIES * BoardLayout.BLOCK_BYTES;

    private final byte[] bytes;

    private NodeAreaReading(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Reads the places of all nodes, whether a board is there or not.
    public static NodeAreaReading read(DiskLocation disk) throws BoardException {
        try (BlockFile file = BoardMedium.open(disk, OpenMode.READ)) {
            return read(file);
        }
    }

    private static NodeAreaReading read(BlockFile file) throws BoardException {
        try {
            MemorySegment area = DirectFile.buffer(BoardLayout.NODE_BLOCKS_BYTES);
            file.read(BoardLayout.NODE_BLOCKS, area, 0, BoardLayout.NODE_BLOCKS_BYTES);
            return new NodeAreaReading(area.toArray(JAVA_BYTE));
        } catch (LinuxException failure) {
            throw BoardMedium.inputOutput(file, failure);
        }
    }

    /// Whether no node ever wrote.
    public boolean isEmpty() {
        return Arrays.equals(bytes, new byte[bytes.length]);
    }

    /// The numbers of the nodes whose places changed between this reading and a later one.
    public SortedSet<Integer> changedUntil(NodeAreaReading later) {
        SortedSet<Integer> changed = new TreeSet<>();
        for (int node = 1; node <= BoardLayout.NODES; node++) {
            int from = BoardLayout.index(node) * PLACE_BYTES;
            int to = from + PLACE_BYTES;
            if (!Arrays.equals(bytes, from, to, later.bytes, from, to)) {
                changed.add(node);
            }
        }
        return changed;
    }
}
