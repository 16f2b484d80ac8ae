package orion.node.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import orion.node.board.BoardDevice;
import orion.node.daemon.Letterbox.Letter;

/// The mailboxes of one node on all disks of its white board. Whoever sends a message leaves it on each of them: what
/// comes through several disks about the same time is one message, told and obeyed once.
final class Letterboxes {
    private final List<Letterbox> boxes;
    private final LongSupplier clock;
    private final long patienceMillis;
    private final List<Arrival> arrivals = new ArrayList<>();

    /// A message, and the disks through which it has come so far.
    private record Arrival(Letter letter, long firstAt, SortedSet<Integer> disks) {}

    /// @param clock          milliseconds
    /// @param patienceMillis how much later than on the first disk a message may come on the last
    Letterboxes(int disks, String name, int preferredSlot, boolean obeys, LongSupplier clock, long patienceMillis) {
        this.boxes = IntStream.range(0, disks)
                .mapToObj(_ -> new Letterbox(name, preferredSlot, obeys))
                .toList();
        this.clock = clock;
        this.patienceMillis = patienceMillis;
    }

    /// Looks into the one on this disk, on the thread of the disk.
    ///
    /// @param disk 0 for the first
    /// @return what is new on the board, not on this disk alone
    Optional<Letter> look(int disk, BoardDevice device) {
        return boxes.get(disk).look(device).filter(letter -> isNew(disk, letter));
    }

    private synchronized boolean isNew(int disk, Letter letter) {
        long now = clock.getAsLong();
        arrivals.removeIf(arrival -> now - arrival.firstAt() > patienceMillis);
        for (Arrival arrival : arrivals) {
            // Where it has come through this disk before, it was sent again.
            if (arrival.letter().isAlike(letter) && arrival.disks().add(disk)) {
                return false;
            }
        }
        arrivals.add(new Arrival(letter, now, new TreeSet<>(List.of(disk))));
        return true;
    }
}
