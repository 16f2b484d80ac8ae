package orion.node.web;

import java.util.Map;
import java.util.TreeMap;

/// Something of which there is little, such as places for streams. No caller has more than half of it, so that one that
/// does not stop does not keep out the others.
final class Shares {
    private final int all;
    private final int each;
    private final Map<String, Integer> held = new TreeMap<>();
    private int taken;

    Shares(int all) {
        this.all = all;
        this.each = (all + 1) / 2;
    }

    /// One of them, until it is closed.
    final class Share implements AutoCloseable {
        private final String holder;
        private boolean given;

        private Share(String holder) {
            this.holder = holder;
        }

        @Override
        public void close() {
            giveBack(this);
        }
    }

    /// Takes one.
    ///
    /// @param by  who, by name
    /// @param use what it is for, as the rest of a sentence
    /// @throws NoAnswer where there is none
    synchronized Share take(String by, String use) throws NoAnswer {
        if (taken == all) {
            throw busy(Answer.UNAVAILABLE, "this node " + use + " for " + all + " others; ask again, or another node");
        }
        if (held.getOrDefault(by, 0) == each) {
            throw busy(
                    Answer.TOO_MANY, "this node " + use + " for " + by + " " + each + " times already; end one first");
        }
        taken++;
        held.merge(by, 1, Integer::sum);
        return new Share(by);
    }

    private synchronized void giveBack(Share share) {
        if (!share.given) {
            share.given = true;
            taken--;
            held.computeIfPresent(share.holder, (_, count) -> count == 1 ? null : count - 1);
        }
    }

    private static NoAnswer busy(int status, String sentence) {
        return new NoAnswer(
                Answer.error(status, sentence).with("Retry-After", "1").with("Connection", "close"));
    }
}
