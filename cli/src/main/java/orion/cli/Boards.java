package orion.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.NodeDefinition;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.core.wire.MalformedInput;
import orion.core.wire.StateCodec;
import orion.node.board.BoardAdministration;
import orion.node.board.BoardDescription;
import orion.node.board.BoardException;
import orion.node.board.BoardKey;
import orion.node.board.FoundBoard;
import orion.node.board.Mailbox;
import orion.node.board.NodeAreaReading;
import orion.node.board.NodeReading;
import orion.node.board.StoredConfiguration;
import orion.node.board.Superblock;
import orion.node.daemon.NodeSettings;
import orion.node.daemon.SetupException;
import orion.node.security.NodeIdentity;

/// The work behind the commands about boards, the same for `orion sbd` and `sbdutil`.
final class Boards {
    private final Call call;

    Boards(Call call) {
        this.call = call;
    }

    /// Which cluster, and its key: both from the directory of a node.
    private record Owner(NodeSettings settings, BoardKey key) {}

    private Owner owner() throws CommandFailure {
        if (!NodeSettings.present(call.directory())) {
            throw CommandFailure.noNode(call.directory());
        }
        try {
            return new Owner(
                    NodeSettings.read(call.directory()),
                    NodeIdentity.load(call.directory()).boardKey());
        } catch (SetupException | IOException refused) {
            throw new CommandFailure(String.valueOf(refused.getMessage()), refused);
        }
    }

    /// The path given, or the board of the node in the directory.
    private Path path(Optional<Path> given) throws CommandFailure {
        return given.isPresent() ? given.get() : owner().settings().board();
    }

    /// Makes a board for the cluster of the node in the directory.
    ///
    /// @param confirm is asked where `force` would destroy a board to which nodes write
    void create(Path path, boolean force, ConfirmOptions confirm) throws CommandFailure {
        Owner owner = owner();
        if (call.client().answers()) {
            throw new CommandFailure(
                    "the daemon of " + call.directory()
                            + " runs and may be using a board; stop the daemons of all nodes first ('orion down', then end them)");
        }
        boolean inUse = force && confirmUnused(path, confirm);
        try {
            Superblock made = inUse
                    ? createOverNodes(path, owner)
                    : BoardAdministration.create(path, owner.settings().cluster(), owner.key(), force);
            call.screen().line(path + " is a board of " + made.cluster() + " now");
        } catch (BoardException refused) {
            throw new CommandFailure(String.valueOf(refused.getMessage()), refused);
        }
    }

    /// Each node that uses the board writes once more before it sees that it is another one: that is
    /// removed.
    private static Superblock createOverNodes(Path path, Owner owner) throws BoardException, CommandFailure {
        try {
            BoardAdministration.create(path, owner.settings().cluster(), owner.key(), true);
        } catch (BoardException written) {
            if (written.fault() != BoardException.Fault.READ_BACK) {
                throw written;
            }
        }
        pause(2 * Timing.STANDARD.heartbeatMillis(), "the board must be made again");
        return BoardAdministration.create(path, owner.settings().cluster(), owner.key(), true);
    }

    private static void pause(long millis, String whatIsSo) throws CommandFailure {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("it was interrupted; " + whatIsSo, stop);
        }
    }

    /// Destroys no board to which nodes write at this moment, unless that is meant.
    ///
    /// @return whether nodes write to it, and it is meant
    boolean confirmUnused(Path path, ConfirmOptions confirm) throws CommandFailure {
        Optional<ClusterConfiguration> configuration = configurationOn(path);
        SortedSet<Integer> writers =
                writers(path, configuration.map(ClusterConfiguration::timing).orElse(Timing.STANDARD));
        if (!writers.isEmpty()) {
            String names = writers.stream()
                    .map(number -> configuration
                            .map(it -> it.nodes().get(new NodeId(number)))
                            .map(NodeDefinition::name)
                            .orElse("node " + number))
                    .collect(Collectors.joining(", "));
            confirm.require(
                    call,
                    names + (writers.size() == 1 ? " writes to " : " write to ") + path
                            + " at this moment; stop it first ('orion down', then end the daemons), or the cluster"
                            + " that uses this board loses it while it runs",
                    "the board was not made");
        }
        return !writers.isEmpty();
    }

    /// What the board says of its cluster; empty where it is not that of the node in the directory.
    private Optional<ClusterConfiguration> configurationOn(Path path) {
        try {
            return newest(view(Optional.of(path)));
        } catch (CommandFailure noBoardOfOurs) {
            return Optional.empty();
        }
    }

    /// The numbers of the nodes that write to a board: those whose places on it change within two heartbeats.
    private static SortedSet<Integer> writers(Path path, Timing timing) throws CommandFailure {
        try {
            NodeAreaReading before = NodeAreaReading.read(path);
            if (before.isEmpty()) {
                return new TreeSet<>();
            }
            pause(2 * timing.heartbeatMillis(), "the board is as it was");
            return before.changedUntil(NodeAreaReading.read(path));
        } catch (BoardException failed) {
            throw new CommandFailure(String.valueOf(failed.getMessage()), failed);
        }
    }

    /// All boards on these devices, or on all block devices where none is named.
    ///
    /// @param cluster name of the cluster they must belong to, if any
    /// @param unread  is told of each device that could not be looked at
    List<FoundBoard> find(List<Path> paths, Optional<String> cluster, Consumer<String> unread) throws CommandFailure {
        try {
            FoundBoard.Search search =
                    BoardAdministration.find(paths.isEmpty() ? BoardAdministration.candidates() : paths);
            search.unread().forEach(unread);
            List<FoundBoard> boards = search.boards().stream()
                    .filter(board -> cluster.isEmpty()
                            || board.superblock().cluster().name().equals(cluster.get()))
                    .toList();
            if (boards.isEmpty()) {
                String whose = cluster.map(name -> " of cluster " + name).orElse("");
                throw new CommandFailure(
                        "no board" + whose + " was found; name devices or files to look at, or make one"
                                + " with 'orion init' or 'orion sbd create'");
            }
            return boards;
        } catch (BoardException failed) {
            throw new CommandFailure(String.valueOf(failed.getMessage()), failed);
        }
    }

    /// Describes a board; with the key of the node in the directory where there is one.
    BoardDescription view(Optional<Path> given) throws CommandFailure {
        Optional<BoardKey> key = NodeSettings.present(call.directory()) ? Optional.of(owner().key()) : Optional.empty();
        try {
            return BoardAdministration.view(path(given), key);
        } catch (BoardException failed) {
            throw new CommandFailure(String.valueOf(failed.getMessage()), failed);
        }
    }

    /// Empties what one node left.
    void initialise(Optional<Path> given, int node, Optional<String> name) throws CommandFailure {
        Owner owner = owner();
        try {
            BoardAdministration.initialise(path(given), owner.settings().cluster(), owner.key(), node, name);
        } catch (BoardException | IllegalArgumentException failed) {
            throw new CommandFailure(String.valueOf(failed.getMessage()), failed);
        }
    }

    /// Why a node's place on the board is in use, as a sentence without its stop; empty where it is not.
    Optional<String> use(Optional<Path> given, int number) throws CommandFailure {
        BoardDescription board = view(given);
        Optional<ClusterConfiguration> configuration = newest(board);
        Optional<NodeDefinition> configured = configuration.flatMap(it -> it.nodes().values().stream()
                .filter(node -> node.id().number() == number)
                .findFirst());
        if (configured.isPresent()) {
            return Optional.of(
                    "Node " + number + " is configured, as " + configured.get().name() + " of cluster "
                            + board.superblock().cluster().name());
        }
        Timing timing = configuration.map(ClusterConfiguration::timing).orElse(Timing.STANDARD);
        return writers(board.path(), timing).contains(number)
                ? Optional.of("Node " + number + " writes to the board at this moment")
                : Optional.empty();
    }

    /// Empties one slot of the SBD part.
    void initialiseSlot(Optional<Path> given, int slot) throws CommandFailure {
        Owner owner = owner();
        try {
            BoardAdministration.initialiseSlot(path(given), owner.settings().cluster(), owner.key(), slot);
        } catch (BoardException | IllegalArgumentException failed) {
            throw new CommandFailure(String.valueOf(failed.getMessage()), failed);
        }
    }

    /// Empties what all those left that are no longer configured.
    ///
    /// @return a sentence for each thing that was emptied
    List<String> initialiseRemoved(Optional<Path> given) throws CommandFailure {
        BoardDescription board = view(given);
        ClusterConfiguration configuration = newest(board)
                .orElseThrow(() -> new CommandFailure("the board " + board.path()
                        + " holds no configuration of this cluster yet, so nobody can tell which nodes are removed;"
                        + " name one with --node or --slot"));
        List<String> emptied = new ArrayList<>();
        for (NodeReading reading : board.nodes()) {
            boolean configured = configuration.nodes().containsKey(new NodeId(reading.node()));
            if (!configured && !(reading instanceof NodeReading.Empty)) {
                initialise(given, reading.node(), Optional.empty());
                emptied.add("node " + reading.node() + " is emptied");
            }
        }
        List<String> names = configuration.nodes().values().stream()
                .map(NodeDefinition::name)
                .toList();
        for (Mailbox mailbox : board.mailboxes()) {
            if (!names.contains(mailbox.name())) {
                initialiseSlot(given, mailbox.slot());
                emptied.add("slot " + mailbox.slot() + " of " + mailbox.name() + " is emptied");
            }
        }
        return emptied;
    }

    /// The newest configuration that the board holds.
    static Optional<ClusterConfiguration> newest(BoardDescription board) throws CommandFailure {
        Optional<StoredConfiguration> newest =
                board.configurations().stream().max(Comparator.comparingLong(StoredConfiguration::version));
        if (newest.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] bytes = new byte[newest.get().content().remaining()];
            newest.get().content().duplicate().get(bytes);
            return Optional.of(StateCodec.decode(bytes).configuration());
        } catch (MalformedInput damaged) {
            throw new CommandFailure(
                    "the configuration on the board " + board.path() + " cannot be read: " + damaged.getMessage(),
                    damaged);
        }
    }
}
