package orion.node.board;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Which disk of its white board one is, and who the others are. Two disks can be told apart even where both were
/// made for the same place: one that was replaced and comes back holds old promises and must not count (ADR 8).
///
/// @param number  1 for the first
/// @param edition grows each time a disk of the board is replaced; the newest one says which disks count
/// @param disks   the ids of all disks of this edition, the first one's first: 1, 3 or 5
/// @param filled  whether it holds what the others hold; a disk that does not has forgotten promises
public record DiskPlace(int number, int edition, List<UUID> disks, boolean filled) {
    /// The most disks that a board can have.
    public static final int MOST = 5;

    public DiskPlace {
        disks = List.copyOf(disks);
        if (!isSize(disks.size()) || number < 1 || number > disks.size() || edition < 1) {
            throw new IllegalArgumentException(
                    "no disk " + number + " of " + disks.size() + " in edition " + edition + " is possible");
        }
    }

    /// The places of a new board.
    ///
    /// @param edition later than that of any board made before: a disk of one may come back
    static List<DiskPlace> ofNewBoard(int size, int edition) {
        List<UUID> disks = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            disks.add(UUID.randomUUID());
        }
        List<DiskPlace> places = new ArrayList<>();
        for (int i = 1; i <= size; i++) {
            places.add(new DiskPlace(i, edition, disks, true));
        }
        return places;
    }

    /// The only disk of a board.
    static DiskPlace only(UUID disk) {
        return new DiskPlace(1, 1, List.of(disk), true);
    }

    /// Whether a board can have so many disks: with an even number one more would have to work than with one less.
    public static boolean isSize(int disks) {
        return disks >= 1 && disks <= MOST && disks % 2 == 1;
    }

    /// How many disks the board has.
    public int size() {
        return disks.size();
    }

    /// How many of them have to work.
    public int majority() {
        return size() / 2 + 1;
    }

    /// Tells this disk from all others.
    public UUID id() {
        return disks.get(number - 1);
    }

    /// The same disk in the edition that follows, where another one has taken a place.
    DiskPlace replacing(int place, UUID by) {
        List<UUID> next = new ArrayList<>(disks);
        next.set(place - 1, by);
        return new DiskPlace(number, edition + 1, next, filled);
    }

    /// Another disk of the same edition.
    DiskPlace sibling(int other, boolean isFilled) {
        return new DiskPlace(other, edition, disks, isFilled);
    }

    @Override
    public String toString() {
        return size() == 1 ? "the only disk" : "disk " + number + " of " + size();
    }
}
