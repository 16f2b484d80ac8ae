package orion.node.network;

import java.util.Arrays;

/// Which sequences of one session have arrived on one link: each is let in once. Those more than 1024 behind the
/// highest are refused unseen.
final class ReplayWindow {
    static final int SIZE = 1024;

    private final long[] bits = new long[SIZE / Long.SIZE];
    private long highest = -1;

    /// Whether this sequence may still be let in.
    boolean isNew(long sequence) {
        if (sequence > highest) {
            return true;
        }
        return sequence > highest - SIZE && sequence >= 0 && (bits[word(sequence)] & bit(sequence)) == 0;
    }

    /// Lets it in; only after the datagram has proved genuine.
    void mark(long sequence) {
        if (sequence - highest >= SIZE) {
            Arrays.fill(bits, 0);
        } else {
            for (long skipped = highest + 1; skipped < sequence; skipped++) {
                bits[word(skipped)] &= ~bit(skipped);
            }
        }
        highest = Math.max(highest, sequence);
        bits[word(sequence)] |= bit(sequence);
    }

    private static int word(long sequence) {
        return (int) (sequence % SIZE) / Long.SIZE;
    }

    private static long bit(long sequence) {
        return 1L << (sequence % Long.SIZE);
    }
}
