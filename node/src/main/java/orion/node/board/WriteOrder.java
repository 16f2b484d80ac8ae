package orion.node.board;

import java.util.OptionalLong;

/// Chooses the sequence, and by it the copy, of a node's next write.
///
/// Two rules: the sequence always increases, also over writes that failed (nobody knows what of them arrived), and the
/// copy written is never the one that was last read back good. So at every moment one good copy is on the board that
/// no write is touching.
final class WriteOrder {
    private long lastGood;
    private long lastTried;

    /// The good copy with the highest sequence that was read from the board; 0 where nothing was ever written.
    void readBack(long sequence) {
        lastGood = sequence;
        lastTried = Math.max(lastTried, sequence);
    }

    /// The sequence of the newest write that was read back; 0 where none was.
    long lastGood() {
        return lastGood;
    }

    /// The highest sequence of both copies, 0 where nothing was ever written; empty where one of them is damaged.
    static OptionalLong newest(SealedBlock.Reading one, SealedBlock.Reading other) {
        OptionalLong first = sequence(one);
        OptionalLong second = sequence(other);
        return first.isPresent() && second.isPresent()
                ? OptionalLong.of(Math.max(first.getAsLong(), second.getAsLong()))
                : OptionalLong.empty();
    }

    private static OptionalLong sequence(SealedBlock.Reading copy) {
        return switch (copy) {
            case SealedBlock.Reading.Empty _ -> OptionalLong.of(0);
            case SealedBlock.Reading.Good good -> OptionalLong.of(good.sequence());
            case SealedBlock.Reading.Damaged _ -> OptionalLong.empty();
        };
    }

    /// Whether this object has seen any sequence, so that it can go on although the board shows none.
    boolean isKnown() {
        return lastTried > 0;
    }

    /// The highest sequence tried or read.
    long lastTried() {
        return lastTried;
    }

    /// The sequence of the next write; it counts as tried from now on.
    long next() {
        long sequence = lastTried + 1;
        // While none is good, copy 1 again and again: the other one stays empty and tells that nothing was
        // ever finished.
        boolean rightCopy = (sequence & 1) != (lastGood & 1);
        lastTried = rightCopy ? sequence : sequence + 1;
        return lastTried;
    }
}
