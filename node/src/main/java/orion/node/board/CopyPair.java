package orion.node.board;

import java.nio.ByteBuffer;

/// The two copies of a block taken together: the good one with the higher sequence counts.
///
/// One bad copy beside a good one is ordinary, for that is how a write in progress or a torn one looks. A bad copy
/// beside an empty one is the very first write, in progress or torn: no copy becomes empty again.
sealed interface CopyPair {
    /// Never written.
    record Empty() implements CopyPair {}

    /// The newest good content.
    record Good(long sequence, ByteBuffer content) implements CopyPair {}

    /// The first write is not finished, or never will be; the other copy was never written.
    record Unfinished(String reason) implements CopyPair {}

    /// Both copies were written and neither is good.
    record Damaged(String reason) implements CopyPair {}

    static CopyPair of(SealedBlock.Reading first, SealedBlock.Reading second) {
        if (first instanceof SealedBlock.Reading.Good one) {
            return second instanceof SealedBlock.Reading.Good two && two.sequence() > one.sequence()
                    ? new Good(two.sequence(), two.content())
                    : new Good(one.sequence(), one.content());
        }
        if (second instanceof SealedBlock.Reading.Good two) {
            return new Good(two.sequence(), two.content());
        }
        if (first instanceof SealedBlock.Reading.Empty && second instanceof SealedBlock.Reading.Empty) {
            return new Empty();
        }
        String reason = "copy 0: " + reason(first) + "; copy 1: " + reason(second);
        boolean oneNeverWritten =
                first instanceof SealedBlock.Reading.Empty || second instanceof SealedBlock.Reading.Empty;
        return oneNeverWritten ? new Unfinished(reason) : new Damaged(reason);
    }

    private static String reason(SealedBlock.Reading reading) {
        return switch (reading) {
            case SealedBlock.Reading.Empty empty -> "it is empty";
            case SealedBlock.Reading.Good good -> "it is good";
            case SealedBlock.Reading.Damaged damaged -> damaged.reason();
        };
    }
}
