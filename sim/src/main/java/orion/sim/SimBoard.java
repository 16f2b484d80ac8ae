package orion.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import orion.core.model.NodeId;
import orion.core.splitbrain.NodeBlock;
import orion.sim.SimDisk.Trouble;

/// The white board: all its disks.
final class SimBoard {
    private final List<SimDisk> disks = new ArrayList<>();

    SimBoard(int count, Function<Integer, SimDisk> disk) {
        for (int i = 0; i < count; i++) {
            disks.add(disk.apply(i));
        }
    }

    SimDisk disk(int number) {
        return disks.get(number);
    }

    /// The newest block of each node on a majority of the disks; empty after too many errors. Disks that hang are not
    /// waited for where the others suffice.
    void readMajority(NodeId host, Consumer<Optional<SortedMap<NodeId, NodeBlock>>> done) {
        int majority = disks.size() / 2 + 1;
        List<SortedMap<NodeId, NodeBlock>> read = new ArrayList<>();
        int[] failed = {0};
        for (SimDisk disk : disks) {
            disk.read(host, blocks -> {
                blocks.ifPresent(read::add);
                failed[0] += blocks.isEmpty() ? 1 : 0;
                if (blocks.isPresent() && read.size() == majority) {
                    done.accept(Optional.of(NodeBlock.newest(read)));
                } else if (blocks.isEmpty() && failed[0] == disks.size() - majority + 1) {
                    done.accept(Optional.empty());
                }
            });
        }
    }

    /// Troubles a host's paths to some disks.
    ///
    /// @param which a bit set of disks; all of them where it names none
    void trouble(NodeId host, long which, Trouble trouble) {
        long all = (1L << disks.size()) - 1;
        long chosen = (which & all) == 0 ? all : which & all;
        for (int i = 0; i < disks.size(); i++) {
            if ((chosen >> i & 1) == 1) {
                disks.get(i).trouble(host, trouble);
            }
        }
    }

    void powerCut(NodeId host) {
        disks.forEach(disk -> disk.powerCut(host));
    }

    /// Ends all trouble.
    void heal() {
        disks.forEach(SimDisk::heal);
    }
}
