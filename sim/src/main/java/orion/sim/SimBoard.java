package orion.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
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

    private int majority() {
        return disks.size() / 2 + 1;
    }

    /// The newest block of each node on a majority of the disks; empty after too many errors.
    void readMajority(NodeId host, Consumer<Optional<SortedMap<NodeId, NodeBlock>>> done) {
        this.<SortedMap<NodeId, NodeBlock>>ofMajority(
                (disk, answer) -> disk.read(host, answer), read -> done.accept(read.map(NodeBlock::newest)));
    }

    /// The copies of the agreed state that hosts stored, on a majority of the disks; empty after too many errors.
    void readCopies(NodeId host, Consumer<Optional<List<ClusterState>>> done) {
        this.<List<ClusterState>>ofMajority(
                (disk, answer) -> disk.readCopies(host, answer),
                read -> done.accept(
                        read.map(lists -> lists.stream().flatMap(List::stream).toList())));
    }

    /// Stores a host's copy of the agreed state; the answer is whether a majority of the disks has it.
    void storeCopy(NodeId host, ClusterState state, Consumer<Boolean> done) {
        this.<ClusterState>ofMajority(
                (disk, answer) -> disk.storeCopy(
                        host, state, stored -> answer.accept(stored ? Optional.of(state) : Optional.empty())),
                stored -> done.accept(stored.isPresent()));
    }

    /// Does something on every disk and answers once with what a majority gave; empty after too many errors. Disks that
    /// hang are not waited for where the others suffice.
    private <T> void ofMajority(BiConsumer<SimDisk, Consumer<Optional<T>>> deed, Consumer<Optional<List<T>>> done) {
        List<T> given = new ArrayList<>();
        int[] failed = {0};
        for (SimDisk disk : disks) {
            deed.accept(disk, answer -> {
                answer.ifPresent(given::add);
                failed[0] += answer.isEmpty() ? 1 : 0;
                if (answer.isPresent() && given.size() == majority()) {
                    done.accept(Optional.of(List.copyOf(given)));
                } else if (answer.isEmpty() && failed[0] == disks.size() - majority() + 1) {
                    done.accept(Optional.empty());
                }
            });
        }
    }

    /// Writes a host's last words, without waiting for any disk: its guard cannot speak to those that are served.
    void writeLastWords(NodeBlock block) {
        disks.stream()
                .filter(disk -> disk.attachedTo(block.writer().node()))
                .forEach(disk -> disk.write(block, _ -> {}));
    }

    /// The process that used the board on a host died.
    void processDied(NodeId host) {
        disks.forEach(disk -> disk.processDied(host));
    }

    /// Troubles a host's paths to some disks.
    ///
    /// @param which a bit set of disks; all of them where it names none
    void trouble(NodeId host, long which, Trouble trouble) {
        chosen(which).forEach(i -> disks.get(i).trouble(host, trouble));
    }

    /// Troubles the paths of all hosts to some disks, and of those that are added later.
    ///
    /// @param which a bit set of disks; all of them where it names none
    void troubleOfAll(List<NodeId> hosts, long which, Trouble trouble) {
        for (int i : chosen(which)) {
            disks.get(i).troubleOfOthers(trouble);
            hosts.forEach(host -> disks.get(i).trouble(host, trouble));
        }
    }

    private List<Integer> chosen(long which) {
        long all = (1L << disks.size()) - 1;
        long chosen = (which & all) == 0 ? all : which & all;
        return IntStream.range(0, disks.size())
                .filter(i -> (chosen >> i & 1) == 1)
                .boxed()
                .toList();
    }

    /// The program that served a disk on a host died.
    void witnessDied(NodeId host) {
        disks.forEach(disk -> disk.witnessDied(host));
    }

    void powerCut(NodeId host) {
        disks.forEach(disk -> disk.powerCut(host));
    }

    /// Ends all trouble.
    void heal() {
        disks.forEach(SimDisk::heal);
    }
}
