package orion.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import orion.core.configuration.Endpoint;
import orion.core.wire.Message;
import orion.node.os.FreePorts;

/// What somebody in the middle can try: nothing of it lets in anything.
final class HostileWireTest {
    /// A sender, a receiver, and the test between them, each side confirmed to the other.
    private static final class Between implements AutoCloseable {
        private final Station sender;
        private final Station receiver;
        private final Wire toReceiver;
        private final Wire toSender;

        private Between(DatagramKey senderKey, long senderIncarnation) throws IOException {
            List<Endpoint> free = FreePorts.some(2);
            sender = Station.open(senderKey, Station.member(1, senderIncarnation), free.subList(0, 1));
            receiver = Station.open(Station.KEY, Station.member(2, 1), free.subList(1, 2));
            toReceiver = Wire.to(free.get(1));
            toSender = Wire.to(free.get(0));
            sender.knows(2, List.of(toReceiver.end()));
            receiver.knows(1, List.of(toSender.end()));
        }

        static Between confirmed() throws IOException {
            Between between = new Between(Station.KEY, 5);
            between.sender.send(2, TransportTest.heartbeat(0));
            between.pumpUntilQuiet();
            assertThat(between.receiver.messages()).containsExactly(TransportTest.heartbeat(0));
            between.receiver.arrivals().clear();
            return between;
        }

        /// Passes everything on faithfully until nothing more is sent.
        void pumpUntilQuiet() throws IOException {
            int quiet = 0;
            while (quiet < 3) {
                List<byte[]> there = toReceiver.takeAll();
                List<byte[]> back = toSender.takeAll();
                for (byte[] datagram : there) {
                    toReceiver.pass(datagram);
                }
                for (byte[] datagram : back) {
                    toSender.pass(datagram);
                }
                sender.receive(1);
                receiver.receive(1);
                quiet = there.isEmpty() && back.isEmpty() ? quiet + 1 : 0;
            }
        }

        @Override
        public void close() throws IOException {
            sender.close();
            receiver.close();
            toReceiver.close();
            toSender.close();
        }
    }

    @Test
    void aDatagramIsLetInOnce() throws IOException {
        try (Between between = Between.confirmed()) {
            between.sender.send(2, TransportTest.heartbeat(1));
            byte[] datagram = between.toReceiver.take();
            between.toReceiver.pass(datagram);
            between.toReceiver.pass(datagram);
            between.toReceiver.pass(datagram);
            Station.until(() -> between.receiver.refused(Refusal.REPLAYED) == 2, between.receiver);

            assertThat(between.receiver.messages()).containsExactly(TransportTest.heartbeat(1));
        }
    }

    @Test
    void aDatagramTooOldForTheWindowIsRefused() throws IOException {
        try (Between between = Between.confirmed()) {
            between.sender.send(2, TransportTest.heartbeat(1));
            byte[] old = between.toReceiver.take();
            for (int i = 0; i <= ReplayWindow.SIZE; i++) {
                between.sender.send(2, TransportTest.heartbeat(2));
                byte[] datagram = between.toReceiver.take();
                if (i == ReplayWindow.SIZE) {
                    between.toReceiver.pass(datagram);
                }
            }
            between.toReceiver.pass(old);
            Station.until(() -> between.receiver.refused(Refusal.REPLAYED) == 1, between.receiver);

            assertThat(between.receiver.messages()).containsExactly(TransportTest.heartbeat(2));
        }
    }

    @Test
    void reorderedDatagramsAreAllLetIn() throws IOException {
        try (Between between = Between.confirmed()) {
            for (int i = 0; i < 100; i++) {
                between.sender.send(2, TransportTest.heartbeat(i));
            }
            List<byte[]> datagrams = between.toReceiver.takeAll();
            Collections.reverse(datagrams);
            for (byte[] datagram : datagrams) {
                between.toReceiver.pass(datagram);
            }
            Station.until(() -> between.receiver.arrivals().size() == 100, between.receiver);

            assertThat(between.receiver.messages()).doesNotHaveDuplicates().hasSize(100);
        }
    }

    @Test
    void aChangedBitAtAnyPositionIsRefused() throws IOException {
        try (Between between = Between.confirmed()) {
            between.sender.send(2, TransportTest.heartbeat(1));
            byte[] datagram = between.toReceiver.take();
            for (int at = 0; at < datagram.length; at++) {
                for (int bit = 0; bit < Byte.SIZE; bit += 3) {
                    byte[] changed = datagram.clone();
                    changed[at] ^= (byte) (1 << bit);
                    long before = between.receiver.transport().refusals().total();
                    between.toReceiver.pass(changed);
                    Station.until(
                            () -> between.receiver.transport().refusals().total() == before + 1, between.receiver);
                }
            }
            assertThat(between.receiver.arrivals()).isEmpty();
            between.toReceiver.pass(datagram);
            Station.until(() -> !between.receiver.arrivals().isEmpty(), between.receiver);
        }
    }

    @Test
    void aDatagramCutAtAnyPositionIsRefused() throws IOException {
        try (Between between = Between.confirmed()) {
            between.sender.send(2, TransportTest.heartbeat(1));
            byte[] datagram = between.toReceiver.take();
            long before = between.receiver.transport().refusals().total();
            for (int length = 0; length < datagram.length; length++) {
                between.toReceiver.pass(Arrays.copyOf(datagram, length));
                long expected = before + length + 1;
                Station.until(() -> between.receiver.transport().refusals().total() == expected, between.receiver);
            }
            assertThat(between.receiver.arrivals()).isEmpty();
        }
    }

    @Test
    void anotherKeyWithTheSameNumberIsRefused() throws IOException {
        byte[] other = new byte[DatagramKey.BYTES];
        other[31] = 1;
        try (Between between = new Between(new DatagramKey(7, other), 5)) {
            between.sender.send(2, TransportTest.heartbeat(1));
            between.toReceiver.pass(between.toReceiver.take());
            Station.until(() -> between.receiver.refused(Refusal.FORGED) == 1, between.receiver);

            assertThat(between.receiver.arrivals()).isEmpty();
            assertThat(between.toSender.takeAll())
                    .as("a stranger gets no answer")
                    .isEmpty();
        }
    }

    @Test
    void aKeyOfAnotherNumberIsRefusedAsSuch() throws IOException {
        try (Between between = new Between(new DatagramKey(8, new byte[DatagramKey.BYTES]), 5)) {
            between.sender.send(2, TransportTest.heartbeat(1));
            between.toReceiver.pass(between.toReceiver.take());
            Station.until(() -> between.receiver.refused(Refusal.OTHER_KEY) == 1, between.receiver);

            assertThat(between.receiver.arrivals()).isEmpty();
        }
    }

    @Test
    void aNodeThatIsNotConfiguredIsRefused() throws IOException {
        try (Between between = Between.confirmed()) {
            between.receiver.knows(9, List.of(new Endpoint("127.0.0.1", 9)));
            between.sender.send(2, TransportTest.heartbeat(1));
            between.toReceiver.pass(between.toReceiver.take());
            Station.until(() -> between.receiver.refused(Refusal.UNKNOWN_SENDER) == 1, between.receiver);

            assertThat(between.receiver.arrivals()).isEmpty();
        }
    }

    @Test
    void whatWasMeantForAnotherNodeIsRefused() throws IOException {
        try (Between between = Between.confirmed()) {
            between.sender.knows(3, List.of(between.toReceiver.end()));
            between.sender.send(3, TransportTest.heartbeat(1));
            between.toReceiver.pass(between.toReceiver.take());
            Station.until(() -> between.receiver.refused(Refusal.MISDIRECTED) == 1, between.receiver);

            assertThat(between.receiver.arrivals()).isEmpty();
        }
    }

    @Test
    void anEarlierLifeOfASenderIsRefusedOnceALaterOneWasHeard() throws IOException {
        try (Between between = Between.confirmed();
                Station earlier = Station.open(Station.KEY, Station.member(1, 4), FreePorts.some(1))) {
            earlier.knows(2, List.of(between.toReceiver.end()));
            earlier.send(2, TransportTest.heartbeat(1));
            between.toReceiver.pass(between.toReceiver.take());
            Station.until(() -> between.receiver.refused(Refusal.EARLIER_LIFE) == 1, between.receiver);

            assertThat(between.receiver.arrivals()).isEmpty();
        }
    }

    @Test
    void whatWasRecordedBeforeTheReceiverStartedIsNeverLetIn() throws IOException {
        try (Between between = Between.confirmed()) {
            for (int i = 1; i <= 20; i++) {
                between.sender.send(2, TransportTest.heartbeat(i));
            }
            List<byte[]> recorded = between.toReceiver.takeAll();
            List<Endpoint> links = FreePorts.some(1);
            try (Station restarted = Station.open(Station.KEY, Station.member(2, 1), links);
                    Wire wire = Wire.to(links.getFirst())) {
                restarted.knows(1, List.of(wire.end()));
                for (byte[] datagram : recorded) {
                    wire.pass(datagram);
                }
                Station.until(() -> restarted.refused(Refusal.UNCONFIRMED) == recorded.size(), restarted);

                assertThat(restarted.arrivals()).isEmpty();
            }
        }
    }

    @Test
    void aHundredThousandDatagramsOfGarbageDisturbNothing() throws IOException {
        try (Between between = Between.confirmed()) {
            Random random = new Random(42);
            between.sender.send(2, TransportTest.heartbeat(1));
            byte[] genuine = between.toReceiver.take();
            int let = 0;
            for (int i = 1; i <= 100_000; i++) {
                byte[] garbage = new byte[random.nextInt(1300)];
                random.nextBytes(garbage);
                if (i % 2 == 0) {
                    // The header of a genuine one, so that the seal itself is tried.
                    System.arraycopy(genuine, 0, garbage, 0, Math.min(garbage.length, DatagramHeader.BYTES - 1));
                }
                between.toReceiver.pass(garbage);
                if (i % 100 == 0) {
                    between.receiver.receive();
                }
                if (i % 10_000 == 0) {
                    between.receiver.receive();
                    between.sender.send(2, new Message.StateFetch(i));
                    between.toReceiver.pass(between.toReceiver.take());
                    int expected = ++let;
                    Station.until(() -> between.receiver.arrivals().size() == expected, between.receiver);
                }
            }
            assertThat(between.receiver.messages()).hasSize(10).allMatch(Message.StateFetch.class::isInstance);
            assertThat(between.receiver.transport().refusals().total()).isGreaterThan(50_000);
        }
    }

    @Test
    void aLostPieceOfALongMessageIsFilledByTheRepetition() throws IOException {
        try (Between between = Between.confirmed()) {
            Message message = new Message.MasterAnswer(1, true, "long ".repeat(2_000));
            List<byte[]> pieces = piecesOf(between, message);
            assertThat(pieces).hasSizeGreaterThan(5).allMatch(piece -> piece.length <= Content.LONGEST_DATAGRAM);
            pieces.remove(3);
            Collections.shuffle(pieces, new Random(1));
            for (byte[] piece : pieces) {
                between.toReceiver.pass(piece);
            }
            between.receiver.receive(5);
            between.receiver.receive(5);
            assertThat(between.receiver.arrivals()).isEmpty();

            for (byte[] piece : piecesOf(between, message)) {
                between.toReceiver.pass(piece);
            }
            Station.until(() -> !between.receiver.arrivals().isEmpty(), between.receiver);

            assertThat(between.receiver.messages()).containsExactly(message);
        }
    }

    private static List<byte[]> piecesOf(Between between, Message message) throws IOException {
        between.sender.send(2, message);
        do {
            between.sender.receive(1);
        } while (between.sender.transport().nextDeadline() != Long.MAX_VALUE);
        return between.toReceiver.takeAll();
    }
}
