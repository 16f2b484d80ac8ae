package orion.sim;

import java.util.SortedMap;
import java.util.TreeMap;
import orion.core.model.NodeId;
import orion.core.splitbrain.NodeBlock;

/// On no disk does a block come after a later one of the same node, however long the network kept it: what that node
/// promised, and others counted on, would be forgotten there (rule B2).
final class NothingOvertaken implements Invariant {
    private final SortedMap<Integer, SortedMap<NodeId, NodeBlock>> latest = new TreeMap<>();

    @Override
    public void note(Fact fact) {
        if (!(fact instanceof Fact.BlockWritten(int disk, NodeBlock block))) {
            return;
        }
        NodeBlock before = latest.computeIfAbsent(disk, any -> new TreeMap<>())
                .put(block.writer().node(), block);
        if (before != null && before.isNewerThan(block)) {
            throw new InvariantBroken(
                    NothingOvertaken.class,
                    "on disk " + (disk + 1) + " tick " + block.tick() + " of " + block.writer() + " comes after tick "
                            + before.tick() + " of " + before.writer());
        }
    }
}
