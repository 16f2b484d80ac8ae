package orion.sim;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.PlacementPolicy;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.StateId;

/// That it is noticed when two of an exclusion group meet.
final class KeptApartTest {
    private static final NodeId ONE = new NodeId(1);
    private static final Member FIRST = new Member(ONE, 1);
    private static final Member SECOND = new Member(new NodeId(2), 1);

    private static ResourceDefinition resource(String name, String... groups) {
        PlacementPolicy placement = PlacementPolicy.USUAL.apartIn(List.of(groups));
        PartDefinition part = new PartDefinition.Command(List.of("/bin/true", name));
        return new ResourceDefinition(name, List.of(part), List.of(), 10, 10, ResourcePolicy.USUAL.with(placement));
    }

    private static ClusterState state() {
        ClusterConfiguration empty = Plan.story(2, 0, true, 1).configuration();
        return ClusterState.initial(empty.withResource(resource("mail", "a", "b"))
                        .withResource(resource("print", "b"))
                        .withResource(resource("web", "c")))
                .withId(new StateId(1, 1));
    }

    private static ClusterState loading(ClusterState state, String name, Member member) {
        return state.with(state.resource(name).loading(member, "started"))
                .withId(state.id().next());
    }

    private static Fact made(ClusterState state) {
        return new Fact.StateMade(FIRST, state);
    }

    @Test
    void inAnAgreedState() {
        KeptApart invariant = new KeptApart();
        ClusterState mail = loading(loading(state(), "mail", FIRST), "web", FIRST);
        assertThatCode(() -> invariant.note(made(mail))).doesNotThrowAnyException();
        assertThatCode(() -> new KeptApart().note(made(loading(mail, "print", SECOND))))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> invariant.note(made(loading(mail, "print", FIRST))))
                .isInstanceOf(InvariantBroken.class)
                .hasMessageContaining("must be kept apart");
    }

    @Test
    void onAHost() {
        KeptApart invariant = new KeptApart();
        invariant.note(made(state()));
        invariant.note(new Fact.HoldBegan(ONE, "mail"));
        invariant.note(new Fact.HoldBegan(ONE, "web"));
        invariant.note(new Fact.HoldBegan(SECOND.node(), "print"));
        invariant.note(new Fact.HoldEnded(ONE, "mail"));
        invariant.note(new Fact.HoldBegan(ONE, "print"));
        assertThatThrownBy(() -> invariant.note(new Fact.HoldBegan(ONE, "mail")))
                .isInstanceOf(InvariantBroken.class)
                .hasMessageContaining("mail and print are both on node 1");
    }
}
