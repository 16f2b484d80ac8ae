package orion.core.splitbrain;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.NodeSet;

/// What one node keeps on the white board. Only that node ever writes it; everybody reads it.
///
/// @param writer  the life that wrote it. A higher incarnation than before says that the earlier life is over
///                and that everything it held has been stopped (rule A2).
/// @param tick    counts the writer's board cycles: a tick that moves is a sign of life
/// @param newest  the newest decided generation the writer knows. Writing it is publishing it; those it
///                excludes find their poison pill here.
/// @param ballot  the writer's part in deciding the next generation
/// @param hears   whose heartbeats reached the writer within the tolerance
/// @param linkUp  whether the writer has at least one network link with a carrier
/// @param stopped last words: this life has stopped everything it held and will hold nothing again
public record NodeBlock(
        Member writer,
        long tick,
        Generation newest,
        Ballot ballot,
        SortedSet<NodeId> hears,
        boolean linkUp,
        boolean stopped) {

    public NodeBlock {
        hears = NodeSet.copyOf(hears);
    }

    /// What may be written for a life that died after it began to write this one, when everything it held is stopped:
    /// its last words (rule E2). All it promised is kept; nothing of it may be written after this.
    public NodeBlock lastWords() {
        return new NodeBlock(writer, tick + 1, newest, ballot, NodeSet.NONE, false, true);
    }

    /// Whether the same node wrote this one later, in the same life or in a later one.
    public boolean isNewerThan(NodeBlock other) {
        return writer.incarnation() != other.writer().incarnation()
                ? writer.incarnation() > other.writer().incarnation()
                : tick > other.tick();
    }

    /// The newest block of each node, of those found on several disks.
    public static SortedMap<NodeId, NodeBlock> newest(List<SortedMap<NodeId, NodeBlock>> disks) {
        SortedMap<NodeId, NodeBlock> newest = new TreeMap<>();
        for (SortedMap<NodeId, NodeBlock> disk : disks) {
            disk.forEach((node, block) ->
                    newest.merge(node, block, (left, right) -> right.isNewerThan(left) ? right : left));
        }
        return newest;
    }
}
