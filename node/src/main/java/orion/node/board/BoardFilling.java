package orion.node.board;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import orion.node.board.BoardException.Fault;
import orion.node.witness.WitnessDisk;

/// Puts a disk into the place of one that is lost, and fills it from the others (ADR 8). An empty disk has forgotten
/// what nodes promised, and the lost one may come back with old promises, so neither must count.
///
/// All nodes are stopped meanwhile: one that runs could count the lost disk for one cycle more. A majority of the other
/// disks is first told of the new disk, and whoever starts reads a majority, so from then on nobody counts the lost
/// one.
/// Whatever was counted with its help before is on one of the others, and is copied from there. Only then the new disk
/// is told that it is filled, and begins to count.
public final class BoardFilling {
    private final List<DiskLocation> disks;
    private final int number;
    private final ClusterIdentity cluster;
    private final BoardKey key;
    private final List<String> unusable = new ArrayList<>();

    private BoardFilling(List<DiskLocation> disks, int number, ClusterIdentity cluster, BoardKey key) {
        this.disks = disks;
        this.number = number;
        this.cluster = cluster;
        this.key = key;
    }

    /// Fills one disk from the others. One at a time: two of these at once could contradict each other.
    ///
    /// @param disks  all disks of the board, in their order
    /// @param number of the new one, 1 for the first
    /// @param force  whether what is on it may be destroyed
    /// @param age    which of two node blocks is the newer one; throws where it does not understand them
    /// @return a sentence for each of the others that could not be used
    public static List<String> fill(
            List<DiskLocation> disks,
            int number,
            ClusterIdentity cluster,
            BoardKey key,
            boolean force,
            Comparator<ByteBuffer> age)
            throws BoardException {
        BoardAdministration.requireDifferent(disks);
        BoardFilling filling = new BoardFilling(disks, number, cluster, key);
        filling.run(force, age);
        return filling.unusable;
    }

    private DiskLocation target() {
        return disks.get(number - 1);
    }

    private void run(boolean force, Comparator<ByteBuffer> age) throws BoardException {
        DiskPlace next = newestPlace().replacing(number, UUID.randomUUID());
        List<BoardDevice> others = others(next.majority());
        boolean told = false;
        BoardCreation.Chosen chosen;
        try {
            chosen = BoardCreation.choose(target(), force);
        } catch (BoardException refused) {
            others.forEach(BoardDevice::close);
            throw refused;
        }
        try {
            others = tell(others, next);
            told = true;
            BoardCreation.write(chosen.file(), superblock(next, false), key);
            copy(others, BoardDevice.over(chosen.file(), cluster, key, Optional.empty()), age);
            BoardCreation.rewrite(chosen.file(), superblock(next, true), key);
        } finally {
            others.forEach(BoardDevice::close);
            chosen.file().close();
            if (!told) {
                chosen.removeIfMade();
            }
        }
    }

    private Superblock superblock(DiskPlace edition, boolean filled) {
        return new Superblock(cluster, BoardAdministration.now(), edition.sibling(number, filled));
    }

    /// What the newest edition says, as far as the disks that count in it are a majority without the new one.
    private DiskPlace newestPlace() throws BoardException {
        List<DiskPlace> told = new ArrayList<>();
        for (int i = 1; i <= disks.size(); i++) {
            try (BoardDevice disk = BoardDevice.open(disks.get(i - 1), cluster, key)) {
                told.add(disk.place());
            } catch (BoardException none) {
                if (i != number) {
                    unusable.add(String.valueOf(none.getMessage()));
                }
            }
        }
        DiskPlace newest =
                told.stream().max(Comparator.comparingInt(DiskPlace::edition)).orElseThrow(() -> noMajority(0));
        if (newest.size() != disks.size()) {
            throw new BoardException(
                    Fault.WRONG_PLACE,
                    "The white board has " + newest.size() + " disks and " + disks.size()
                            + " are named; name all of them, in their order.");
        }
        return newest;
    }

    /// All other disks that count, open.
    private List<BoardDevice> others(int majority) throws BoardException {
        BoardRoster roster = new BoardRoster(disks.size());
        // Twice: the first round finds the newest edition, the second refuses what it does not name.
        open(roster, false).forEach(BoardDevice::close);
        List<BoardDevice> counted = open(roster, true);
        if (counted.size() < majority) {
            counted.forEach(BoardDevice::close);
            throw noMajority(counted.size());
        }
        return counted;
    }

    /// Tells all others of the new disk.
    ///
    /// @return the same disks, opened anew
    private List<BoardDevice> tell(List<BoardDevice> others, DiskPlace next) throws BoardException {
        List<BoardDevice> told = new ArrayList<>();
        for (BoardDevice disk : others) {
            DiskPlace place = next.sibling(disk.place().number(), true);
            disk.rewrite(new Superblock(cluster, disk.superblock().created(), place), key);
        }
        for (BoardDevice disk : others) {
            told.add(BoardDevice.open(disks.get(disk.place().number() - 1), cluster, key));
            disk.close();
        }
        return told;
    }

    private List<BoardDevice> open(BoardRoster roster, boolean tells) {
        List<BoardDevice> opened = new ArrayList<>();
        for (int i = 1; i <= disks.size(); i++) {
            if (i == number) {
                continue;
            }
            try {
                opened.add(BoardDevice.open(disks.get(i - 1), cluster, key, roster, i, () -> WitnessDisk.PATIENCE));
            } catch (BoardException refused) {
                String reason = String.valueOf(refused.getMessage());
                if (tells && !unusable.contains(reason)) {
                    unusable.add(reason);
                }
            }
        }
        return opened;
    }

    private BoardException noMajority(int usable) {
        return new BoardException(
                Fault.NO_MAJORITY,
                target() + " cannot be filled: of the other disks of the white board " + usable + " can be used, and "
                        + (disks.size() / 2 + 1) + " of all " + disks.size()
                        + " must be read to know everything that was promised. If they are lost for good, end all daemons"
                        + " and make the board anew with 'orion sbd create --force'. " + String.join(" ", unusable));
    }

    private static void copy(List<BoardDevice> from, BoardDevice to, Comparator<ByteBuffer> age) throws BoardException {
        List<List<NodeReading>> blocks = new ArrayList<>();
        for (BoardDevice disk : from) {
            blocks.add(disk.readAll());
        }
        for (int node = 1; node <= BoardLayout.NODES; node++) {
            Optional<ByteBuffer> newest = newest(blocks, node, age);
            if (newest.isPresent()) {
                to.cycle(node, newest.get());
            }
        }
        for (int node = 1; node <= BoardLayout.NODES; node++) {
            Optional<StoredConfiguration> newest = newestConfiguration(from, node);
            if (newest.isPresent()) {
                to.writeConfiguration(node, newest.get().version(), newest.get().content());
            }
        }
        MailboxWriter slots = to.mailboxWriter();
        for (BoardDevice disk : from) {
            for (Mailbox mailbox : disk.mailboxes().mailboxes()) {
                slots.allocate(mailbox.name(), mailbox.slot());
            }
        }
    }

    private static Optional<ByteBuffer> newest(List<List<NodeReading>> disks, int node, Comparator<ByteBuffer> age)
            throws BoardException {
        List<ByteBuffer> written = new ArrayList<>();
        for (List<NodeReading> disk : disks) {
            switch (disk.get(node - 1)) {
                case NodeReading.Empty _ -> {}
                case NodeReading.Written block -> written.add(block.payload());
                case NodeReading.Damaged damaged -> throw new BoardException(Fault.DAMAGED, damaged.sentence());
            }
        }
        try {
            return written.stream().max(age);
        } catch (IllegalArgumentException foreign) {
            throw new BoardException(
                    Fault.DAMAGED,
                    "What node " + node + " wrote on the white board is not understood: " + foreign.getMessage()
                            + "; use the version of Orion that the nodes have.",
                    foreign);
        }
    }

    private static Optional<StoredConfiguration> newestConfiguration(List<BoardDevice> disks, int node)
            throws BoardException {
        Optional<StoredConfiguration> newest = Optional.empty();
        for (BoardDevice disk : disks) {
            try {
                Optional<StoredConfiguration> copy = disk.readConfiguration(node);
                boolean newer = copy.isPresent()
                        && (newest.isEmpty()
                                || copy.get().version() > newest.get().version());
                newest = newer ? copy : newest;
            } catch (BoardException damage) {
                // The next change writes it anew; until then others have it.
                if (damage.fault() != Fault.DAMAGED) {
                    throw damage;
                }
            }
        }
        return newest;
    }
}
