package orion.node.network;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import orion.core.configuration.Endpoint;
import orion.core.configuration.NodeDefinition;
import orion.core.model.Member;
import orion.core.model.NodeId;
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

        /// Something came from this member, which is proved, and is no message that this release can read: likely it
        /// runs another one. Each time.
        ///
        /// @param why a clause
        default void unreadable(Member from, String why) {}
    }

    /// At most so many datagrams are taken from one link at a time, so that a flood cannot hold up the protocol.
    private static final int MOST_AT_ONCE = 512;

    private static final int PIECES_AT_ONCE = 32;
    private static final long PACE_MILLIS = 2;

    private final DatagramKeys keys;
    private final Member self;
    private final List<LinkSocket> links;
    private final Envelopes envelopes;
    private final Reception reception;
    private final LongAdder unsendable = new LongAdder();
    private final byte[] received = new byte[2048];
    private final ByteBuffer receivedBuffer = ByteBuffer.wrap(received);
    private SortedMap<NodeId, Peer> peers = new TreeMap<>();
    private Optional<Encoded> lastEncoded = Optional.empty();
    private long pacedAt = Long.MIN_VALUE;

    /// A message and its bytes: the same message often goes to many nodes.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Encoded(Message message, byte[] bytes) {}

    private Transport(DatagramKeys keys, Member self, List<LinkSocket> links, long session) {
        this.keys = keys;
        this.self = self;
        this.links = links;
        this.envelopes = new Envelopes(self, session);
        this.reception = new Reception(keys, self, links.size(), session, this::greet);
    }

    /// Opens the sockets of this node.
    ///
    /// @param endpoints this node's own, one per link
    /// @throws NetworkException with one sentence, where an address or a port cannot be used
    public static Transport open(DatagramKeys keys, Member self, List<Endpoint> endpoints) throws IOException {
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
        return new Transport(keys, self, List.copyOf(links), session);
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
        reception.peers(next);
        keys.known(next.keySet());
    }

    /// Sends a message over every link; to a node that is not configured, nothing is sent.
    public void send(NodeId to, Message message) {
        if (!peers.containsKey(to)) {
            return;
        }
        try {
            send(to, encoded(message));
        } catch (TooLarge tooLarge) {
            unsendable.increment();
        }
    }

    /// Sends an encoded message, of whatever release.
    void send(NodeId to, byte[] bytes) {
        Peer peer = peers.get(to);
        if (peer == null) {
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
        for (DatagramKey key : keysFor(peer)) {
            for (int link = 0; link < peer.addresses().size(); link++) {
                ByteBuffer datagram =
                        envelopes.seal(key, keys.newest().id(), peer.node(), peer.echo(), link, kind, bytes);
                links.get(link).send(datagram, peer.addresses().get(link));
            }
        }
    }

    /// The newest that the other has as well; while that is not known, each: one of them it has. It is not known either
    /// where the other's newest is missing here: of those held here, it may have any.
    private List<DatagramKey> keysFor(Peer peer) {
        List<DatagramKey> held = keys.held();
        OptionalInt newest = peer.session().map(Session::newestKeyId).orElse(OptionalInt.empty());
        if (held.size() == 1 || newest.isEmpty()) {
            return held;
        }
        return keys.withId(newest.getAsInt()).map(List::of).orElse(held);
    }

    private void greet(Peer peer) {
        sendContent(peer, Content.HELLO, new byte[0]);
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
                reception.open(link, received, length, now, receiver);
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

    /// Datagrams that were not let in. May be read from any thread.
    public RefusalCounts refusals() {
        return reception.refusals();
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
