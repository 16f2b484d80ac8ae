package orion.core.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import orion.core.authority.Authority;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Endpoint;
import orion.core.configuration.NodeDefinition;
import orion.core.model.Generation;
import orion.core.model.Levels;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Pause;
import orion.core.model.Timing;
import orion.core.resource.ClusterState;
import orion.core.resource.Knowledge;
import orion.core.resource.StateId;
import orion.core.splitbrain.Ballot;
import orion.core.splitbrain.NodeBlock;
import orion.core.splitbrain.WhiteBoard;
import orion.core.wire.Message;

/// What people are told when n1 is cast out: what happened, and for how long, as n3 knows it, or n1 itself.
final class AccountTest {
    private static final Timing TIMING = Timing.STANDARD;
    private static final Member ONE = new Member(new NodeId(1), 1);
    private static final Member TWO = new Member(new NodeId(2), 1);
    private static final Member THREE = new Member(new NodeId(3), 1);
    private static final SortedSet<NodeId> ALL = new TreeSet<>(List.of(ONE.node(), TWO.node(), THREE.node()));
    private static final SortedSet<NodeId> REST = new TreeSet<>(List.of(TWO.node(), THREE.node()));
    private static final long NOW = 20_000;
    private static final Generation BEFORE = generation(1, ALL, new TreeSet<>());
    private static final Generation NEXT = generation(2, REST, new TreeSet<>(List.of(ONE.node())));

    private final TreeMap<NodeId, NodeDefinition> nodes = new TreeMap<>();
    private final TreeMap<NodeId, NodeBlock> blocks = new TreeMap<>();
    private final HeartbeatMonitor heartbeats = new HeartbeatMonitor(TIMING, 0);
    private final OwnLink link = new OwnLink(TIMING);
    private Optional<NodeId> beingRemoved = Optional.empty();
    private Member self = THREE;
    private Authority authority = new Authority(THREE, TIMING, 0);

    AccountTest() {
        for (NodeId node : ALL) {
            Endpoint link = new Endpoint("192.0.2." + node.number(), 7023);
            nodes.put(node, new NodeDefinition(node, "n" + node.number(), List.of(link)));
        }
    }

    private static Generation generation(long number, SortedSet<NodeId> members, SortedSet<NodeId> excluded) {
        TreeMap<NodeId, Long> admitted = new TreeMap<>();
        ALL.forEach(node -> admitted.put(node, 1L));
        return new Generation(number, 1, 1, TWO.node(), members, excluded, admitted);
    }

    private void hear(long at, Member from, SortedSet<NodeId> hears, Pause worst, Pause recent) {
        heartbeats.received(at, from, heartbeat(1, at, hears, worst, recent));
    }

    private static Message.Heartbeat heartbeat(
            long generation, long at, SortedSet<NodeId> hears, Pause worst, Pause recent) {
        return new Message.Heartbeat(
                Levels.SPOKEN,
                generation,
                false,
                hears,
                true,
                true,
                1,
                at,
                new TreeMap<>(),
                new TreeSet<>(),
                StateId.NONE,
                worst,
                recent,
                0);
    }

    private void hear(long at, Member from, SortedSet<NodeId> hears) {
        hear(at, from, hears, Pause.NONE, Pause.NONE);
    }

    private String told() {
        authority.learn(0, BEFORE, 0, 0);
        authority.learn(NOW, NEXT, 0, 0);
        ClusterConfiguration configuration =
                new ClusterConfiguration("harbour", 1, TIMING, 1, 60, 1, nodes, new TreeMap<>());
        WhiteBoard board = new WhiteBoard(self, TIMING, 1, 0, blocks);
        ClusterState agreed = ClusterState.initial(configuration);
        ClusterState newest = agreed.withConfiguration(
                beingRemoved.isPresent() ? configuration.withoutNode(beingRemoved.get()) : configuration);
        Knowledge known = new Knowledge(agreed, newest, Optional.empty());
        return new Account(NOW, self, known, authority, heartbeats, board, link).describe(BEFORE, NEXT);
    }

    private void isTold(String why) {
        assertThat(told()).isEqualTo("generation 2 is n2, n3; n1 is cast out" + why + " (decided by n2)");
    }

    @ParameterizedTest
    @EnumSource
    void afterSilenceForHowLongAndThePauseThatItToldOfJustBefore(Pause.Cause cause) {
        Pause longer = Pause.of(5_000, Pause.Cause.UNKNOWN);
        hear(11_900, ONE, ALL, longer, Pause.of(1_800, cause));
        isTold(" after a silence of 8.1 s (it had told of a pause of 1.8 s: " + cause.title() + ")");
    }

    @Test
    void aPauseItHadRecoveredFromIsNotToBlame() {
        hear(11_900, ONE, ALL, Pause.of(5_000, Pause.Cause.COLLECTION), Pause.NONE);
        isTold(" after a silence of 8.1 s");
    }

    @Test
    void whoeverIsHeardHereIsNamedWithThoseWhoDoNotHearIt() {
        hear(NOW - 500, ONE, ALL);
        hear(NOW - 500, TWO, REST);
        isTold(": n2 has not heard it for at least 8.0 s");
    }

    @Test
    void orWithThoseItDoesNotHear() {
        hear(NOW - 500, ONE, new TreeSet<>(List.of(ONE.node())));
        hear(NOW - 500, TWO, ALL);
        isTold(": it has not heard n2, n3 for at least 8.0 s");
    }

    @Test
    void ofItselfItTellsWhoDoesNotHearIt() {
        self = ONE;
        authority = new Authority(ONE, TIMING, 0);
        hear(NOW - 500, TWO, REST);
        hear(NOW - 500, THREE, REST);
        isTold(": n2, n3 have not heard it for at least 8.0 s");
    }

    @Test
    void ofItselfItTellsForHowLongItHasHeardNobody() {
        self = ONE;
        authority = new Authority(ONE, TIMING, 0);
        hear(NOW - 9_000, TWO, ALL);
        hear(NOW - 8_300, THREE, ALL);
        isTold(": it has not heard n2, n3 for 8.3 s");
    }

    @Test
    void ofItselfItTellsThatItsLinkIsDown() {
        self = ONE;
        authority = new Authority(ONE, TIMING, 0);
        link.changed(NOW - 2_000, false);
        hear(NOW - 2_000, TWO, ALL);
        hear(NOW - 2_000, THREE, ALL);
        isTold(": its own network link is down");
    }

    @Test
    void whoKnowsNoReasonOfItsOwnEndSaysWhoDoes() {
        self = ONE;
        authority = new Authority(ONE, TIMING, 0);
        hear(NOW - 500, TWO, ALL);
        hear(NOW - 500, THREE, ALL);
        isTold("; the reason is not known here, 'orion events' on n2 tells it");
    }

    @Test
    void whatOthersSaidBeforeTheyKnewTheGenerationIsNoReason() {
        heartbeats.received(NOW - 500, TWO, heartbeat(0, NOW - 500, REST, Pause.NONE, Pause.NONE));
        hear(NOW - 500, ONE, ALL);
        isTold("");
        heartbeats.received(NOW - 400, ONE, heartbeat(0, NOW - 400, ALL, Pause.NONE, Pause.NONE));
        isTold(": it has not entered generation 1");
    }

    @Test
    void itIsBeingRemoved() {
        beingRemoved = Optional.of(ONE.node());
        hear(NOW - 500, ONE, ALL);
        hear(NOW - 500, TWO, REST);
        isTold(": it is being removed from the cluster");
    }

    @Test
    void aLaterLifeIsHeard() {
        hear(NOW - 500, new Member(ONE.node(), 2), ALL);
        isTold(": it was started anew");
    }

    @Test
    void itHasNoPower() {
        authority.learn(0, BEFORE, 0, 0);
        authority.powerOffConfirmed(ONE);
        isTold(": it is confirmed to have no power");
    }

    @Test
    void itSaysOnTheBoardThatItsLinkIsDown() {
        hear(NOW - 2_000, ONE, ALL);
        blocks.put(ONE.node(), new NodeBlock(ONE, 9, BEFORE, Ballot.NONE, ALL, false, false));
        isTold(": it says on the board that its network link is down");
    }

    @Test
    void itWasRemoved() {
        nodes.remove(ONE.node());
        hear(NOW - 500, ONE, ALL);
        assertThat(told()).contains("; node 1 is cast out: it was removed from the cluster while it was let in (");
    }
}
