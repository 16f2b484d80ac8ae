package orion.cli;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.NodeDefinition;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.node.board.BoardException;
import orion.node.board.DiskLocation;
import orion.node.board.NodeAreaReading;
import orion.node.trouble.Sentence;
import orion.node.witness.WitnessDisk;

/// Finds out whether nodes use a disk of a board at this moment, before anything is done to it.
final class BoardUse {
    private static final String NOT_FILLED = "the disk was not filled";

    private final Call call;
    private final Boards boards;

    BoardUse(Call call, Boards boards) {
        this.call = call;
        this.boards = boards;
    }

    /// A node that runs could count the lost disk for one cycle more: what it promised there no majority would know. A
    /// disk that cannot be read tells nothing about who writes to it.
    ///
    /// @param disks   all that count but the lost one
    /// @param confirm is asked where one of them cannot be looked at
    void requireNobodyWrites(List<DiskLocation> disks, ConfirmOptions confirm) throws CommandFailure {
        Map<DiskLocation, NodeAreaReading> before = new LinkedHashMap<>();
        for (DiskLocation disk : disks) {
            look(disk, confirm).ifPresent(reading -> before.put(disk, reading));
        }
        Optional<ClusterConfiguration> configuration = before.keySet().stream()
                .flatMap(disk -> configurationOn(disk).stream())
                .findFirst();
        Timing timing = configuration.map(ClusterConfiguration::timing).orElse(Timing.STANDARD);
        pause(lookMillis(before.keySet(), timing), NOT_FILLED);
        for (Map.Entry<DiskLocation, NodeAreaReading> seen : before.entrySet()) {
            Optional<NodeAreaReading> after = look(seen.getKey(), confirm);
            SortedSet<Integer> writers =
                    after.map(seen.getValue()::changedUntil).orElseGet(TreeSet::new);
            if (!writers.isEmpty()) {
                throw new CommandFailure(names(configuration, writers)
                        + (writers.size() == 1 ? " writes to " : " write to ")
                        + seen.getKey()
                        + " at this moment; a disk is filled while the whole cluster is stopped: 'orion down', end"
                        + " the daemons of all nodes, then fill it");
            }
        }
    }

    private Optional<NodeAreaReading> look(DiskLocation disk, ConfirmOptions confirm) throws CommandFailure {
        try {
            return Optional.of(NodeAreaReading.read(disk));
        } catch (BoardException unreadable) {
            confirm.require(
                    call,
                    "Whether nodes write to " + disk + " cannot be seen ("
                            + Sentence.continued(String.valueOf(unreadable.getMessage()))
                            + "), and where a daemon runs that reaches it the cluster can forget what its nodes promised;"
                            + " make sure that the daemons of all nodes have ended",
                    NOT_FILLED);
            return Optional.empty();
        }
    }

    /// How long to look until whoever writes has written: a cycle each heartbeat, and by a witness on a bad way only
    /// after it has failed once to connect and once to transfer.
    static long lookMillis(Collection<DiskLocation> disks, Timing timing) {
        boolean far = disks.stream().anyMatch(disk -> disk.localPath().isEmpty());
        return 2 * timing.heartbeatMillis() + (far ? 2 * WitnessDisk.PATIENCE.toMillis() : 0);
    }

    private static String names(Optional<ClusterConfiguration> configuration, SortedSet<Integer> numbers) {
        return numbers.stream()
                .map(number -> configuration
                        .map(it -> it.nodes().get(new NodeId(number)))
                        .map(NodeDefinition::name)
                        .orElse("node " + number))
                .collect(Collectors.joining(", "));
    }

    /// Destroys no board to which nodes write at this moment, unless that is meant.
    ///
    /// @return whether nodes write to it, and it is meant
    boolean confirmUnused(DiskLocation disk, ConfirmOptions confirm) throws CommandFailure {
        Optional<ClusterConfiguration> configuration = configurationOn(disk);
        SortedSet<Integer> writers =
                writers(disk, configuration.map(ClusterConfiguration::timing).orElse(Timing.STANDARD));
        if (!writers.isEmpty()) {
            confirm.require(
                    call,
                    names(configuration, writers) + (writers.size() == 1 ? " writes to " : " write to ") + disk
                            + " at this moment; stop it first ('orion down', then end the daemons), or the cluster"
                            + " that uses this board loses it while it runs",
                    "the board was not made");
        }
        return !writers.isEmpty();
    }

    /// What the board says of its cluster; empty where it is not that of the node in the directory.
    private Optional<ClusterConfiguration> configurationOn(DiskLocation disk) {
        try {
            return Boards.newest(boards.view(disk));
        } catch (CommandFailure noBoardOfOurs) {
            return Optional.empty();
        }
    }

    /// The numbers of the nodes that write to a board: those whose places on it change while it is looked at.
    static SortedSet<Integer> writers(DiskLocation disk, Timing timing) throws CommandFailure {
        try {
            NodeAreaReading before = NodeAreaReading.read(disk);
            if (before.isEmpty()) {
                return new TreeSet<>();
            }
            pause(lookMillis(List.of(disk), timing), "the board is as it was");
            return before.changedUntil(NodeAreaReading.read(disk));
        } catch (BoardException failed) {
            throw new CommandFailure(String.valueOf(failed.getMessage()), failed);
        }
    }

    static void pause(long millis, String whatIsSo) throws CommandFailure {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("it was interrupted; " + whatIsSo, stop);
        }
    }
}
