package orion.cli;

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

/// Finds out whether nodes use a disk of a board at this moment, before anything is done to it.
final class BoardUse {
    private final Call call;
    private final Boards boards;

    BoardUse(Call call, Boards boards) {
        this.call = call;
        this.boards = boards;
    }

    /// A node that runs could count the lost disk for one cycle more: what it promised there no majority would know.
    void requireNobodyWrites(DiskLocation disk) throws CommandFailure {
        Optional<ClusterConfiguration> configuration = configurationOn(disk);
        if (configuration.isEmpty()) {
            return;
        }
        SortedSet<Integer> writers = writers(disk, configuration.get().timing());
        if (!writers.isEmpty()) {
            throw new CommandFailure(names(configuration, writers)
                    + (writers.size() == 1 ? " writes to " : " write to ")
                    + disk + " at this moment; a disk is filled while the whole cluster is stopped: 'orion down', end"
                    + " the daemons of all nodes, then fill it");
        }
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

    /// The numbers of the nodes that write to a board: those whose places on it change within two heartbeats.
    static SortedSet<Integer> writers(DiskLocation disk, Timing timing) throws CommandFailure {
        try {
            NodeAreaReading before = NodeAreaReading.read(disk);
            if (before.isEmpty()) {
                return new TreeSet<>();
            }
            pause(2 * timing.heartbeatMillis(), "the board is as it was");
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
