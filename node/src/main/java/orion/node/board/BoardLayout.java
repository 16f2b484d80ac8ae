package orion.node.board;

/// Where everything lies on a white board; offsets and sizes in bytes.
///
/// | from | what |
/// |---|---|
/// | 0 | the layout of ClusterLabs SBD v2.1: a header sector, then for each of 255 slots a name and a mailbox sector |
/// | 2 MiB - 4 KiB | superblock: whose board this is |
/// | 2 MiB | node blocks: nodes 1 to 32, two copies of 4 KiB each |
/// | 3 MiB | the superblock's second copy |
/// | 4 MiB | copies of the configuration: nodes 1 to 32, two copies of 128 KiB each |
/// | 12 MiB | free, up to the least size of a board |
///
/// The superblock lies where it does because the 511 sectors of the SBD part reach to 2 MiB - 4 KiB on disks with
/// sectors of 4096 bytes, and the place of everything else must not depend on the disk.
public final class BoardLayout {
    /// Nodes are numbered from 1 to this.
    public static final int NODES = 32;
    /// Blocks of our own are written in whole pieces of this size, which suits every disk.
    public static final int BLOCK_BYTES = 4096;
    /// Each block has two copies, written alternately, so that a torn write never destroys the last good one.
    public static final int COPIES = 2;
    /// The longest content of a node block.
    public static final int LONGEST_PAYLOAD = 3900;

    public static final int SBD_SLOTS = 255;
    /// The header sector and two sectors for each slot.
    public static final int SBD_SECTORS = 1 + 2 * SBD_SLOTS;
    public static final int LARGEST_SECTOR = 4096;

    private static final long MEBIBYTE = 1L << 20;
    public static final long SUPERBLOCK = 2 * MEBIBYTE - BLOCK_BYTES;
    public static final long SPARE_SUPERBLOCK = 3 * MEBIBYTE;
    public static final long NODE_BLOCKS = 2 * MEBIBYTE;
    public static final int NODE_BLOCKS_BYTES = NODES * COPIES * BLOCK_BYTES;

    public static final int CONFIGURATION_BYTES = 128 * 1024;
    public static final long CONFIGURATIONS = 4 * MEBIBYTE;
    public static final long USED_BYTES = CONFIGURATIONS + (long) NODES * COPIES * CONFIGURATION_BYTES;

    /// The least size of a board: 20 MB, as for the cluster services of old.
    public static final long LEAST_BYTES = 20_000_000;

    private BoardLayout() {}

    /// Where the pair of copies of a node's block begins.
    public static long nodeBlocks(int node) {
        return NODE_BLOCKS + (long) index(node) * COPIES * BLOCK_BYTES;
    }

    /// Where one copy of a node's block lies; a block with an even sequence is copy 0, with an odd one copy 1.
    public static long nodeBlock(int node, int copy) {
        return nodeBlocks(node) + (long) copy * BLOCK_BYTES;
    }

    /// Where the pair of a node's copies of the configuration begins.
    public static long configurations(int node) {
        return CONFIGURATIONS + (long) index(node) * COPIES * CONFIGURATION_BYTES;
    }

    /// Where one of them lies.
    public static long configuration(int node, int copy) {
        return configurations(node) + (long) copy * CONFIGURATION_BYTES;
    }

    /// Where the name sector of an SBD slot lies; slots are counted from 0, as the tool `sbd` shows them.
    public static long slotName(int slot, int sectorSize) {
        return (1L + 2L * checkedSlot(slot)) * sectorSize;
    }

    /// Where the mailbox sector of an SBD slot lies.
    public static long slotMailbox(int slot, int sectorSize) {
        return (2L + 2L * checkedSlot(slot)) * sectorSize;
    }

    /// Nodes count from 1, places from 0.
    static int index(int node) {
        if (node < 1 || node > NODES) {
            throw new IllegalArgumentException("A node number is 1 to " + NODES + ", not " + node + ".");
        }
        return node - 1;
    }

    private static int checkedSlot(int slot) {
        if (slot < 0 || slot >= SBD_SLOTS) {
            throw new IllegalArgumentException("A slot is 0 to " + (SBD_SLOTS - 1) + ", not " + slot + ".");
        }
        return slot;
    }
}
