package orion.node.daemon;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import orion.core.model.NodeId;
import orion.node.board.BoardDevice;
import orion.node.board.BoardDisks;
import orion.node.board.BoardException;
import orion.node.board.NodeReading;

/// Reads from the white board which numbers have a block there. Its disks may hang for ever; who asks does not.
record BoardWriters(BoardDisks board) implements Doorkeeper.Writers {
    @Override
    public Set<NodeId> onBoard() throws SetupException, InterruptedException {
        try {
            return board.ofMajority(BoardDevice::readAll).stream()
                    .flatMap(List::stream)
                    .filter(reading -> !(reading instanceof NodeReading.Empty))
                    .map(reading -> new NodeId(reading.node()))
                    .collect(Collectors.toSet());
        } catch (BoardException silent) {
            throw new SetupException(
                    "all numbers of nodes were used, and the white board does not tell which are free: "
                            + SetupException.reason(silent) + "; try again with the same token",
                    silent);
        }
    }
}
