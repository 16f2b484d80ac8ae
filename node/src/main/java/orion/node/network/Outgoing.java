package orion.node.network;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/// Long messages on their way to one node. Their pieces are given out a few at a time, because a receiver's
/// socket holds only some tens of them.
final class Outgoing {
    private static final int MOST_MESSAGES = 4;

    private static final class Unsent {
        private final byte[] message;
        private final Fragment.Digest digest;
        private int left;
        private int next;

        Unsent(byte[] message, Fragment.Digest digest, int first) {
            this.message = message;
            this.digest = digest;
            this.left = Fragment.countOf(message);
            this.next = first % left;
        }

        byte[] nextContent() {
            byte[] content = Fragment.content(digest, message, next);
            next = (next + 1) % Fragment.countOf(message);
            left--;
            return content;
        }
    }

    private final Queue<Unsent> messages = new ArrayDeque<>();

    /// Takes a message, unless it is still on its way already or too many are: whoever needs an answer repeats it.
    ///
    /// @param first where to begin: a different piece each time, so that the same ones are not always the last
    void add(byte[] message, Fragment.Digest digest, int first) {
        boolean known = messages.stream().anyMatch(unsent -> unsent.digest.equals(digest));
        if (!known && messages.size() < MOST_MESSAGES) {
            messages.add(new Unsent(message, digest, first));
        }
    }

    /// The next piece, as the content of a datagram.
    Optional<byte[]> next() {
        Unsent oldest = messages.peek();
        if (oldest == null) {
            return Optional.empty();
        }
        byte[] content = oldest.nextContent();
        if (oldest.left == 0) {
            messages.remove();
        }
        return Optional.of(content);
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }
}
