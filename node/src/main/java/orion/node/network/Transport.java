package orion.node.network;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import orion.core.configuration.Endpoint;
import orion.core.configuration.NodeDefinition;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.wire.BoundedReader;
import orion.core.wire.MalformedInput;
import orion.core.wire.Message;
import orion.core.wire.MessageCodec;
import orion.core.wire.TooLarge;

/// Messages between nodes as sealed datagrams, over every link at once. It has no thread and no clock of its own: the
/// protocol thread calls it, and it never waits.
///
/// Every datagram is encrypted and authenticated from the first one on; nothing turns that off. Whom it comes from is
/// what its seal says, never the address it comes from. Each datagram is let in once, by the node and on the link it
/// was meant for, and only from a sender that has shown to be alive now (see [Session]). As UDP does, it may lose or
/// double messages.
public final class Transport implements AutoCloseable {
    /// Takes what arrives.
    public interface Receiver {
        /// Takes one message; `from` is proved.
        void received(Member from, Message message);
    }

    /// At most so many datagrams are taken from one link at a time, so that a flood cannot hold up the protocol.
    private static final int MOST_AT_ONCE = 512;

    private static final int PIECES_AT_ONCE = 32;
    private static final long PACE_MILLIS = 2;

    private final DatagramKey key;
    private final Member self;
    private final List<LinkSocket> links;
    private final long session;
    private final Envelopes envelopes;
    private final RefusalCounts refusals = new RefusalCounts();
    private final LongAdder unsendable = new LongAdder();
    private final byte[] received = new byte[2048];
    private final ByteBuffer receivedBuffer = ByteBuffer.wrap(received);
    private final byte[] content = new byte[2048];
    private SortedMap<NodeId, Peer> peers = new TreeMap<>();
    private Optional<Encoded> lastEncoded = Optional.empty();
    private long pacedAt = Long.MIN_VALUE;

    /// A message and its bytes: the same message often goes to many nodes.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Encoded(Message message, byte[] bytes) {}

    private Transport(DatagramKey key, Member self, List<LinkSocket> links, long session) {
        this.key = key;
        this.self = self;
        this.links = links;
        this.session = session;
        this.envelopes = new Envelopes(key, self, session);
    }

    /// Opens the sockets of this node.
    ///
    /// @param endpoints this node's own, one per link
    /// @throws NetworkException with one sentence, where an address or a port cannot be used
    public static Transport open(DatagramKey key, Member self, List<Endpoint> endpoints) throws IOException {
        List<LinkSocket> links = new ArrayList<>();
        try {
            for (Endpoint endpoint : endpoints) {
                links.add(LinkSocket.open(endpoint));
            }
        } catch (NetworkException cannot) {
            for (LinkSocket link : links) {
                link.close();
            }
            throw cannot;
        }
        SecureRandom random = new SecureRandom();
        long session = random.nextLong();
        while (session == 0) {
            session = random.nextLong();
        }
        return new Transport(key, self, List.copyOf(links), session);
    }

    /// Lets the selector wake when something arrives.
    public void register(Selector selector) throws IOException {
        for (LinkSocket link : links) {
            link.register(selector);
        }
    }

    /// The nodes there are, this one included or not; others are neither sent to nor listened to.
    public void peers(SortedMap<NodeId, NodeDefinition> nodes) {
        SortedMap<NodeId, Peer> next = new TreeMap<>();
        nodes.forEach((node, definition) -> {
            if (!node.equals(self.node())) {
                Peer known = peers.get(node);
                next.put(
                        node,
                        known == null ? Peer.of(definition, links.size()) : known.redefined(definition, links.size()));
            }
        });
        peers = next;
    }

    /// Sends a message over every link; to a node that is not configured, nothing is sent.
    public void send(NodeId to, Message message) {
        Peer peer = peers.get(to);
        if (peer == null) {
            return;
        }
        byte[] bytes;
        try {
            bytes = encoded(message);
        } catch (TooLarge tooLarge) {
            unsendable.increment();
            return;
        }
        if (bytes.length < Content.LONGEST) {
            sendContent(peer, Content.MESSAGE, bytes);
        } else {
            Fragment.Digest digest = Fragment.Digest.of(bytes);
            peer.outgoing().add(bytes, digest, (int) (envelopes.used() % Fragment.MOST));
        }
    }

    @SuppressWarnings("ReferenceEquality") // the very same message: comparing contents would cost more than encoding
    private byte[] encoded(Message message) {
        if (lastEncoded.isEmpty() || lastEncoded.get().message() != message) {
            lastEncoded = Optional.of(new Encoded(message, MessageCodec.encode(message)));
        }
        return lastEncoded.get().bytes();
    }

    private void sendContent(Peer peer, int kind, byte[] bytes) {
        for (int link = 0; link < peer.addresses().size(); link++) {
            ByteBuffer datagram = envelopes.seal(peer.node(), peer.echo(), link, kind, bytes);
            links.get(link).send(datagram, peer.addresses().get(link));
        }
    }

    /// Sends what is left of long messages, a little at a time. [#receive] does it too.
    private void sendPieces(long now) {
        if (now < pacedAt
                || peers.values().stream().allMatch(peer -> peer.outgoing().isEmpty())) {
            return;
        }
        pacedAt = now + PACE_MILLIS;
        int left = PIECES_AT_ONCE;
        boolean any = true;
        while (left > 0 && any) {
            any = false;
            for (Peer peer : peers.values()) {
                Optional<byte[]> piece = left > 0 ? peer.outgoing().next() : Optional.empty();
                if (piece.isPresent()) {
                    sendContent(peer, Content.FRAGMENT, piece.get());
                    left--;
                    any = true;
                }
            }
        }
    }

    /// When [#receive] must be called again although nothing has arrived; `Long.MAX_VALUE` where it need not be.
    public long nextDeadline() {
        boolean idle = peers.values().stream().allMatch(peer -> peer.outgoing().isEmpty());
        return idle ? Long.MAX_VALUE : pacedAt;
    }

    /// Takes all that has arrived, up to a bound, and sends what is due. To be called when the selector says
    /// so and at [#nextDeadline].
    ///
    /// @param now milliseconds of a clock that never goes back
    public void receive(long now, Receiver receiver) {
        for (int link = 0; link < links.size(); link++) {
            int length = next(link);
            for (int taken = 0; length >= 0 && taken < MOST_AT_ONCE; taken++) {
                open(link, length, now, receiver);
                length = taken + 1 < MOST_AT_ONCE ? next(link) : -1;
            }
        }
        peers.values()
                .forEach(peer ->
                        peer.session().ifPresent(known -> known.reassembly().forgetOld(now)));
        sendPieces(now);
    }

    private int next(int link) {
        try {
            return links.get(link).receive(receivedBuffer) ? receivedBuffer.position() : -1;
        } catch (IOException brokenLink) {
            return -1;
        }
    }

    /// Looks at one datagram; nothing but its fixed header is believed to be anything before its seal is proved.
    private void open(int link, int length, long now, Receiver receiver) {
        if (length <= DatagramHeader.BYTES + DatagramCipher.TAG_BYTES
                || length > Content.LONGEST_DATAGRAM
                || !DatagramHeader.isOurs(received)) {
            refusals.count(Refusal.NOT_OURS);
            return;
        }
        DatagramHeader header = DatagramHeader.read(received);
        Optional<Refusal> refusal = judge(header, link);
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
        int size = envelopes.open(from.key(), header.sequence(), received, length, content);
        if (size < 1) {
            refusals.count(Refusal.FORGED);
            return;
        }
        genuine(peer, from, header, size, now, receiver);
    }

    private Session newSession(DatagramHeader header) {
        Member member = new Member(new NodeId(header.sender()), header.incarnation());
        return new Session(member, header.session(), key.derive(member, header.session()), links.size());
    }

    private Optional<Refusal> judge(DatagramHeader header, int link) {
        if (header.keyId() != key.id()) {
            return Optional.of(Refusal.OTHER_KEY);
        }
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
    private void genuine(Peer peer, Session from, DatagramHeader header, int size, long now, Receiver receiver) {
        boolean fresh = header.echo() == session;
        if (!fresh && !mayReplace(peer, from)) {
            refusals.count(Refusal.UNCONFIRMED);
            sendContent(peer, Content.HELLO, new byte[0]);
            return;
        }
        peer.session(from);
        from.window(header.link()).mark(header.sequence());
        if (!fresh) {
            refusals.count(Refusal.UNCONFIRMED);
            if (content[0] == Content.MESSAGE) {
                from.keepWaiting(Arrays.copyOf(content, size));
            }
            sendContent(peer, Content.HELLO, new byte[0]);
            return;
        }
        peer.heard(header.link(), now);
        if (!from.isConfirmed()) {
            from.confirm();
            sendContent(peer, Content.HELLO, new byte[0]);
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

    private void deliver(Session from, byte[] bytes, int size, long now, Receiver receiver) {
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
                default -> refusals.count(Refusal.MALFORMED);
            }
        } catch (MalformedInput malformed) {
            refusals.count(Refusal.MALFORMED);
        }
    }

    /// Datagrams that were not let in. May be read from any thread.
    public RefusalCounts refusals() {
        return refusals;
    }

    /// Messages that were too large to be sent. May be read from any thread.
    public long unsendable() {
        return unsendable.sum();
    }

    /// When each node was last heard on each link; for the protocol thread.
    public List<LinkHealth> health() {
        List<LinkHealth> health = new ArrayList<>();
        for (Map.Entry<NodeId, Peer> entry : peers.entrySet()) {
            for (int link = 0; link < links.size(); link++) {
                health.add(new LinkHealth(entry.getKey(), link, entry.getValue().heardAt(link)));
            }
        }
        return List.copyOf(health);
    }

    @Override
    public void close() throws IOException {
        for (LinkSocket link : links) {
            link.close();
        }
    }
}
