package orion.sim;

import java.util.SortedMap;
import orion.core.model.NodeId;
import orion.core.model.NodeMap;
import orion.core.splitbrain.NodeBlock;

/// What the white board's disk does with the blocks: an honest one keeps what was written last.
class BoardMedium {
    private final SortedMap<NodeId, NodeBlock> blocks = new NodeMap<>();

    /// A write reaches the disk.
    void store(NodeBlock block) {
        blocks.put(block.writer().node(), block);
    }

    /// A write is lost though the writer believes it is under way; the block written before stays.
    void lose(NodeBlock block) {
        // An honest disk shows the old block when it is read back.
    }

    /// All blocks, as this host reads them.
    SortedMap<NodeId, NodeBlock> load(NodeId reader) {
        return new NodeMap<>(blocks);
    }
}
