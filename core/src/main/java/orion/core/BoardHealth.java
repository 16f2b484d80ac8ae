package orion.core;

import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import orion.core.model.Pause;
import orion.core.splitbrain.WhiteBoard;

/// Tells when the white board, or one of its disks, begins or ceases to work; what stays as it was is not told again.
final class BoardHealth {
    private boolean boardWorks;
    private String lastError = "";
    private final SortedMap<Integer, Boolean> diskWorks = new TreeMap<>();

    /// What the white board has to do with the end of a lease, to go on with a sentence; empty for nothing.
    String toBlame(long now, WhiteBoard board) {
        OptionalLong hanging = board.hangingMillis(now);
        return hanging.isPresent()
                ? "; a cycle on the white board has been under way for " + Pause.seconds(hanging.getAsLong())
                : board.works() ? "" : "; the white board does not work: " + lastError;
    }

    /// Something under way on a disk has ended.
    ///
    /// @param error what went wrong; empty where the own block was not read back as written
    void ended(int disk, WhiteBoard board, String error, Outbox outbox) {
        String why = error.isEmpty() ? "the own block did not read back as written" : error;
        boolean works = board.works(disk);
        Boolean before = diskWorks.put(disk, works);
        if (board.size() > 1 && (before == null ? !works : before != works)) {
            String which = "disk " + (disk + 1) + " of the white board's " + board.size();
            outbox.happened(Event.Kind.BOARD, which + (works ? " works again" : " does not work: " + why));
        }
        lastError = why;
        if (board.works() != boardWorks) {
            boardWorks = board.works();
            outbox.happened(
                    Event.Kind.BOARD,
                    boardWorks
                            ? "the white board works"
                            : "protection impaired: the white board does not work: " + why);
        }
    }
}
