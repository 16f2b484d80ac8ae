package orion.node.daemon;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import orion.node.board.BoardException;
import orion.node.board.BoardException.Fault;
import orion.node.board.BoardRoster;
import orion.node.board.DiskLocation;
import orion.node.board.DiskPlace;
import orion.node.trouble.Sentence;

/// The disks that somebody named as the white board, judged together: only when all were looked at it is known which
/// edition is the newest, and so which of them count (ADR 8).
final class NamedDisks {
    /// A disk may be away for a while, or have yet to be filled. Whatever else is wrong, another disk was meant.
    private static final Set<Fault> MAY_PASS = EnumSet.of(
            Fault.MISSING,
            Fault.NO_PERMISSION,
            Fault.NO_BOARD,
            Fault.DAMAGED,
            Fault.IN_USE,
            Fault.INPUT_OUTPUT,
            Fault.UNFILLED);

    /// What a disk says of its place in its board.
    interface Look {
        DiskPlace at(DiskLocation disk) throws BoardException;
    }

    private final List<DiskLocation> disks;
    private final SortedMap<Integer, DiskPlace> places = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private final List<String> unusable = new ArrayList<>();

    private NamedDisks(List<DiskLocation> disks) {
        this.disks = disks;
    }

    /// Goes on where a majority of the disks can be used and none is a wrong one.
    ///
    /// @param disks in their order
    /// @param size  how many disks the board has
    /// @return a sentence for each disk that cannot be used at the moment
    /// @throws SetupException that names all disks that are wrong, or cannot be used
    static List<String> require(List<DiskLocation> disks, int size, Look look) throws SetupException {
        NamedDisks named = new NamedDisks(disks);
        named.lookAtAll(look);
        int usable = named.judge(new BoardRoster(size));
        if (!named.wrong.isEmpty()) {
            throw new SetupException(Sentence.continued(String.join(" ", named.wrong)));
        }
        if (usable < size / 2 + 1) {
            String reasons = String.join(" ", named.unusable);
            throw new SetupException(Sentence.continued(
                    size == 1
                            ? reasons
                            : "of the " + size + " disks of the white board " + usable + " can be used here and "
                                    + (size / 2 + 1) + " are needed: " + reasons));
        }
        return named.unusable;
    }

    private void lookAtAll(Look look) {
        for (int i = 0; i < disks.size(); i++) {
            try {
                places.put(i + 1, look.at(disks.get(i)));
            } catch (BoardException refused) {
                keep(refused);
            }
        }
    }

    /// How many of them can be used.
    private int judge(BoardRoster roster) {
        // Twice: the first round finds the newest edition, the second refuses what it does not name.
        places.forEach((number, place) -> isUsable(roster, number, place, false));
        return (int) places.entrySet().stream()
                .filter(entry -> isUsable(roster, entry.getKey(), entry.getValue(), true))
                .count();
    }

    private boolean isUsable(BoardRoster roster, int number, DiskPlace place, boolean tells) {
        try {
            roster.check(disks.get(number - 1).toString(), number, place);
            return true;
        } catch (BoardException refused) {
            if (tells) {
                keep(refused);
            }
            return false;
        }
    }

    private void keep(BoardException refused) {
        (MAY_PASS.contains(refused.fault()) ? unusable : wrong).add(String.valueOf(refused.getMessage()));
    }
}
