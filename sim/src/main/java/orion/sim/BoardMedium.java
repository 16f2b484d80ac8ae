package orion.sim;

import java.util.SortedMap;
import orion.core.model.NodeId;
import orion.core.model.NodeMap;
import orion.core.splitbrain.NodeBlock;

/// What the white board's disk does with the blocks: an honest one keeps what was written last. A node has two
/// copies of its block there and never writes the one that was last read back good, so that a torn write costs
/// only the other.
class BoardMedium {
    private final SortedMap<NodeId, NodeBlock> blocks = new NodeMap<>();
    private final SortedMap<NodeId, NodeBlock> older = new NodeMap<>();

    /// A write reaches the disk.
    void store(NodeBlock block) {
        NodeBlock before = blocks.put(block.writer().node(), block);
        if (before != null) {
            older.put(block.writer().node(), before);
        }
    }

    /// A write lands partly: the copy it hit cannot be read any more.
    void tear(NodeBlock block) {
        older.remove(block.writer().node());
    }

    /// What becomes visible where a torn write has hit the good copy: the older one, if it is still whole.
    final void loseNewest(NodeId node) {
        NodeBlock before = older.remove(node);
        if (before == null) {
            blocks.remove(node);
        } else {
            blocks.put(node, before);
        }
    }

    /// A write is lost though the writer believes it is under way; the block written before stays.
    void lose(NodeBlock block) {
        // An honest disk shows the old block when it is read back.
    }

    /// Whether a disk that is served refuses a write where a later connection has written since (rule B2).
    boolean refusesOvertaken() {
        return true;
    }

    /// What becomes visible where such a write is not refused and hits the newest of the two copies.
    final void overwrite(NodeBlock late) {
        NodeId node = late.writer().node();
        NodeBlock other = older.getOrDefault(node, late);
        boolean hidden = other.isNewerThan(late);
        blocks.put(node, hidden ? other : late);
        older.put(node, hidden ? late : other);
    }

    /// All blocks, as this host reads them.
    SortedMap<NodeId, NodeBlock> load(NodeId reader) {
        return new NodeMap<>(blocks);
    }
}
