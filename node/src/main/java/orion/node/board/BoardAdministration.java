package orion.node.board;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orion.node.board.BoardException.Fault;
import orion.node.os.BlockDevices;
import orion.node.os.BlockFile;
import orion.node.os.DirectFile;
import orion.node.os.LinuxException;
import orion.node.os.OpenMode;

/// What people do with boards: create, find, view, initialise (`orion sbd ...`).
public final class BoardAdministration {
    private static final Instant FIRST_BOARDS = Instant.parse("2026-01-01T00:00:00Z");

    private BoardAdministration() {}

    /// Makes a board. What is there already (a board, a file system, a partition table) is destroyed only with
    /// `force`; a mounted or held device and one below 20 MB is refused always.
    public static Superblock create(Path path, ClusterIdentity cluster, BoardKey key, boolean force)
            throws BoardException {
        return create(List.of(DiskLocation.of(path)), cluster, key, force).getFirst();
    }

    /// Makes a board of 1, 3 or 5 disks. Nothing is made or overwritten unless all can be.
    ///
    /// @return a superblock for each, in their order
    public static List<Superblock> create(
            List<DiskLocation> disks, ClusterIdentity cluster, BoardKey key, boolean force) throws BoardException {
        requireDifferent(disks);
        Instant now = now();
        List<Superblock> superblocks = DiskPlace.ofNewBoard(disks.size(), edition(now)).stream()
                .map(place -> new Superblock(cluster, now, place))
                .toList();
        BoardCreation.create(disks, superblocks, key, force);
        return superblocks;
    }

    /// Seconds since there can have been a board: a disk of a board made before never has a later one.
    private static int edition(Instant now) {
        return (int) Math.max(1, now.getEpochSecond() - FIRST_BOARDS.getEpochSecond());
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /// Refuses a number of disks that has no use, and one disk given twice: it would count as two.
    public static void requireDifferent(List<DiskLocation> disks) throws BoardException {
        if (!DiskPlace.isSize(disks.size())) {
            throw new BoardException(
                    Fault.UNUSABLE,
                    "A white board has 1, 3 or 5 disks and not " + disks.size()
                            + ": a majority of them must work, and with an even number one more would have to than"
                            + " with one less; name 1, 3 or 5.");
        }
        Optional<DiskLocation.Repetition> twice = DiskLocation.repetition(disks);
        if (twice.isPresent()) {
            throw new BoardException(
                    Fault.UNUSABLE,
                    disks.get(twice.get().again()) + " is the same disk as "
                            + disks.get(twice.get().first()) + " and would count twice; name different ones.");
        }
    }

    /// Every block device the kernel lists; what a search looks at when no paths are given.
    public static List<Path> candidates() throws BoardException {
        try {
            return BlockDevices.all();
        } catch (IOException unreadable) {
            throw new BoardException(
                    Fault.UNUSABLE, "The list of disks cannot be read from /proc/partitions; mount /proc.", unreadable);
        }
    }

    /// Looks for boards on the given devices and files.
    public static FoundBoard.Search find(Collection<Path> candidates) throws BoardException {
        Map<Path, List<Path>> names = lastingNames();
        List<FoundBoard> boards = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        Map<Path, Path> byDevice = new LinkedHashMap<>();
        candidates.forEach(path -> byDevice.putIfAbsent(real(path), path));
        byDevice.forEach((real, path) -> {
            try (DirectFile file = DirectFile.open(path, OpenMode.READ)) {
                boolean largeEnough = file.size() >= BoardLayout.LEAST_BYTES;
                if (largeEnough && Superblocks.find(file) instanceof Superblock.Reading.Found found) {
                    List<Path> lasting = names.getOrDefault(real, List.of());
                    boards.add(new FoundBoard(path, lasting, found.superblock(), file.size()));
                }
            } catch (LinuxException | BoardException failure) {
                unread.add(path + " was not looked at: " + failure.getMessage() + ".");
            }
        });
        return new FoundBoard.Search(boards, unread);
    }

    private static Map<Path, List<Path>> lastingNames() {
        Map<Path, List<Path>> names = new LinkedHashMap<>();
        try {
            for (Path name : BlockDevices.lastingNames()) {
                names.computeIfAbsent(real(name), device -> new ArrayList<>()).add(name);
            }
        } catch (IOException unreadable) {
            // The names are a convenience; a host without them still finds its boards.
            return Map.of();
        }
        return names;
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException missing) {
            return path.toAbsolutePath();
        }
    }

    /// Describes a board without changing it; with the key also what the nodes wrote.
    public static BoardDescription view(DiskLocation disk, Optional<BoardKey> key) throws BoardException {
        try (BlockFile file = BoardMedium.open(disk, OpenMode.READ)) {
            if (!(Superblocks.find(file) instanceof Superblock.Reading.Found found)) {
                throw new BoardException(
                        Fault.NO_BOARD, "There is no readable board on " + disk + "; search with 'orion sbd find'.");
            }
            List<NodeReading> nodes = new ArrayList<>();
            List<StoredConfiguration> configurations = new ArrayList<>();
            List<String> damages = new ArrayList<>();
            BoardDescription.Proof proof = BoardDescription.Proof.NO_KEY;
            if (key.isPresent()) {
                proof = found.provenBy(key.get()) ? BoardDescription.Proof.PROVEN : BoardDescription.Proof.OTHER_KEY;
            }
            if (key.isPresent() && proof == BoardDescription.Proof.PROVEN) {
                BoardDevice board = BoardDevice.over(file, found.superblock().cluster(), key.get(), Optional.empty());
                nodes.addAll(board.readAll());
                readConfigurations(board, configurations, damages);
            }
            List<Mailbox> mailboxes = readMailboxes(file, damages);
            return new BoardDescription(
                    disk,
                    file.size(),
                    file.sectorSize(),
                    found.superblock(),
                    proof,
                    nodes,
                    configurations,
                    damages,
                    mailboxes);
        }
    }

    private static void readConfigurations(
            BoardDevice board, List<StoredConfiguration> configurations, List<String> damages) throws BoardException {
        for (int node = 1; node <= BoardLayout.NODES; node++) {
            try {
                board.readConfiguration(node).ifPresent(configurations::add);
            } catch (BoardException damage) {
                keepDamage(damage, damages);
            }
        }
    }

    private static List<Mailbox> readMailboxes(BlockFile file, List<String> damages) throws BoardException {
        try {
            return MailboxReader.over(file).mailboxes();
        } catch (BoardException damage) {
            keepDamage(damage, damages);
            return List.of();
        }
    }

    /// Damage is part of the description; everything else ends it.
    private static void keepDamage(BoardException failure, List<String> damages) throws BoardException {
        if (failure.fault() != Fault.DAMAGED) {
            throw failure;
        }
        damages.add(String.valueOf(failure.getMessage()));
    }

    /// Empties what a removed node left: its block, its configuration copies, its slot in the SBD part.
    ///
    /// @param name the node's name; empty where its slot is to stay
    public static void initialise(
            DiskLocation disk, ClusterIdentity cluster, BoardKey key, int node, Optional<String> name)
            throws BoardException {
        BoardLayout.index(node);
        try (BoardDevice board = BoardDevice.open(disk, cluster, key)) {
            board.clearNode(node);
            Optional<Mailbox> mailbox = name.isPresent() ? board.mailboxes().find(name.get()) : Optional.empty();
            if (mailbox.isPresent()) {
                board.mailboxWriter().release(mailbox.get().slot());
            }
        }
    }

    /// Empties one slot of the SBD part, whoever owned it.
    ///
    /// @return whether it had an owner
    public static boolean initialiseSlot(DiskLocation disk, ClusterIdentity cluster, BoardKey key, int slot)
            throws BoardException {
        try (BoardDevice board = BoardDevice.open(disk, cluster, key)) {
            boolean owned = board.mailboxes().mailboxes().stream().anyMatch(mailbox -> mailbox.slot() == slot);
            board.mailboxWriter().release(slot);
            return owned;
        }
    }
}
