package orion.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Endpoint;
import orion.core.configuration.NodeDefinition;
import orion.core.model.Generation;
import orion.core.model.Levels;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.core.resource.ClusterState;
import orion.core.splitbrain.NodeBlock;
import orion.core.wire.Message;

/// Releases that speak different levels of the protocol in one cluster: a perfect network and board between nodes that
/// are started and stopped by the test.
final class ProtocolLevelsTest {
    private static final Timing TIMING = Timing.STANDARD;
    private static final long STEP = 100;
    private static final long LONG = 60_000;
    private static final Levels OLD = new Levels(1, 1);
    private static final Levels BOTH = new Levels(1, 2);
    private static final Levels NEW = new Levels(2, 2);

    private final TreeMap<NodeId, NodeBlock> board = new TreeMap<>();
    private final TreeMap<NodeId, Host> hosts = new TreeMap<>();
    private final TreeMap<NodeId, Long> incarnations = new TreeMap<>();
    private final List<String> told = new ArrayList<>();
    private List<Delivery> underWay = new ArrayList<>();
    private long now;

    private record Delivery(Member from, NodeId to, Message message) {}

    /// One node that is up.
    private record Host(Member member, ClusterNode node) {}

    private ClusterState state() {
        SortedMap<NodeId, NodeDefinition> nodes = new TreeMap<>();
        for (int number = 1; number <= 3; number++) {
            Endpoint link = new Endpoint("192.0.2." + number, 7023);
            nodes.put(new NodeId(number), new NodeDefinition(new NodeId(number), "n" + number, List.of(link)));
        }
        return ClusterState.initial(new ClusterConfiguration("harbour", 1, TIMING, 1, 60, 1, nodes, new TreeMap<>()));
    }

    /// Starts a node, or restarts it with another release.
    private void start(int number, Levels spoken) {
        NodeId id = new NodeId(number);
        Member member = new Member(id, incarnations.merge(id, 1L, Long::sum));
        hosts.put(id, new Host(member, new ClusterNode(now, member, spoken, state(), new TreeMap<>(board))));
    }

    private void stop(int number) {
        hosts.remove(new NodeId(number));
    }

    private void pass(long millis) {
        for (long end = now + millis; now < end; now += STEP) {
            List<Delivery> due = underWay;
            underWay = new ArrayList<>();
            for (Delivery delivery : due) {
                Host to = hosts.get(delivery.to());
                if (to != null) {
                    step(to, new Input.Received(delivery.from(), delivery.message()));
                }
            }
            List.copyOf(hosts.values()).forEach(host -> step(host, new Input.TimerFired()));
        }
    }

    private void step(Host host, Input input) {
        for (Output output : host.node().step(now, input)) {
            switch (output) {
                case Output.Send(NodeId to, Message message) -> underWay.add(new Delivery(host.member(), to, message));
                case Output.StartBoardCycle(int disk, NodeBlock block) -> {
                    board.put(block.writer().node(), block);
                    step(host, new Input.BoardCycleEnded(disk, Optional.of(new TreeMap<>(board)), ""));
                }
                case Output.ReadStates() -> step(host, new Input.StatesRead(Optional.empty(), ""));
                case Output.Happened(Event event) ->
                    told.add("n" + host.member().node().number() + ": " + event.text());
                case Output.LeaseRenewed _,
                        Output.RunAction _,
                        Output.StopEverything _,
                        Output.End _,
                        Output.Answer _,
                        Output.StateAgreed _,
                        Output.StateLearned _,
                        Output.Fence _ -> {}
            }
        }
    }

    /// What all members know: they must agree.
    private Generation agreed() {
        List<Generation> known = hosts.values().stream()
                .map(host -> host.node().view(now))
                .filter(view -> view.standing() == Standing.MEMBER)
                .map(NodeView::generation)
                .distinct()
                .toList();
        assertThat(known).as("what happened: %s", told).hasSize(1);
        return known.getFirst();
    }

    private static SortedSet<NodeId> nodes(int... numbers) {
        SortedSet<NodeId> nodes = new TreeSet<>();
        for (int number : numbers) {
            nodes.add(new NodeId(number));
        }
        return nodes;
    }

    private void assertAgreed(int level, int... members) {
        assertThat(agreed().members()).as("what happened: %s", told).isEqualTo(nodes(members));
        assertThat(agreed().level()).isEqualTo(level);
    }

    private String obstacle(int number) {
        Host host = hosts.get(new NodeId(number));
        return host == null ? "" : host.node().view(now).obstacle().orElse("");
    }

    @Test
    void theClusterActsAtTheHighestLevelThatAllSpeak() {
        start(1, OLD);
        start(2, BOTH);
        start(3, BOTH);
        pass(LONG);
        assertAgreed(1, 1, 2, 3);
    }

    @Test
    void theLevelRisesWhenTheLastNodeHasTheNewRelease() {
        start(1, OLD);
        start(2, BOTH);
        start(3, BOTH);
        pass(LONG);
        stop(1);
        pass(LONG);
        assertAgreed(1, 2, 3);

        start(1, BOTH);
        pass(LONG);
        assertAgreed(2, 1, 2, 3);
    }

    @Test
    void aNodeThatWasNeverHeardIsNotLeftBehind() {
        start(2, BOTH);
        start(3, BOTH);
        pass(LONG);
        assertAgreed(1, 2, 3);

        start(1, OLD);
        pass(LONG);
        assertAgreed(1, 1, 2, 3);
    }

    @Test
    void aReleaseThatIsTooOldIsRefusedWithASentenceOnBothSides() {
        for (int number = 1; number <= 3; number++) {
            start(number, BOTH);
        }
        pass(LONG);
        assertAgreed(2, 1, 2, 3);
        stop(1);
        pass(LONG);
        start(1, OLD);
        pass(LONG);

        assertAgreed(2, 2, 3);
        assertThat(obstacle(1))
                .isEqualTo("the other nodes act at level 2 of the protocol, and this one speaks level 1;"
                        + " install the release that the other nodes have");
        assertThat(told)
                .contains("n3: n1 is heard, and not let in: n1 speaks level 1 of the protocol, not level 2;"
                        + " install the release that the other nodes have");
    }

    @Test
    void aReleaseThatIsTooNewIsRefusedAndFoundsNothingByItself() {
        start(1, OLD);
        start(2, OLD);
        pass(LONG);
        start(3, NEW);
        pass(LONG);
        assertAgreed(1, 1, 2);
        assertThat(obstacle(3)).contains("act at level 1 of the protocol, and this one speaks level 2");
        assertThat(told)
                .contains("n2: n3 is heard, and not let in: n3 speaks level 2 of the protocol, not level 1;"
                        + " install the release that the other nodes have");

        stop(1);
        stop(2);
        pass(LONG);
        assertThat(hosts.values())
                .singleElement()
                .satisfies(host -> assertThat(host.node().view(now).standing()).isEqualTo(Standing.OUTSIDE));
    }

    @Test
    void whoSpeaksOnlyTheNewLevelIsLetInWhenAllSpeakIt() {
        start(1, BOTH);
        start(2, BOTH);
        pass(LONG);
        assertAgreed(1, 1, 2);

        start(3, NEW);
        pass(LONG);
        assertAgreed(2, 1, 2, 3);
    }

    @Test
    void ofTwoThatSpeakNothingInCommonOnlyOneFounds() {
        start(2, OLD);
        start(3, NEW);
        pass(LONG);

        assertAgreed(1, 2);
        assertThat(obstacle(3)).contains("this one speaks level 2");
    }
}
