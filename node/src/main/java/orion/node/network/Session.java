package orion.node.network;

import java.util.Optional;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;
import orion.core.model.Member;

/// What is known of one opening of another node's sockets: its key, what arrived of it, and whether it is alive now.
///
/// A session is *confirmed* once a datagram of it echoed this node's own session, a number drawn at random: only
/// somebody alive since then can know it. What was recorded in an earlier life of this node and is sent again never
/// gets that far.
final class Session {
    private final Member member;
    private final long number;
    private final SecretKey key;
    private final ReplayWindow[] windows;
    private final Reassembly reassembly = new Reassembly();
    private boolean confirmed;
    private Optional<byte[]> waiting = Optional.empty();

    Session(Member member, long number, SecretKey key, int links) {
        this.member = member;
        this.number = number;
        this.key = key;
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

    SecretKey key() {
        return key;
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
