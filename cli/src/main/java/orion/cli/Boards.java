package orion.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.NodeDefinition;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.core.splitbrain.NodeBlock;
import orion.core.wire.MalformedInput;
import orion.core.wire.NodeBlockCodec;
import orion.core.wire.StateCodec;
import orion.node.board.BoardAdministration;
import orion.node.board.BoardDescription;
import orion.node.board.BoardDevice;
import orion.node.board.BoardException;
import orion.node.board.BoardFilling;
import orion.node.board.BoardKey;
import orion.node.board.DiskLocation;
import orion.node.board.FoundBoard;
import orion.node.board.Mailbox;
import orion.node.board.MailboxMessage;
import orion.node.board.NodeReading;
import orion.node.board.StoredConfiguration;
import orion.node.board.Superblock;
import orion.node.daemon.NodeSettings;
import orion.node.guard.LockFile;

/// The work behind the commands about boards, the same for `orion sbd` and `sbdutil`.
final class Boards {
    /// How often a board over nodes that write to it is made at most.
    private static final int LONGEST_ROUNDS = 10;

    private final Call call;

    Boards(Call call) {
        this.call = call;
    }

    /// The disk given, or all disks of the board of the node in the directory.
    List<DiskLocation> disks(Optional<DiskLocation> given) throws CommandFailure {
        return given.isPresent()
                ? List.of(given.get())
                : BoardOwner.of(call).settings().boards();
    }

    /// Makes a board for the cluster of the node in the directory, with all its disks.
    ///
    /// @param confirm is asked where `force` would destroy a board to which nodes write
    /// @return what each disk is now
    List<MadeDisk> create(List<DiskLocation> disks, boolean force, ConfirmOptions confirm) throws CommandFailure {
        BoardOwner owner = BoardOwner.of(call);
        int size = owner.settings().boards().size();
        if (disks.size() != size) {
            throw new CommandFailure("the white board of cluster "
                    + owner.settings().cluster().name() + " has " + size + (size == 1 ? " disk" : " disks") + ", and "
                    + disks.size() + " are named; name all of them"
                    + (size == 1 ? "" : ", or fill a single one from the others with 'orion sbd fill'"));
        }
        boolean sameDisks = disks.stream()
                .map(DiskLocation::absolute)
                .collect(Collectors.toSet())
                .equals(owner.settings().boards().stream()
                        .map(DiskLocation::absolute)
                        .collect(Collectors.toSet()));
        if (sameDisks && !disks.equals(owner.settings().boards())) {
            throw new CommandFailure("the disks are named in another order than in the node's settings ("
                    + owner.settings().boards().stream()
                            .map(DiskLocation::toString)
                            .collect(Collectors.joining(", "))
                    + "); each has its place in the white board: name them in that order");
        }
        if (call.client().answers()) {
            throw new CommandFailure(
                    "the daemon of " + call.directory()
                            + " runs and may be using a board; stop the daemons of all nodes first ('orion down', then end them)");
        }
        boolean inUse = false;
        for (DiskLocation disk : disks) {
            inUse |= force && new BoardUse(call, this).confirmUnused(disk, confirm);
        }
        try {
            List<Superblock> made = inUse ? createOverNodes(disks, owner) : create(disks, owner, force);
            return IntStream.range(0, disks.size())
                    .mapToObj(i -> MadeDisk.of(disks.get(i), made.get(i)))
                    .toList();
        } catch (BoardException refused) {
            throw new CommandFailure(String.valueOf(refused.getMessage()), refused);
        }
    }

    private static List<Superblock> create(List<DiskLocation> disks, BoardOwner owner, boolean force)
            throws BoardException {
        return BoardAdministration.create(disks, owner.settings().cluster(), owner.key(), force);
    }

    /// A node that uses the board writes once more before it sees that it is another one. So the board is made until
    /// that happened twice, a while apart, without anybody writing in between.
    private static List<Superblock> createOverNodes(List<DiskLocation> disks, BoardOwner owner)
            throws BoardException, CommandFailure {
        boolean quiet = false;
        for (int round = 1; ; round++) {
            try {
                List<Superblock> made = create(disks, owner, true);
                if (quiet) {
                    return made;
                }
                quiet = true;
            } catch (BoardException written) {
                if (written.fault() != BoardException.Fault.READ_BACK || round == LONGEST_ROUNDS) {
                    throw written;
                }
                quiet = false;
            }
            BoardUse.pause(2 * Timing.STANDARD.heartbeatMillis(), "the board must be made again");
        }
    }

    /// Fills a disk that took the place of a lost one from the others.
    void fill(DiskLocation disk, boolean force, ConfirmOptions confirm) throws CommandFailure {
        BoardOwner owner = BoardOwner.of(call);
        List<DiskLocation> disks = owner.settings().boards();
        List<Integer> places = IntStream.rangeClosed(1, disks.size())
                .filter(number -> disks.get(number - 1).isSame(disk))
                .boxed()
                .toList();
        if (places.isEmpty() || disks.size() == 1) {
            throw new CommandFailure(
                    disks.size() == 1
                            ? "the white board of this node has one disk only, so there is nothing to fill it from;"
                                    + " 'orion sbd create' makes it anew while all nodes are stopped"
                            : disk + " is none of the disks of this node's white board ("
                                    + disks.stream().map(DiskLocation::toString).collect(Collectors.joining(", "))
                                    + "); if the new disk has another name, put it into node.properties of each node"
                                    + " first");
        }
        if (force && disk.localPath().filter(Files::notExists).isEmpty()) {
            new BoardUse(call, this).confirmUnused(disk, confirm);
        }
        List<DiskLocation> others =
                disks.stream().filter(other -> !other.isSame(disk)).toList();
        new BoardUse(call, this).requireNobodyWrites(others, confirm);
        try (LockFile _ = LockFile.take(
                call.directory().resolve("fill.lock"), "a disk of the white board is being filled already")) {
            BoardFilling.fill(
                            disks,
                            places.getFirst(),
                            owner.settings().cluster(),
                            owner.key(),
                            force,
                            Boards::compareAge)
                    .forEach(call.screen()::errorLine);
            call.screen()
                    .line(disk + " holds what the other disks hold and is disk " + places.getFirst() + " of "
                            + disks.size() + " of the white board now");
        } catch (IOException refused) {
            throw new CommandFailure(String.valueOf(refused.getMessage()), refused);
        }
    }

    private static int compareAge(ByteBuffer one, ByteBuffer other) {
        NodeBlock first = decode(one);
        NodeBlock second = decode(other);
        return first.isNewerThan(second) ? 1 : second.isNewerThan(first) ? -1 : 0;
    }

    private static NodeBlock decode(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        try {
            return NodeBlockCodec.decode(bytes);
        } catch (MalformedInput foreign) {
            throw new IllegalArgumentException(foreign.getMessage(), foreign);
        }
    }

    /// Leaves a message in a node's mailbox on every disk, as the tool `sbd` does.
    ///
    /// @return what was done, in a sentence
    String message(String node, MailboxMessage message) throws CommandFailure {
        BoardOwner owner = BoardOwner.of(call);
        List<DiskLocation> disks = owner.settings().boards();
        List<String> failures = new ArrayList<>();
        for (DiskLocation disk : disks) {
            try (BoardDevice board = BoardDevice.open(disk, owner.settings().cluster(), owner.key())) {
                Mailbox mailbox = board.mailboxes()
                        .find(node)
                        .orElseThrow(() -> new CommandFailure("no node " + node + " has a mailbox on " + disk
                                + "; 'orion sbd view' lists the slots there are"));
                board.mailboxWriter()
                        .write(mailbox.slot(), message, owner.settings().name());
            } catch (BoardException failed) {
                failures.add(String.valueOf(failed.getMessage()));
            }
        }
        int written = disks.size() - failures.size();
        String where = disks.size() == 1 ? "" : " on " + written + " of " + disks.size() + " disks";
        if (written == 0) {
            throw new CommandFailure("the message was not written: " + String.join(" ", failures));
        }
        return "the message '" + message.word() + "' waits for " + node + where
                + (failures.isEmpty() ? "" : " (" + String.join(" ", failures) + ")")
                + "; 'orion events' there tells what it does";
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
    BoardDescription view(DiskLocation disk) throws CommandFailure {
        Optional<BoardKey> key = NodeSettings.present(call.directory())
                ? Optional.of(BoardOwner.of(call).key())
                : Optional.empty();
        try {
            return BoardAdministration.view(disk, key);
        } catch (BoardException failed) {
            throw new CommandFailure(String.valueOf(failed.getMessage()), failed);
        }
    }

    /// Describes one disk, or all disks of the board of the node in the directory.
    ///
    /// @param unread is told of each that cannot be looked at, where another one can
    List<BoardDescription> viewAll(Optional<DiskLocation> given, Consumer<String> unread) throws CommandFailure {
        List<BoardDescription> all = new ArrayList<>();
        List<CommandFailure> failures = new ArrayList<>();
        if (given.isPresent() && CommandFailure.isClosed(call.directory())) {
            unread.accept(CommandFailure.closed(call.directory()));
        }
        for (DiskLocation disk : disks(given)) {
            try {
                all.add(view(disk));
            } catch (CommandFailure failed) {
                failures.add(failed);
            }
        }
        if (all.isEmpty()) {
            throw failures.getFirst();
        }
        failures.forEach(failed -> unread.accept(String.valueOf(failed.getMessage())));
        return all;
    }

    /// Empties what one node left on a disk.
    void initialise(DiskLocation disk, int node, Optional<String> name) throws CommandFailure {
        BoardOwner owner = BoardOwner.of(call);
        try {
            BoardAdministration.initialise(disk, owner.settings().cluster(), owner.key(), node, name);
        } catch (BoardException | IllegalArgumentException failed) {
            throw new CommandFailure(String.valueOf(failed.getMessage()), failed);
        }
    }

    /// Why a node's place on the board is in use, as a sentence without its stop; empty where it is not.
    Optional<String> use(DiskLocation disk, int number) throws CommandFailure {
        BoardDescription board = view(disk);
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
        return BoardUse.writers(board.disk(), timing).contains(number)
                ? Optional.of("Node " + number + " writes to the board at this moment")
                : Optional.empty();
    }

    /// Empties one slot of the SBD part.
    ///
    /// @return whether it had an owner
    boolean initialiseSlot(DiskLocation disk, int slot) throws CommandFailure {
        BoardOwner owner = BoardOwner.of(call);
        try {
            return BoardAdministration.initialiseSlot(disk, owner.settings().cluster(), owner.key(), slot);
        } catch (BoardException | IllegalArgumentException failed) {
            throw new CommandFailure(String.valueOf(failed.getMessage()), failed);
        }
    }

    /// Empties what all those left that are no longer configured.
    ///
    /// @return a sentence for each thing that was emptied
    List<String> initialiseRemoved(DiskLocation disk) throws CommandFailure {
        BoardDescription board = view(disk);
        ClusterConfiguration configuration = newest(board)
                .orElseThrow(() -> new CommandFailure("the board " + board.disk()
                        + " holds no configuration of this cluster yet, so nobody can tell which nodes are removed;"
                        + " name one with --node or --slot"));
        List<String> emptied = new ArrayList<>();
        for (NodeReading reading : board.nodes()) {
            boolean configured = configuration.nodes().containsKey(new NodeId(reading.node()));
            if (!configured && !(reading instanceof NodeReading.Empty)) {
                initialise(disk, reading.node(), Optional.empty());
                emptied.add("node " + reading.node() + " is emptied on " + disk);
            }
        }
        List<String> names = configuration.nodes().values().stream()
                .map(NodeDefinition::name)
                .toList();
        for (Mailbox mailbox : board.mailboxes()) {
            if (!names.contains(mailbox.name())) {
                initialiseSlot(disk, mailbox.slot());
                emptied.add("slot " + mailbox.slot() + " of " + mailbox.name() + " is emptied on " + disk);
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
                    "the configuration on the board " + board.disk() + " cannot be read: " + damaged.getMessage(),
                    damaged);
        }
    }
}
