package orion.node.board;

import java.util.Collections;
import java.util.Optional;
import orion.node.board.BoardException.Fault;

/// Which disks make up the white board, as far as this node has read: the newest edition counts. Whoever replaces a
/// disk first tells a majority of the others, so that everybody who reads a majority learns of it (ADR 8).
///
/// Shared by the threads of all disks.
public final class BoardRoster {
    private final int size;
    private Optional<DiskPlace> newest = Optional.empty();
    private boolean inUse;

    /// @param size how many disks this node was told of
    public BoardRoster(int size) {
        this.size = size;
    }

    /// Takes note of what a disk says of its board, and refuses one that does not count.
    ///
    /// @param name   of the disk, for people
    /// @param number in whose place this node was told it is
    /// @throws BoardException where it is in a wrong place, was replaced, or is not filled yet
    public synchronized void check(String name, int number, DiskPlace place) throws BoardException {
        if (place.size() != size) {
            throw new BoardException(
                    Fault.WRONG_PLACE,
                    name + " is " + place + " of a white board, and this node was told of " + size
                            + "; name all disks of the board, in their order.");
        }
        if (place.number() != number) {
            throw new BoardException(
                    Fault.WRONG_PLACE,
                    name + " is " + place + " of the white board, and this node was told that it is disk " + number
                            + "; put the paths into their order.");
        }
        if (inUse && newest.isPresent() && isAnotherBoard(place, newest.get())) {
            throw new BoardException(
                    Fault.REPLACED,
                    name + " was made anew as the white board while this node used it; restart this node.");
        }
        if (newest.isEmpty() || place.edition() > newest.get().edition() || size == 1) {
            newest = Optional.of(place);
        }
        if (!place.id().equals(newest.get().disks().get(number - 1))) {
            throw new BoardException(
                    Fault.REPLACED,
                    name + " was replaced as " + place + " of the white board, and what it holds is out of date;"
                            + " name the disk that replaced it, or fill this one with 'orion sbd fill " + name
                            + " --force'.");
        }
        if (!place.filled()) {
            throw new BoardException(
                    Fault.UNFILLED,
                    name + " is new in the white board and not filled from the others yet; do it with 'orion sbd fill "
                            + name + " --force'.");
        }
    }

    /// Something on a majority of the disks was read, and is counted on. From now on no other board is taken for this
    /// one: it has forgotten what nodes promised on it (ADR 8).
    synchronized void use() {
        inUse = true;
    }

    /// Disks are replaced one at a time, so each edition has disks of the one before.
    private static boolean isAnotherBoard(DiskPlace place, DiskPlace known) {
        boolean strange = Collections.disjoint(place.disks(), known.disks());
        return strange && (place.size() == 1 || place.edition() >= known.edition());
    }

    /// How many disks the board has.
    int size() {
        return size;
    }
}
