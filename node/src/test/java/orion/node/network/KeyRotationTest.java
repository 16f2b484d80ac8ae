package orion.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import orion.core.configuration.Endpoint;
import orion.core.model.NodeId;
import orion.node.os.FreePorts;

/// Two nodes hear each other all through the exchange of their key, and nobody with the old one afterwards.
final class KeyRotationTest {
    private static final DatagramKey OLD = key(7);
    private static final DatagramKey NEW = key(8);
    private static final DatagramKey OTHER_NEW = key(9);
    private static final NodeId ONE = new NodeId(1);
    private static final NodeId TWO = new NodeId(2);

    private static DatagramKey key(int id) {
        byte[] secret = new byte[DatagramKey.BYTES];
        Arrays.fill(secret, (byte) id);
        return new DatagramKey(id, secret);
    }

    /// Two nodes, each with its keys.
    private static final class Pair implements AutoCloseable {
        private final DatagramKeys firstKeys;
        private final DatagramKeys secondKeys;
        private final Station first;
        private final Station second;
        private long said;

        Pair(List<DatagramKey> firstKeys, List<DatagramKey> secondKeys) throws IOException {
            List<Endpoint> free = FreePorts.some(2);
            this.firstKeys = new DatagramKeys(firstKeys);
            this.secondKeys = new DatagramKeys(secondKeys);
            first = Station.open(this.firstKeys, Station.member(1, 5), free.subList(0, 1));
            second = Station.open(this.secondKeys, Station.member(2, 9), free.subList(1, 2));
            first.knows(2, free.subList(1, 2));
            second.knows(1, free.subList(0, 1));
        }

        /// Each says something that the other must hear.
        void assertHearEachOther() throws IOException {
            said++;
            first.arrivals().clear();
            second.arrivals().clear();
            first.send(2, TransportTest.heartbeat(said));
            Station.until(() -> second.messages().contains(TransportTest.heartbeat(said)), first, second);
            second.send(1, TransportTest.heartbeat(said));
            Station.until(() -> first.messages().contains(TransportTest.heartbeat(said)), first, second);
        }

        @Override
        public void close() throws IOException {
            first.close();
            second.close();
        }
    }

    @Test
    void theyHearEachOtherThroughAllStepsOfAnExchange() throws IOException {
        try (Pair pair = new Pair(List.of(OLD), List.of(OLD))) {
            pair.assertHearEachOther();
            pair.secondKeys.hold(List.of(NEW, OLD));
            pair.assertHearEachOther();
            assertThat(pair.firstKeys.lacksNewestOf(TWO)).isTrue();
            assertThat(pair.firstKeys.lackSomebodysNewest()).isTrue();
            assertThat(pair.secondKeys.hasNewest(ONE)).isFalse();

            pair.firstKeys.hold(List.of(NEW, OLD));
            pair.assertHearEachOther();
            assertThat(pair.firstKeys.lacksNewestOf(TWO)).isFalse();
            assertThat(pair.firstKeys.hasNewest(TWO)).isTrue();
            assertThat(pair.secondKeys.hasNewest(ONE)).isTrue();

            pair.firstKeys.hold(List.of(NEW));
            pair.assertHearEachOther();
            pair.secondKeys.hold(List.of(NEW));
            pair.assertHearEachOther();
            assertThat(pair.first.refused(Refusal.OTHER_KEY) + pair.second.refused(Refusal.OTHER_KEY))
                    .isZero();
        }
    }

    @Test
    void aNodeThatStartsAmidAnExchangeIsHeardByThoseBeforeAndBehindIt() throws IOException {
        try (Pair pair = new Pair(List.of(NEW, OLD), List.of(OLD))) {
            pair.assertHearEachOther();
        }
        try (Pair pair = new Pair(List.of(NEW, OLD), List.of(NEW))) {
            pair.assertHearEachOther();
        }
    }

    @Test
    void twoThatMadeNewKeysAtTheSameTimeHearEachOtherByTheOldOne() throws IOException {
        try (Pair pair = new Pair(List.of(NEW, OLD), List.of(OTHER_NEW, OLD))) {
            pair.assertHearEachOther();
            pair.assertHearEachOther();
            assertThat(pair.firstKeys.lacksNewestOf(TWO)).isTrue();
            assertThat(pair.secondKeys.lacksNewestOf(ONE)).isTrue();

            pair.firstKeys.hold(List.of(OTHER_NEW, NEW, OLD));
            pair.assertHearEachOther();
            pair.secondKeys.hold(List.of(OTHER_NEW));
            pair.assertHearEachOther();
        }
    }

    @Test
    void whoeverHasOnlyTheOldKeyIsRefusedAfterwards() throws IOException {
        try (Pair pair = new Pair(List.of(NEW), List.of(OLD))) {
            pair.second.send(1, TransportTest.heartbeat(1));
            Station.until(() -> pair.first.refused(Refusal.OTHER_KEY) == 1, pair.first, pair.second);

            assertThat(pair.first.arrivals()).isEmpty();
            assertThat(pair.firstKeys.hasNewest(TWO)).isFalse();
        }
    }

    @Test
    void whatANodeHasThatWasRemovedIsNotLacked() throws IOException {
        try (Pair pair = new Pair(List.of(OLD), List.of(NEW, OLD))) {
            pair.assertHearEachOther();
            assertThat(pair.firstKeys.lackSomebodysNewest()).isTrue();
            pair.first.knows(3, List.of(new Endpoint("127.0.0.1", 9)));

            assertThat(pair.firstKeys.lackSomebodysNewest()).isFalse();
        }
    }

    @Test
    void aRecordedDatagramTellsNothingOfItsSendersKeys() throws IOException {
        List<Endpoint> free = FreePorts.some(2);
        DatagramKeys keys = new DatagramKeys(List.of(NEW, OLD));
        try (Station sender =
                        Station.open(new DatagramKeys(List.of(NEW, OLD)), Station.member(1, 5), free.subList(0, 1));
                Station receiver = Station.open(keys, Station.member(2, 1), free.subList(1, 2));
                Wire wire = Wire.to(free.get(1))) {
            sender.knows(2, List.of(wire.end()));
            receiver.knows(1, List.of(new Endpoint("127.0.0.1", 9)));
            sender.send(2, TransportTest.heartbeat(1));
            for (byte[] recorded : wire.takeAll()) {
                wire.pass(recorded);
            }
            Station.until(() -> receiver.refused(Refusal.UNCONFIRMED) == 2, receiver);

            assertThat(keys.hasNewest(ONE)).isFalse();
        }
    }
}
