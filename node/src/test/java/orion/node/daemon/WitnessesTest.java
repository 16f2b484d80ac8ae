package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.node.daemon.HarbourCluster.N1;
import static orion.node.daemon.HarbourCluster.N2;
import static orion.node.daemon.HarbourCluster.N3;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.NodeView;
import orion.core.Standing;
import orion.core.membership.HeartbeatMonitor.Heard;
import orion.core.model.Generation;
import orion.core.model.Levels;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Pause;
import orion.core.resource.StateId;
import orion.core.wire.Message.Heartbeat;

/// What n1 is told of n3 in a cluster whose members are n1 and n2, or n1 alone.
final class WitnessesTest {
    private static final long NOW = 1_000_000;
    private static final long TOLERANCE =
            HarbourCluster.state().configuration().timing().toleranceMillis();

    private final SortedMap<NodeId, Heard> heard = new TreeMap<>();
    private final SortedMap<NodeId, Long> ticked = new TreeMap<>();

    private Witnesses witnesses(NodeId... members) {
        SortedMap<NodeId, Long> admitted = new TreeMap<>();
        List.of(N1, N2, N3).forEach(node -> admitted.put(node, 1L));
        Generation generation =
                new Generation(8, 1, 1, N1, new TreeSet<>(List.of(members)), new TreeSet<>(List.of(N3)), admitted);
        NodeView view = new NodeView(
                new Member(N1, 1),
                Standing.MEMBER,
                generation,
                NOW,
                HarbourCluster.state(),
                Optional.empty(),
                Optional.of(N1),
                true,
                true,
                heard,
                ticked,
                0,
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                Optional.empty(),
                Pause.NONE);
        return new Witnesses(view, NOW);
    }

    private void hear(NodeId node, long ago, NodeId... hears) {
        Heartbeat heartbeat = new Heartbeat(
                Levels.SPOKEN,
                8,
                false,
                new TreeSet<>(List.of(hears)),
                true,
                true,
                3,
                1,
                new TreeMap<>(),
                new TreeSet<>(),
                StateId.NONE,
                Pause.NONE,
                Pause.NONE,
                0);
        heard.put(node, new Heard(new Member(node, 1), NOW - ago, heartbeat, 0));
    }

    @Test
    void aNodeThatThisOneHearsIsHeard() {
        hear(N3, 300);
        assertThat(witnesses(N1, N2).hear(N3)).contains("it was heard here 300 ms ago");
    }

    @Test
    void aNodeThatOnlyAnotherMemberHearsIsHeard() {
        hear(N2, 100, N1, N3);
        hear(N3, TOLERANCE + 1);
        assertThat(witnesses(N1, N2).hear(N3)).contains("it is heard by n2");
    }

    @Test
    void whatASilentOrFormerMemberHeardOnceSaysNothing() {
        hear(N2, TOLERANCE + 1, N1, N3);
        assertThat(witnesses(N1, N2).hear(N3)).isEmpty();
        hear(N2, 100, N1, N3);
        assertThat(witnesses(N1).hear(N3)).isEmpty();
        hear(N2, 100, N1);
        assertThat(witnesses(N1, N2).hear(N3)).isEmpty();
    }

    @Test
    void whatWritesOnTheWhiteBoardIsNotWithoutPower() {
        hear(N3, TOLERANCE + 1);
        ticked.put(N3, NOW - TOLERANCE);
        assertThat(witnesses(N1, N2).signOfLife(N3))
                .contains("what it wrote on the white board was seen to change " + TOLERANCE + " ms ago");
        ticked.put(N3, NOW - TOLERANCE - 1);
        assertThat(witnesses(N1, N2).signOfLife(N3)).isEmpty();
        hear(N3, 300);
        assertThat(witnesses(N1, N2).signOfLife(N3)).contains("it was heard here 300 ms ago");
    }

    @Test
    void onlyWhoIsNotProvenGoneOrShowsNoSignOfLifeIsStillToBeFenced() {
        Member victim = new Member(N2, 1);
        assertThat(witnesses(N1, N2).view().isStillToBeFenced(NOW, victim))
                .as("silent")
                .isTrue();
        hear(N2, 300);
        assertThat(witnesses(N1, N2).view().isStillToBeFenced(NOW, victim))
                .as("heard")
                .isFalse();
        assertThat(witnesses(N1, N2).view().isStillToBeFenced(NOW, new Member(N2, 2)))
                .as("another life")
                .isFalse();
        hear(N2, TOLERANCE);
        ticked.put(N2, NOW - 300);
        assertThat(witnesses(N1, N2).view().isStillToBeFenced(NOW, victim))
                .as("writes")
                .isFalse();
        ticked.put(N2, NOW - TOLERANCE);
        assertThat(witnesses(N1).view().isStillToBeFenced(NOW, victim))
                .as("no member")
                .isFalse();
    }

    @Test
    void whetherAnotherMemberUsesTheBoardIsKnownFromItsHeartbeats() {
        assertThat(witnesses(N1).nobodyElseUsesTheBoard()).as("alone").isFalse();
        assertThat(witnesses(N1, N2).nobodyElseUsesTheBoard()).as("not heard").isTrue();
        hear(N2, 100);
        assertThat(witnesses(N1, N2).nobodyElseUsesTheBoard()).isFalse();
    }
}
