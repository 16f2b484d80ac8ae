package orion.node.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.configuration.Endpoint;
import orion.core.model.Levels;
import orion.core.model.NodeId;
import orion.core.model.Pause;
import orion.core.resource.StateId;
import orion.core.wire.Message;
import orion.core.wire.MessageCodec;
import orion.node.os.FreePorts;

/// Two nodes that exchange messages directly.
final class TransportTest {
    /// Two nodes with two links each, opened.
    private record Pair(Station first, Station second, List<Endpoint> firstLinks, List<Endpoint> secondLinks)
            implements AutoCloseable {
        static Pair open() throws IOException {
            List<Endpoint> free = FreePorts.some(4);
            List<Endpoint> firstLinks = free.subList(0, 2);
            List<Endpoint> secondLinks = free.subList(2, 4);
            Station first = Station.open(Station.KEY, Station.member(1, 5), firstLinks);
            Station second = Station.open(Station.KEY, Station.member(2, 9), secondLinks);
            first.knows(2, secondLinks);
            second.knows(1, firstLinks);
            return new Pair(first, second, firstLinks, secondLinks);
        }

        @Override
        public void close() throws IOException {
            first.close();
            second.close();
        }
    }

    static Message.Heartbeat heartbeat(long asked) {
        return new Message.Heartbeat(
                Levels.SPOKEN,
                3,
                false,
                new TreeSet<>(List.of(new NodeId(1), new NodeId(2))),
                true,
                true,
                9,
                asked,
                new TreeMap<>(),
                new TreeSet<>(),
                new StateId(3, 4),
                Pause.NONE,
                Pause.NONE,
                0);
    }

    @Test
    void theVeryFirstHeartbeatArrivesFromItsProvenSender() throws IOException {
        try (Pair pair = Pair.open()) {
            pair.first().send(2, heartbeat(17));
            Station.until(() -> !pair.second().arrivals().isEmpty(), pair.first(), pair.second());

            assertThat(pair.second().arrivals()).contains(new Station.Arrival(Station.member(1, 5), heartbeat(17)));
        }
    }

    @Test
    void whoeverRunsAnotherReleaseIsToldOf() throws IOException {
        try (Pair pair = Pair.open()) {
            byte[] ours = MessageCodec.encode(heartbeat(1));
            byte[] theirs = ours.clone();
            theirs[0]--;
            pair.first().transport().send(new NodeId(2), theirs);
            Station.until(() -> !pair.second().unreadable().isEmpty(), pair.first(), pair.second());

            assertThat(pair.second().unreadable())
                    .allSatisfy(told -> assertThat(told)
                            .startsWith(Station.member(1, 5).toString())
                            .contains("is of version " + theirs[0], "reads version " + ours[0]));
            assertThat(pair.second().arrivals()).isEmpty();
        }
    }

    @Test
    void messagesArriveOverEveryLinkAndEachLinksHealthIsKnown() throws IOException {
        try (Pair pair = Pair.open()) {
            pair.first().send(2, heartbeat(1));
            Station.until(() -> !pair.second().arrivals().isEmpty(), pair.first(), pair.second());
            pair.second().arrivals().clear();
            pair.first().send(2, heartbeat(2));
            Station.until(() -> pair.second().arrivals().size() == 2, pair.first(), pair.second());

            assertThat(pair.second().messages()).containsOnly(heartbeat(2));
            assertThat(pair.second().transport().health())
                    .hasSize(2)
                    .allSatisfy(health -> assertThat(health.heardMillis()).isNotEqualTo(LinkHealth.NEVER));
        }
    }

    @Test
    void bothDirectionsWorkAfterOneHeartbeatEach() throws IOException {
        try (Pair pair = Pair.open()) {
            pair.first().send(2, heartbeat(1));
            pair.second().send(1, heartbeat(2));
            Station.until(
                    () -> !pair.first().arrivals().isEmpty()
                            && !pair.second().arrivals().isEmpty(),
                    pair.first(),
                    pair.second());

            assertThat(pair.first().messages()).contains(heartbeat(2));
            assertThat(pair.second().messages()).contains(heartbeat(1));
        }
    }

    @Test
    void aMessageOfTwoMegabytesArrivesWhole() throws IOException {
        try (Pair pair = Pair.open()) {
            Message huge = new Message.MasterAnswer(1, true, "The quick brown fox. ".repeat(100_000));
            pair.first().send(2, heartbeat(1));
            Station.until(() -> !pair.second().arrivals().isEmpty(), pair.first(), pair.second());
            pair.second().arrivals().clear();

            pair.first().send(2, huge);
            long[] repeatAt = {Station.now() + 1_000};
            Station.until(
                    () -> {
                        // As the protocol does: repeated until answered; the repetition fills gaps.
                        if (Station.now() > repeatAt[0]) {
                            pair.first().send(2, huge);
                            repeatAt[0] = Station.now() + 1_000;
                        }
                        return !pair.second().arrivals().isEmpty();
                    },
                    pair.first(),
                    pair.second());

            assertThat(pair.second().messages().getFirst()).isEqualTo(huge);
        }
    }

    @Test
    void heartbeatsOvertakeALongMessage() throws IOException {
        try (Pair pair = Pair.open()) {
            pair.first().send(2, heartbeat(1));
            Station.until(() -> !pair.second().arrivals().isEmpty(), pair.first(), pair.second());
            pair.second().arrivals().clear();

            pair.first().send(2, new Message.MasterAnswer(1, true, "x".repeat(1_000_000)));
            pair.first().send(2, heartbeat(2));
            Station.until(() -> !pair.second().arrivals().isEmpty(), pair.first(), pair.second());

            assertThat(pair.second().messages().getFirst()).isEqualTo(heartbeat(2));
        }
    }

    @Test
    void aMessageBeyondTheLimitIsCountedAndNotSent() throws IOException {
        try (Pair pair = Pair.open()) {
            pair.first().send(2, new Message.MasterAnswer(1, true, "x".repeat(5_000_000)));

            assertThat(pair.first().transport().unsendable()).isEqualTo(1);
        }
    }

    @Test
    void aRestartedNodeIsHeardAgainAlsoWithTheSameIncarnation() throws IOException {
        try (Pair pair = Pair.open()) {
            pair.first().send(2, heartbeat(1));
            Station.until(() -> !pair.second().arrivals().isEmpty(), pair.first(), pair.second());
            for (long incarnation : List.of(5L, 6L)) {
                pair.first().close();
                try (Station again = Station.open(Station.KEY, Station.member(1, incarnation), pair.firstLinks())) {
                    again.knows(2, pair.secondLinks());
                    Station.Arrival expected =
                            new Station.Arrival(Station.member(1, incarnation), heartbeat(100 + incarnation));
                    Station.until(
                            () -> {
                                again.send(2, expected.message());
                                return pair.second().arrivals().contains(expected);
                            },
                            again,
                            pair.second());
                }
            }
        }
    }

    @Test
    void aPortInUseIsToldInOneSentence() throws IOException {
        try (Pair pair = Pair.open()) {
            assertThatExceptionOfType(NetworkException.class)
                    .isThrownBy(() -> Station.open(Station.KEY, Station.member(3, 1), pair.firstLinks()))
                    .withMessageContaining(
                            "UDP port " + pair.firstLinks().getFirst().port())
                    .withMessageContaining("in use by another program");
        }
    }

    @Test
    void anAddressThatThisHostLacksIsToldInOneSentence() {
        List<Endpoint> foreign = List.of(new Endpoint("192.0.2.77", 7023));

        assertThatExceptionOfType(NetworkException.class)
                .isThrownBy(() -> Station.open(Station.KEY, Station.member(3, 1), foreign))
                .withMessageContaining("this host has no address 192.0.2.77");
    }
}
