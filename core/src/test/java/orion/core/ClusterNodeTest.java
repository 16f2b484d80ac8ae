package orion.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Endpoint;
import orion.core.configuration.NodeDefinition;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.model.Generation;
import orion.core.model.Levels;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Pause;
import orion.core.model.Timing;
import orion.core.resource.ClusterState;
import orion.core.resource.StateId;
import orion.core.splitbrain.Ballot;
import orion.core.splitbrain.NodeBlock;
import orion.core.wire.Message;

/// Moments of one life that last a millisecond and that no story meets: node 3 of three, and a board that does what
/// the test says.
final class ClusterNodeTest {
    private static final Timing TIMING = Timing.STANDARD;
    private static final long STEP = 100;
    private static final NodeId N1 = new NodeId(1);
    private static final NodeId N2 = new NodeId(2);
    private static final NodeId N3 = new NodeId(3);

    private final TreeMap<NodeId, NodeBlock> board = new TreeMap<>();
    private final List<Output> given = new ArrayList<>();
    private Optional<NodeBlock> underWay = Optional.empty();

    private ClusterNode begin(long incarnation) {
        return begin(incarnation, new TreeMap<>());
    }

    private ClusterNode begin(long incarnation, SortedMap<String, ResourceDefinition> resources) {
        TreeMap<NodeId, NodeDefinition> nodes = new TreeMap<>();
        for (NodeId id : List.of(N1, N2, N3)) {
            Endpoint link = new Endpoint("192.0.2." + id.number(), 7023);
            nodes.put(id, new NodeDefinition(id, "n" + id.number(), List.of(link)));
        }
        ClusterState remembered =
                ClusterState.initial(new ClusterConfiguration("harbour", 1, TIMING, 1, 60, 1, nodes, resources));
        return new ClusterNode(0, new Member(N3, incarnation), Levels.SPOKEN, remembered, new TreeMap<>(board));
    }

    /// Takes one step; what it gives out is kept until the next.
    private boolean copiesCanBeRead = true;

    private void step(ClusterNode node, long now, Input input) {
        given.clear();
        given.addAll(node.step(now, input));
        if (copiesCanBeRead && given.stream().anyMatch(Output.ReadStates.class::isInstance)) {
            given.addAll(node.step(now, new Input.StatesRead(Optional.empty(), "")));
        }
        for (Output output : given) {
            if (output instanceof Output.StartBoardCycle(int _, NodeBlock block)) {
                underWay = Optional.of(block);
            }
        }
    }

    private void endCycle(ClusterNode node, long now) {
        NodeBlock written = underWay.orElseThrow();
        underWay = Optional.empty();
        board.put(N3, written);
        step(node, now, new Input.BoardCycleEnded(0, Optional.of(new TreeMap<>(board)), ""));
    }

    /// Time passes; the board answers at once.
    private void pass(ClusterNode node, long from, long to) {
        for (long now = from; now <= to; now += STEP) {
            step(node, now, new Input.TimerFired());
            while (underWay.isPresent()) {
                endCycle(node, now);
            }
        }
    }

    private static Generation generation(long number, SortedMap<NodeId, Long> admitted, NodeId... members) {
        TreeSet<NodeId> excluded = new TreeSet<>(admitted.keySet());
        excluded.removeAll(List.of(members));
        return new Generation(number, 1, 1, N2, new TreeSet<>(List.of(members)), excluded, admitted);
    }

    private static SortedMap<NodeId, Long> lives(NodeId node, long life, NodeId other, long otherLife) {
        TreeMap<NodeId, Long> lives = new TreeMap<>();
        lives.put(node, life);
        lives.put(other, otherLife);
        return lives;
    }

    private void write(Member writer, long tick, Generation newest) {
        board.put(writer.node(), new NodeBlock(writer, tick, newest, Ballot.NONE, new TreeSet<>(), true, false));
    }

    @Test
    void ruleD2WhatAnEarlierLifePromisedAndAcceptedStaysOnTheBoard() {
        Generation accepted = generation(1, lives(N2, 1, N3, 1), N2, N3);
        Ballot ballot = new Ballot(1, 36, 36, Optional.of(accepted));
        board.put(N3, new NodeBlock(new Member(N3, 1), 7, Generation.NONE, ballot, new TreeSet<>(), true, false));
        step(begin(2), 0, new Input.TimerFired());

        assertThat(underWay.orElseThrow().ballot()).isEqualTo(ballot);
    }

    @Test
    void ruleG5WhenGrantsHadEndedInOneGenerationSaysNothingOfTheOneAfterTheNext() {
        Member excluded = new Member(N1, 2);
        TreeMap<NodeId, Long> one = new TreeMap<>();
        one.put(N1, 1L);
        write(excluded, 5, new Generation(1, 1, 1, N1, new TreeSet<>(one.keySet()), new TreeSet<>(), one));
        ClusterNode node = begin(1);
        // So it founds nothing.
        copiesCanBeRead = false;
        pass(node, 0, 19_900);
        write(new Member(N2, 1), 1, generation(3, lives(N1, 2, N2, 1), N2));
        pass(node, 20_000, 26_000);
        assertThat(node.view(26_000).generation().number()).isEqualTo(3);
        assertThat(node.view(26_000).unproven()).containsExactly(excluded);

        pass(node, 26_100, 28_000);
        assertThat(node.view(28_000).unproven()).isEmpty();
    }

    /// Node 3 publishes the generation without node 1, which it hears again just then.
    private void hearsTheOtherWhilePublishing(ClusterNode node) {
        write(new Member(N1, 1), 1, generation(1, lives(N1, 1, N3, 1), N1, N3));
        step(node, 0, new Input.TimerFired());
        heartbeat(node, 10, 0);
        endCycle(node, 20);
        assertThat(node.view(20).standing()).isEqualTo(Standing.MEMBER);
        heartbeat(node, 30, 0);
        long now = 0;
        while (underWay.isEmpty() || underWay.get().newest().number() < 2) {
            assertThat(now).as("it publishes").isLessThan(20_000);
            if (underWay.isPresent()) {
                endCycle(node, now);
            } else {
                now += STEP;
                step(node, now, new Input.TimerFired());
            }
        }
        assertThat(node.view(now).generation().number())
                .as("known until it is published")
                .isEqualTo(1);
        heartbeat(node, now + 50, now + 50);
    }

    private void heartbeat(ClusterNode node, long now, long granted) {
        TreeMap<NodeId, Long> grants = new TreeMap<>();
        grants.put(N3, granted);
        TreeSet<NodeId> hears = new TreeSet<>(List.of(N3));
        Message heartbeat = new Message.Heartbeat(
                Levels.SPOKEN,
                1,
                false,
                hears,
                true,
                true,
                0,
                now,
                grants,
                new TreeSet<>(),
                StateId.NONE,
                Pause.NONE,
                Pause.NONE,
                0);
        step(node, now, new Input.Received(new Member(N1, 1), heartbeat));
    }

    @Test
    void theViewTellsWhatIsHeldBackAsLongAsSomebodyIsUnproven() {
        PartDefinition part = new PartDefinition.Unit("web.service");
        ResourceDefinition web =
                new ResourceDefinition("web", List.of(part), List.of("n3"), 60, 60, ResourcePolicy.USUAL);
        ClusterNode node = begin(1, new TreeMap<>(Map.of("web", web)));
        Generation both = generation(1, lives(N1, 1, N3, 1), N1, N3);
        write(new Member(N1, 1), 1, both);
        step(node, 0, new Input.TimerFired());
        heartbeat(node, 10, 0);
        endCycle(node, 20);
        SortedSet<String> heldBack = new TreeSet<>();
        for (long now = STEP; !loadsWhileItPasses(node, now); now += STEP) {
            assertThat(now).as("it is loaded when the other is proven gone").isLessThan(60_000);
            if (now < 12_000) {
                // Not heard any more, but it still ticks: on the other side of a cut.
                write(new Member(N1, 1), now, both);
            }
            NodeView view = node.view(now);
            assertThat(view.heldBack().isEmpty() || !view.unproven().isEmpty()).isTrue();
            heldBack.addAll(view.heldBack());
        }
        assertThat(heldBack).containsExactly("web");
    }

    private boolean loadsWhileItPasses(ClusterNode node, long now) {
        step(node, now, new Input.TimerFired());
        boolean loads = given.stream().anyMatch(Output.RunAction.class::isInstance);
        while (underWay.isPresent()) {
            endCycle(node, now);
            loads |= given.stream().anyMatch(Output.RunAction.class::isInstance);
        }
        return loads;
    }

    @Test
    void ruleG4WhoPublishesUsesNoGrants() {
        hearsTheOtherWhilePublishing(begin(1));

        assertThat(given).noneMatch(Output.LeaseRenewed.class::isInstance);
    }

    @Test
    void ruleT4WhoPublishesGrantsNothing() {
        ClusterNode node = begin(1);
        hearsTheOtherWhilePublishing(node);
        long sent = 0;
        for (long now = 8_200; now < 11_000; now += STEP) {
            for (Output output : given) {
                if (output instanceof Output.Send(NodeId _, Message.Heartbeat heartbeat)) {
                    sent++;
                    assertThat(heartbeat.grants()).isEmpty();
                }
            }
            step(node, now, new Input.TimerFired());
        }

        assertThat(sent).isPositive();
    }

    /// Node 3 in a generation with node 1, of which it hears nothing after the first moment and whose power it can have
    /// cut after 3 s.
    private ClusterNode withASilentFellow() {
        ClusterNode node = begin(1);
        write(new Member(N1, 1), 1, generation(1, lives(N1, 1, N3, 1), N1, N3));
        step(node, 0, new Input.TimerFired());
        heartbeat(node, 10, 0);
        endCycle(node, 20);
        TreeMap<NodeId, Long> devices = new TreeMap<>();
        devices.put(N1, 3_000L);
        step(node, 30, new Input.FencingDevices(devices));
        return node;
    }

    /// Lets time pass, with a board that answers at once.
    private List<Output> fencesBetween(ClusterNode node, long from, long to) {
        List<Output> fences = new ArrayList<>();
        for (long now = from; now <= to; now += STEP) {
            step(node, now, new Input.TimerFired());
            fences.addAll(given);
            while (underWay.isPresent()) {
                endCycle(node, now);
                fences.addAll(given);
            }
        }
        fences.removeIf(output -> !(output instanceof Output.Fence));
        return fences;
    }

    @Test
    void ruleF2AFellowWithoutASignOfLifeIsFencedOnceAndNotTooEarly() {
        ClusterNode node = withASilentFellow();

        assertThat(fencesBetween(node, 100, 2_900)).isEmpty();
        assertThat(fencesBetween(node, 3_000, 7_900)).containsExactly(new Output.Fence(new Member(N1, 1)));
    }

    @Test
    void ruleF2AFellowThatWritesOnTheBoardIsNotFenced() {
        ClusterNode node = withASilentFellow();
        for (long tick = 2; tick < 9; tick++) {
            write(new Member(N1, 1), tick, generation(1, lives(N1, 1, N3, 1), N1, N3));
            assertThat(fencesBetween(node, tick * 1_000 - 1_900, tick * 1_000 - 1_000))
                    .isEmpty();
        }
    }

    @Test
    void ruleF2WhoseOwnLinkIsDownOrWasOfLateFencesNobody() {
        ClusterNode node = withASilentFellow();
        step(node, 100, new Input.LinkChanged(false));
        assertThat(fencesBetween(node, 200, 4_000)).isEmpty();
        step(node, 4_050, new Input.LinkChanged(true));

        assertThat(fencesBetween(node, 4_100, 7_900)).isEmpty();
    }

    @Test
    void ruleS1WhoDidNotRunFencesNobodyAtOnce() {
        ClusterNode node = withASilentFellow();
        pass(node, 100, 1_000);

        assertThat(fencesBetween(node, 4_500, 6_400)).isEmpty();
    }
}
