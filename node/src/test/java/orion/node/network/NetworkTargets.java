package orion.node.network;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import orion.core.configuration.Endpoint;
import orion.core.configuration.NodeDefinition;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.wire.BoundedReader;
import orion.core.wire.Message;
import orion.core.wire.MessageCodec;
import orion.node.fuzz.ProtocolTargets;
import orion.node.fuzz.Target;

/// What comes over the network: datagrams before their seal is proved, and what somebody who has the key may say.
public final class NetworkTargets {
    private static final long SESSION = 77;
    private static final Member SENDER = Station.member(1, 5);
    private static final Member RECEIVER = Station.member(2, 1);
    private static final NodeId SENT_TO = RECEIVER.node();
    private static final Message MESSAGE = TransportTest.heartbeat(1);

    private NetworkTargets() {}

    /// All of them.
    public static List<Target> all() {
        List<byte[]> pieces = pieces();
        List<byte[]> contents = new ArrayList<>(pieces);
        byte[] message = MessageCodec.encode(MESSAGE);
        contents.add(new byte[] {Content.HELLO});
        contents.add(ByteBuffer.allocate(1 + message.length)
                .put((byte) Content.MESSAGE)
                .put(message)
                .array());
        Target.Limit limit = new Target.Limit(100_000, 100);
        return List.of(
                new Target("datagrams", List.of(sealed(0)), 1_400, 30_000, new Unproved()::again, limit),
                new Target(
                        "contents of genuine datagrams",
                        contents,
                        Content.LONGEST,
                        30_000,
                        new Proved()::again,
                        // A message of many pieces is put together from those that came before.
                        new Target.Limit(3_000_000, 100)),
                new Target(
                        "headers of datagrams",
                        List.of(Arrays.copyOf(sealed(0), DatagramHeader.BYTES)),
                        DatagramHeader.BYTES,
                        20_000,
                        NetworkTargets::header,
                        limit),
                new Target("pieces of messages", pieces, Content.LONGEST, 20_000, NetworkTargets::piece, limit));
    }

    private static byte[] sealed(long echo) {
        ByteBuffer datagram = new Envelopes(SENDER, SESSION)
                .seal(Station.KEY, Station.KEY.id(), SENT_TO, echo, 0, Content.MESSAGE, MessageCodec.encode(MESSAGE));
        return bytes(datagram);
    }

    private static byte[] bytes(ByteBuffer datagram) {
        byte[] bytes = new byte[datagram.remaining()];
        datagram.get(bytes);
        return bytes;
    }

    private static List<byte[]> pieces() {
        byte[] message = MessageCodec.encode(new Message.MasterAnswer(1, true, "long ".repeat(500)));
        Fragment.Digest digest = Fragment.Digest.of(message);
        return List.of(
                Fragment.content(digest, message, 0),
                Fragment.content(digest, message, 1),
                Fragment.content(digest, message, 2));
    }

    private static Optional<byte[]> header(byte[] input) {
        if (input.length < DatagramHeader.BYTES || !DatagramHeader.isOurs(input)) {
            return Optional.empty();
        }
        byte[] again = new byte[DatagramHeader.BYTES];
        DatagramHeader.read(input).write(again);
        return Optional.of(again);
    }

    private static Optional<byte[]> piece(byte[] input) {
        return input.length < 1 || input[0] != Content.FRAGMENT
                ? Optional.empty()
                : ProtocolTargets.readOrMalformed(
                        input,
                        bytes -> new BoundedReader(bytes, 1, bytes.length - 1)
                                .whole(Fragment::read)
                                .content());
    }

    private static Reception reception() {
        Reception reception = new Reception(new DatagramKeys(List.of(Station.KEY)), RECEIVER, 1, SESSION, _ -> {});
        NodeDefinition sender = new NodeDefinition(SENDER.node(), "n1", List.of(new Endpoint("127.0.0.1", 9)));
        reception.peers(new TreeMap<>(Map.of(SENDER.node(), Peer.of(sender, 1))));
        return reception;
    }

    private static byte[] room(byte[] datagram) {
        return Arrays.copyOf(datagram, 2048);
    }

    /// A receiver that has confirmed nobody: whatever comes, nothing may be let in. All but the one good datagram is
    /// refused.
    private static final class Unproved {
        private final byte[] good = sealed(0);

        Optional<byte[]> again(byte[] input) {
            Reception reception = reception();
            reception.open(0, room(input), input.length, 0, (from, message) -> {
                throw new IllegalStateException("it was let in: " + message);
            });
            boolean genuine = reception.refusals().of(Refusal.UNCONFIRMED) == 1;
            if (genuine && !Arrays.equals(input, good)) {
                throw new IllegalStateException("a datagram that nobody sealed counts as genuine");
            }
            if (reception.refusals().total() != 1) {
                throw new IllegalStateException("a datagram was neither let in nor refused");
            }
            return genuine ? Optional.of(input) : Optional.empty();
        }
    }

    /// A receiver whose peer has gone mad: what it says is genuine and confirmed, and made of anything.
    private static final class Proved {
        private final Reception reception = reception();
        private final Envelopes envelopes = new Envelopes(SENDER, SESSION);
        private long now;

        Optional<byte[]> again(byte[] input) {
            if (input.length == 0) {
                return Optional.empty();
            }
            byte[] rest = Arrays.copyOfRange(input, input[0] == Content.FRAGMENT ? 0 : 1, input.length);
            byte[] datagram =
                    bytes(envelopes.seal(Station.KEY, Station.KEY.id(), SENT_TO, SESSION, 0, input[0] & 0xff, rest));
            long before = reception.refusals().total();
            now++;
            reception.open(0, room(datagram), datagram.length, now, (from, message) -> {});
            return reception.refusals().total() == before ? Optional.of(input) : Optional.empty();
        }
    }
}
