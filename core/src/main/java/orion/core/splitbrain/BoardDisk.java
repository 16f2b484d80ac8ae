package orion.core.splitbrain;

import java.util.Optional;
import java.util.SortedMap;
import orion.core.model.NodeId;
import orion.core.splitbrain.WhiteBoard.Cycle;

/// One disk of the white board as this node reaches it.
final class BoardDisk {
    private Optional<Cycle> underWay = Optional.empty();
    private boolean works;

    boolean idle() {
        return underWay.isEmpty();
    }

    boolean works() {
        return works;
    }

    void begin(Cycle cycle) {
        underWay = Optional.of(cycle);
    }

    /// Ends what is under way.
    ///
    /// @return the cycle it belonged to
    Cycle end(NodeId self, Optional<SortedMap<NodeId, NodeBlock>> blocks) {
        Cycle cycle = underWay.orElseThrow(() -> new IllegalStateException("a board cycle ended that never began"));
        underWay = Optional.empty();
        // Rule B1: what was not read back was not written.
        works = blocks.isPresent() && cycle.written().equals(blocks.get().get(self));
        return cycle;
    }
}
