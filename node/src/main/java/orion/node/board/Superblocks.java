package orion.node.board;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import orion.node.os.BlockFile;
import orion.node.os.DirectFile;
import orion.node.os.LinuxException;

/// Reads the two places of the superblock and takes the one that is whole.
final class Superblocks {
    private Superblocks() {}

    /// The first place wins; where it is damaged or empty the second is looked at.
    static Superblock.Reading find(BlockFile file) throws BoardException {
        Superblock.Reading first = read(file, BoardLayout.SUPERBLOCK);
        if (first instanceof Superblock.Reading.Found) {
            return first;
        }
        Superblock.Reading second = read(file, BoardLayout.SPARE_SUPERBLOCK);
        return second instanceof Superblock.Reading.Absent ? first : second;
    }

    /// Whether one of the places still needs a key that no longer writes.
    static boolean needEarlierKey(BlockFile file, BoardKey key) throws BoardException {
        return needsEarlierKey(read(file, BoardLayout.SUPERBLOCK), key)
                || needsEarlierKey(read(file, BoardLayout.SPARE_SUPERBLOCK), key);
    }

    private static boolean needsEarlierKey(Superblock.Reading reading, BoardKey key) {
        return reading instanceof Superblock.Reading.Found found && found.needsAnEarlierKey(key);
    }

    private static Superblock.Reading read(BlockFile file, long offset) throws BoardException {
        MemorySegment page = DirectFile.buffer(BoardLayout.BLOCK_BYTES);
        try {
            file.read(offset, page, 0, BoardLayout.BLOCK_BYTES);
        } catch (LinuxException failure) {
            throw BoardMedium.inputOutput(file, failure);
        }
        return Superblock.read(page.toArray(ValueLayout.JAVA_BYTE));
    }
}
