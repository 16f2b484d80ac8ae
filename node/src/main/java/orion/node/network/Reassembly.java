package orion.node.network;

import java.io.ByteArrayOutputStream;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import orion.core.wire.MessageCodec;

/// Long messages of one sender, put together from their pieces. Bounded: a few messages at a time, and none of them
/// waits for ever.
final class Reassembly {
    static final int MOST_MESSAGES = 4;
    static final long PATIENCE_MILLIS = 10_000;

    private static final class Unfinished {
        private final SortedMap<Integer, byte[]> pieces = new TreeMap<>();
        private final int count;
        private long changedAt;

        Unfinished(int count) {
            this.count = count;
        }

        boolean isComplete() {
            return pieces.size() == count;
        }
    }

    private final Map<Fragment.Digest, Unfinished> messages = new LinkedHashMap<>();

    /// Takes a piece.
    ///
    /// @return the whole message, where this was the last piece missing
    Optional<byte[]> add(Fragment fragment, long now) {
        forgetOld(now);
        Unfinished message = messages.get(fragment.of());
        if (message == null) {
            makeRoom();
            message = new Unfinished(fragment.count());
            messages.put(fragment.of(), message);
        }
        if (message.count != fragment.count()
                || message.pieces.putIfAbsent(fragment.index(), fragment.bytes()) != null) {
            return Optional.empty();
        }
        message.changedAt = now;
        if (!message.isComplete()) {
            return Optional.empty();
        }
        messages.remove(fragment.of());
        return whole(message).filter(bytes -> Fragment.Digest.of(bytes).equals(fragment.of()));
    }

    private static Optional<byte[]> whole(Unfinished message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(message.count * Fragment.BYTES);
        message.pieces.values().forEach(bytes::writeBytes);
        return bytes.size() > MessageCodec.LONGEST ? Optional.empty() : Optional.of(bytes.toByteArray());
    }

    private void makeRoom() {
        if (messages.size() == MOST_MESSAGES) {
            Iterator<Unfinished> oldestFirst = messages.values().iterator();
            oldestFirst.next();
            oldestFirst.remove();
        }
    }

    /// Gives up messages that have not grown for long.
    void forgetOld(long now) {
        if (!messages.isEmpty()) {
            messages.values().removeIf(message -> now - message.changedAt > PATIENCE_MILLIS);
        }
    }

    /// Messages that still miss pieces.
    int unfinished() {
        return messages.size();
    }
}
