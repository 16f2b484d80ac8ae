package orion.node.network;

import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.wire.BoundedReader;
import orion.core.wire.MalformedInput;
import orion.core.wire.MessageCodec;

/// Judges what arrives: each datagram is let in once, and nothing of it is believed to be anything before its seal
/// is proved.
final class Reception {
    private static final int LONGEST_CONTENT = 2048;

    private final DatagramKeys keys;
    private final Member self;
    private final int links;
    private final long session;
    private final Consumer<Peer> greet;
    private final DatagramCipher cipher = new DatagramCipher();
    private final RefusalCounts refusals = new RefusalCounts();
    private final byte[] content = new byte[LONGEST_CONTENT];
    private SortedMap<NodeId, Peer> peers = new TreeMap<>();

    /// @param links   how many this node has
    /// @param session this node's own
    /// @param greet   shows another node this session, and what it is believed to have
    Reception(DatagramKeys keys, Member self, int links, long session, Consumer<Peer> greet) {
        this.keys = keys;
        this.self = self;
        this.links = links;
        this.session = session;
        this.greet = greet;
    }

    /// The nodes that are listened to.
    void peers(SortedMap<NodeId, Peer> known) {
        peers = known;
    }

    RefusalCounts refusals() {
        return refusals;
    }

    /// Looks at one datagram; nothing but its fixed header is looked at before its seal is proved.
    ///
    /// @param received the datagram is its beginning
    void open(int link, byte[] received, int length, long now, Transport.Receiver receiver) {
        if (length <= DatagramHeader.BYTES + DatagramCipher.TAG_BYTES
                || length > Content.LONGEST_DATAGRAM
                || !DatagramHeader.isOurs(received)) {
            refusals.count(Refusal.NOT_OURS);
            return;
        }
        DatagramHeader header = DatagramHeader.read(received);
        Optional<DatagramKey> key = keys.withId(header.keyId());
        Optional<Refusal> refusal = key.isEmpty() ? Optional.of(Refusal.OTHER_KEY) : judge(header, link);
        Peer peer = peers.get(new NodeId(refusal.isPresent() ? 1 : header.sender()));
        if (refusal.isPresent() || peer == null) {
            refusals.count(refusal.orElse(Refusal.UNKNOWN_SENDER));
            return;
        }
        Optional<Session> known = peer.session().filter(session -> session.is(header));
        if (known.isPresent() && !known.get().window(link).isNew(header.sequence())) {
            refusals.count(Refusal.REPLAYED);
            return;
        }
        Session from = known.orElseGet(() -> newSession(header));
        int size = cipher.open(from.key(key.orElseThrow()), header.sequence(), received, length, content);
        if (size < 1) {
            refusals.count(Refusal.FORGED);
            return;
        }
        genuine(peer, from, header, size, now, receiver);
    }

    private Session newSession(DatagramHeader header) {
        return new Session(new Member(new NodeId(header.sender()), header.incarnation()), header.session(), links);
    }

    private Optional<Refusal> judge(DatagramHeader header, int link) {
        if (!header.isPossible()) {
            return Optional.of(Refusal.NOT_OURS);
        }
        if (header.link() != link || header.receiver() != self.node().number()) {
            return Optional.of(Refusal.MISDIRECTED);
        }
        Peer peer = peers.get(new NodeId(header.sender()));
        if (peer == null) {
            return Optional.of(Refusal.UNKNOWN_SENDER);
        }
        boolean earlier = peer.session()
                .map(known -> known.member().incarnation() > header.incarnation())
                .orElse(false);
        return earlier ? Optional.of(Refusal.EARLIER_LIFE) : Optional.empty();
    }

    /// A genuine datagram. It is let in where it echoes this node's own session; otherwise each side shows the other
    /// its session first.
    private void genuine(
            Peer peer, Session from, DatagramHeader header, int size, long now, Transport.Receiver receiver) {
        boolean fresh = header.echo() == session;
        if (!fresh && !mayReplace(peer, from)) {
            refusals.count(Refusal.UNCONFIRMED);
            greet.accept(peer);
            return;
        }
        peer.session(from);
        from.window(header.link()).mark(header.sequence());
        if (!fresh) {
            refusals.count(Refusal.UNCONFIRMED);
            if (content[0] == Content.MESSAGE) {
                from.keepWaiting(Arrays.copyOf(content, size));
            }
            greet.accept(peer);
            return;
        }
        peer.heard(header.link(), now);
        from.newestKeyId(header.newestKeyId(), header.sequence());
        from.newestKeyId().ifPresent(newest -> keys.shown(peer.node(), newest));
        if (!from.isConfirmed()) {
            from.confirm();
            greet.accept(peer);
            Optional<byte[]> waiting = from.takeWaiting();
            waiting.ifPresent(bytes -> deliver(from, bytes, bytes.length, now, receiver));
        }
        deliver(from, content, size, now, receiver);
    }

    private static boolean mayReplace(Peer peer, Session candidate) {
        return peer.session()
                .map(known -> known == candidate
                        || !known.isConfirmed()
                        || candidate.member().incarnation() > known.member().incarnation())
                .orElse(true);
    }

    private void deliver(Session from, byte[] bytes, int size, long now, Transport.Receiver receiver) {
        try {
            switch (bytes[0]) {
                case Content.MESSAGE -> receiver.received(from.member(), MessageCodec.decode(bytes, 1, size - 1));
                case Content.FRAGMENT -> {
                    Fragment piece = new BoundedReader(bytes, 1, size - 1).whole(Fragment::read);
                    Optional<byte[]> whole = from.reassembly().add(piece, now);
                    if (whole.isPresent()) {
                        receiver.received(from.member(), MessageCodec.decode(whole.get()));
                    }
                }
                case Content.HELLO -> {}
                default -> unreadable(from, "its kind is not known", receiver);
            }
        } catch (MalformedInput malformed) {
            unreadable(from, String.valueOf(malformed.getMessage()), receiver);
        }
    }

    private void unreadable(Session from, String why, Transport.Receiver receiver) {
        refusals.count(Refusal.MALFORMED);
        receiver.unreadable(from.member(), why);
    }
}
