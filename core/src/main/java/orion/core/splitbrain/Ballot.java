package orion.core.splitbrain;

import java.util.Optional;
import orion.core.model.Generation;
import orion.core.model.NodeId;

/// A node's part in deciding one generation by Disk Paxos (Gafni and Lamport): the three values a process
/// keeps on the disk. They survive a restart of the node, because a promise that is forgotten lets two
/// different values be decided.
///
/// @param generation the number of the generation being decided
/// @param promised   the highest ballot this node began (`mbal`); ballots of different nodes never coincide
/// @param accepted   the ballot with which it wrote `value` (`bal`), 0 for none
/// @param value      what it wrote with that ballot
public record Ballot(long generation, long promised, long accepted, Optional<Generation> value) {
    /// A node that never took part in a decision.
    public static final Ballot NONE = new Ballot(0, 0, 0, Optional.empty());

    public Ballot {
        if (accepted > promised || (accepted > 0) != value.isPresent()) {
            throw new IllegalArgumentException("ballot " + accepted + " accepted after promising " + promised);
        }
    }

    /// The lowest ballot of `node` that lies above `highest`.
    static long above(long highest, NodeId node) {
        long round = highest / (NodeId.LARGEST + 1) + 1;
        return round * (NodeId.LARGEST + 1) + node.number();
    }

    Ballot promise(long ballot) {
        return new Ballot(generation, ballot, accepted, value);
    }

    Ballot accept(Generation chosen) {
        return new Ballot(generation, promised, promised, Optional.of(chosen));
    }
}
