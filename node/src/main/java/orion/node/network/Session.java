package orion.node.network;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;
import orion.core.model.Member;

/// What is known of one opening of another node's sockets: its keys, what arrived of it, and whether it is alive now.
///
/// A session is *confirmed* once a datagram of it echoed this node's own session, a number drawn at random: only
/// somebody alive since then can know it. What was recorded in an earlier life of this node and is sent again never
/// gets that far.
final class Session {
    private final Member member;
    private final long number;
    private final Map<Integer, SecretKey> keys = new HashMap<>();
    private final ReplayWindow[] windows;
    private final Reassembly reassembly = new Reassembly();
    private boolean confirmed;
    private OptionalInt newestKeyId = OptionalInt.empty();
    private long newestToldAt = -1;
    private Optional<byte[]> waiting = Optional.empty();

    Session(Member member, long number, int links) {
        this.member = member;
        this.number = number;
        this.windows =
                IntStream.range(0, links).mapToObj(link -> new ReplayWindow()).toArray(ReplayWindow[]::new);
    }

    boolean is(DatagramHeader header) {
        return number == header.session() && member.incarnation() == header.incarnation();
    }

    Member member() {
        return member;
    }

    long number() {
        return number;
    }

    /// What it seals with, made of a key of the cluster.
    SecretKey key(DatagramKey of) {
        return keys.computeIfAbsent(of.id(), _ -> of.derive(member, number));
    }

    /// Takes note of the newest key its side has, as a fresh datagram says; one that comes late says nothing.
    void newestKeyId(int id, long sequence) {
        if (sequence > newestToldAt) {
            newestToldAt = sequence;
            newestKeyId = OptionalInt.of(id);
        }
    }

    /// Empty while no fresh datagram has come.
    OptionalInt newestKeyId() {
        return newestKeyId;
    }

    ReplayWindow window(int link) {
        return windows[link];
    }

    Reassembly reassembly() {
        return reassembly;
    }

    boolean isConfirmed() {
        return confirmed;
    }

    void confirm() {
        confirmed = true;
    }

    /// Keeps the newest content that came before the session was confirmed, to be let in when it is: otherwise the
    /// first heartbeat of a node would always be lost.
    void keepWaiting(byte[] content) {
        waiting = Optional.of(content);
    }

    Optional<byte[]> takeWaiting() {
        Optional<byte[]> content = waiting;
        waiting = Optional.empty();
        return content;
    }
}
