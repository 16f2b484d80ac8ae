package orion.node.board;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Supplier;
import orion.node.board.BoardException.Fault;
import orion.node.os.BlockFile;
import orion.node.os.DirectFile;
import orion.node.os.OpenMode;
import orion.node.witness.WitnessDisk;

/// An open white board: the one shared place that a node and its peers can write and read when they cannot hear each
/// other. All errors are [BoardException]s whose message is meant for people.
///
/// Not for use by several threads at once, and any call may hang as long as the disk does: in the daemon only
/// [BoardThread] uses it.
public final class BoardDevice implements AutoCloseable {
    private final BlockFile file;
    private final Superblock superblock;
    private final BoardKey key;
    private final Optional<String> notice;
    private final NodeArea nodes;
    private final ConfigurationArea configurations;
    private Standing standing = () -> {};

    /// Whether this disk counts as the one of its board that it was opened as.
    @FunctionalInterface
    private interface Standing {
        void require() throws BoardException;
    }

    private BoardDevice(BlockFile file, Superblock superblock, BoardKey key, Optional<String> notice) {
        this.file = file;
        this.superblock = superblock;
        this.key = key;
        this.notice = notice;
        var cluster = superblock.cluster().id();
        this.nodes = new NodeArea(file, SealedBlock.ofNodes(cluster, key), superblock);
        this.configurations = new ConfigurationArea(file, SealedBlock.ofConfigurations(cluster, key));
    }

    /// Opens the board at `path` for reading and writing, if it is a sound board of this cluster made with this key.
    public static BoardDevice open(Path path, ClusterIdentity expected, BoardKey key) throws BoardException {
        return open(DiskLocation.of(path), expected, key);
    }

    /// The same for a disk wherever it is.
    public static BoardDevice open(DiskLocation disk, ClusterIdentity expected, BoardKey key) throws BoardException {
        return open(disk, expected, key, () -> WitnessDisk.PATIENCE);
    }

    private static BoardDevice open(
            DiskLocation disk, ClusterIdentity expected, BoardKey key, Supplier<Duration> patience)
            throws BoardException {
        BlockFile file = BoardMedium.open(disk, OpenMode.WRITE, patience);
        Optional<String> notice = file instanceof DirectFile direct && !direct.isDirect()
                ? Optional.of("The file system of " + disk + " does not allow direct transfers; reads may come from"
                        + " this host's memory, so use it as a board on one host only.")
                : Optional.empty();
        return over(file, expected, key, notice);
    }

    /// As the other, for one of several disks: refused as well where it is not the one that counts in its place.
    ///
    /// @param number   1 for the first disk of the board
    /// @param patience how long to wait, each time, for a disk that is served over a network
    static BoardDevice open(
            DiskLocation disk,
            ClusterIdentity expected,
            BoardKey key,
            BoardRoster roster,
            int number,
            Supplier<Duration> patience)
            throws BoardException {
        try {
            return open(disk, expected, key, patience).in(roster, number);
        } catch (BoardException none) {
            if (none.fault() != Fault.NO_BOARD || roster.size() == 1) {
                throw none;
            }
            throw new BoardException(
                    Fault.NO_BOARD,
                    "There is no board on " + disk + "; if a new disk took the place of a lost one, fill it with"
                            + " 'orion sbd fill " + disk + "' while the whole cluster is stopped.",
                    none);
        }
    }

    /// Counts from now on as this disk of a board, as long as the roster has it there.
    BoardDevice in(BoardRoster roster, int number) throws BoardException {
        standing = () -> roster.check(file.name(), number, superblock.place());
        try {
            standing.require();
        } catch (BoardException refused) {
            close();
            throw refused;
        }
        return this;
    }

    /// Refuses a disk that has been replaced since it was opened.
    void requireStanding() throws BoardException {
        standing.require();
    }

    /// Refuses a disk whose first page was written anew since it was opened.
    void requireUnchanged() throws BoardException {
        boolean same = Superblocks.find(file) instanceof Superblock.Reading.Found found
                && found.superblock().equals(superblock);
        if (!same) {
            throw new BoardException(
                    Fault.CHANGED,
                    "The first page of the board " + file.name()
                            + " was written anew while in use; it is opened again.");
        }
    }

    /// As [#open], over a medium that is open already; closes it where it is refused.
    static BoardDevice over(BlockFile file, ClusterIdentity expected, BoardKey key, Optional<String> notice)
            throws BoardException {
        try {
            Superblock superblock = check(file, expected, key);
            return new BoardDevice(file, superblock, key, notice);
        } catch (BoardException refused) {
            file.close();
            throw refused;
        }
    }

    private static Superblock check(BlockFile file, ClusterIdentity expected, BoardKey key) throws BoardException {
        return switch (Superblocks.find(file)) {
            case Superblock.Reading.Absent absent ->
                throw new BoardException(
                        Fault.NO_BOARD,
                        "There is no board on " + file.name()
                                + "; make one with 'orion sbd create', or check the path.");
            case Superblock.Reading.Damaged damaged ->
                throw new BoardException(
                        Fault.DAMAGED,
                        "The board on " + file.name() + " cannot be used because of its first page: " + damaged.reason()
                                + "; make it anew with 'orion sbd create --force' while all nodes are stopped.");
            case Superblock.Reading.Found found -> {
                Superblock superblock = found.superblock();
                if (!superblock.cluster().id().equals(expected.id())) {
                    throw new BoardException(
                            Fault.OTHER_CLUSTER,
                            "The board on " + file.name() + " belongs to " + superblock.cluster() + " and not to "
                                    + expected + "; give this cluster's own board.");
                }
                if (!found.provenBy(key)) {
                    throw new BoardException(
                            Fault.WRONG_KEY,
                            "The board on " + file.name() + " of " + superblock.cluster()
                                    + " was made with another key; enroll this node again to get the right one.");
                }
                yield superblock;
            }
        };
    }

    /// One beat: writes the block of `ownNode`, then reads everybody's. A write that does not read back byte for byte
    /// is a failure. After a failure the next cycle first reads which copy survived, and spares it.
    ///
    /// @param payload at most [BoardLayout#LONGEST_PAYLOAD] bytes; left unchanged
    /// @return one reading per node, node 1 first
    public List<NodeReading> cycle(int ownNode, ByteBuffer payload) throws BoardException {
        return nodes.cycle(ownNode, payload, Optional.empty());
    }

    /// As the other, for a life whose last words are to be ready whenever it dies.
    public List<NodeReading> cycle(int ownNode, ByteBuffer payload, LastWords words) throws BoardException {
        return nodes.cycle(ownNode, payload, Optional.of(words));
    }

    /// Reads everybody's block without writing; node 1 first.
    public List<NodeReading> readAll() throws BoardException {
        return nodes.readAll();
    }

    /// Stores the configuration as the copy of `node`; an older version than the one stored is refused.
    public void writeConfiguration(int node, long version, ByteBuffer content) throws BoardException {
        configurations.write(node, version, content);
    }

    /// The copies of the configuration that nodes stored.
    public StoredConfiguration.Search searchConfigurations() throws BoardException {
        return configurations.search();
    }

    /// The copy of the configuration that `node` stored, empty where it never did.
    public Optional<StoredConfiguration> readConfiguration(int node) throws BoardException {
        return configurations.read(node);
    }

    /// Writes what this node may write anew with the key that writes now: the first pages, which are the same whoever
    /// writes them, and the node's copies of the configuration. Its block is written anew by its cycles.
    /// It looks at a few nodes at a time: all their copies are megabytes, and a beat of the board must not wait for
    /// that.
    ///
    /// @param writers the nodes that are to write: while their block is empty, nobody knows with which key
    /// @param first   the first node that is looked at
    /// @param last    the last one
    /// @return whose blocks or copies, of these, still need an earlier key, or may soon
    public SortedSet<Integer> renewProofs(int ownNode, SortedSet<Integer> writers, int first, int last)
            throws BoardException {
        if (Superblocks.needEarlierKey(file, key)) {
            BoardCreation.rewrite(file, superblock, key);
        }
        SortedSet<Integer> others = configurations.needEarlierKey(first, last);
        if (others.remove(ownNode)) {
            configurations.renew(ownNode);
        }
        others.addAll(nodes.needEarlierKey(writers).subSet(first, last + 1));
        return others;
    }

    /// Empties the block and the configuration copies of a node that was removed from the cluster.
    public void clearNode(int node) throws BoardException {
        nodes.clear(node);
        configurations.clear(node);
    }

    /// Goes on where `earlier`, the same disk before it failed and was opened again, has stopped.
    void continueAfter(BoardDevice earlier) {
        if (earlier.superblock.place().id().equals(superblock.place().id())) {
            nodes.continueAfter(earlier.nodes);
        }
    }

    /// Whether it is of no more use before it is opened again, whatever the disk does.
    boolean hasExpired() {
        return file.hasExpired();
    }

    /// The mailboxes in the SBD part, for reading.
    public MailboxReader mailboxes() throws BoardException {
        return MailboxReader.over(file);
    }

    /// The mailboxes in the SBD part, for writing.
    public MailboxWriter mailboxWriter() throws BoardException {
        return new MailboxWriter(file, MailboxReader.over(file));
    }

    /// Whose board this is and when it was made.
    public Superblock superblock() {
        return superblock;
    }

    /// Something people should know about how this board is reached; empty when all is as it should be.
    public Optional<String> notice() {
        return notice;
    }

    /// Replaces the first page; this object has the former one and is of no more use.
    void rewrite(Superblock next, BoardKey key) throws BoardException {
        BoardCreation.rewrite(file, next, key);
    }

    /// Which disk of its board this is.
    public DiskPlace place() {
        return superblock.place();
    }

    /// The path, for messages.
    public String name() {
        return file.name();
    }

    @Override
    public void close() {
        file.close();
    }
}
