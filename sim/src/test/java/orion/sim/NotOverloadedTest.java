package orion.sim;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.configuration.Amounts;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.PlacementPolicy;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.StateId;

/// That it is noticed when a node is overloaded while another has room.
final class NotOverloadedTest {
    private static final NodeId ONE = new NodeId(1);
    private static final NodeId TWO = new NodeId(2);

    private static Amounts units(int amount) {
        return new Amounts(new TreeMap<>(Map.of("units", amount)));
    }

    private static void loads(int roomOfOther) {
        PartDefinition part = new PartDefinition.Command(List.of("/bin/true"));
        ResourcePolicy policy = ResourcePolicy.USUAL.with(PlacementPolicy.USUAL.needing(units(2)));
        ClusterConfiguration plain = Plan.story(2, 0, true, 1).configuration();
        ClusterState state = ClusterState.initial(plain.withNode(plain.node(ONE).withCapacity(units(1)))
                        .withNode(plain.node(TWO).withCapacity(units(roomOfOther)))
                        .withResource(new ResourceDefinition("web", List.of(part), List.of(), 10, 10, policy)))
                .withId(new StateId(1, 1));
        NotOverloaded invariant = new NotOverloaded();
        TreeMap<NodeId, Long> admitted = new TreeMap<>(Map.of(ONE, 1L));
        admitted.put(TWO, 1L);
        TreeSet<NodeId> both = new TreeSet<>(List.of(ONE, TWO));
        invariant.note(new Fact.GenerationSeen("n1", new Generation(1, 1, 1, ONE, both, new TreeSet<>(), admitted)));
        Member first = new Member(ONE, 1);
        invariant.note(new Fact.StateMade(first, state));
        invariant.note(new Fact.StateMade(
                first,
                state.with(state.resource("web").loading(first, "started")).withId(new StateId(1, 2))));
    }

    @Test
    void anOverloadIsNoticedOnlyWhereAnotherNodeHasRoom() {
        assertThatCode(() -> loads(1)).doesNotThrowAnyException();
        assertThatThrownBy(() -> loads(2))
                .isInstanceOf(InvariantBroken.class)
                .hasMessageContaining("web is loaded on node 1 by state 1/2 and overloads it, though node 2 has room");
    }
}
