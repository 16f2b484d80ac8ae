package orion.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.core.resource.ExampleCluster.N1;
import static orion.core.resource.ExampleCluster.N2;
import static orion.core.resource.ExampleCluster.N3;
import static orion.core.resource.ExampleCluster.N4;
import static orion.core.resource.ExampleCluster.add;
import static orion.core.resource.ExampleCluster.generationOf;
import static orion.core.resource.ExampleCluster.life;
import static orion.core.resource.ExampleCluster.node;
import static orion.core.resource.ExampleCluster.nodes;
import static orion.core.resource.ExampleCluster.put;
import static orion.core.resource.ExampleCluster.remove;
import static orion.core.resource.ExampleCluster.resource;
import static orion.core.resource.ExampleCluster.state;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.model.Member;

/// When a node may be forgotten, and that its place is free then; n4 is configured but not up.
final class NodeRemovalTest {
    private static final ClusterState STATE = state(resource("web", "n1", "n4"));

    private static RequestRules.Verdict judge(Request request, ClusterState state, Member... unproven) {
        return new RequestRules(state, generationOf(N1, N2, N3), new TreeSet<>(List.of(unproven))).judge(request);
    }

    @Test
    void aNodeThatIsOutIsRemovedAndItsNameAndAddressAreFreeAgain() {
        RequestRules.Verdict removed = judge(remove(N4), STATE.withLeaving(nodes(N4)));

        assertThat(removed.text()).isEqualTo("edit 2: n4 is removed from cluster harbour, and from the nodes of web");
        assertThat(removed.accepted()).isTrue();
        assertThat(removed.state().configuration().nodes()).containsOnlyKeys(N1, N2, N3);
        assertThat(removed.state().configuration().version())
                .isGreaterThan(STATE.configuration().version());
        assertThat(removed.state().leaving()).isEmpty();
        assertThat(judge(add(node(5, "n4", "10.0.0.4")), removed.state()).accepted())
                .isTrue();
    }

    @Test
    void aNodeThatMayStillHoldSomethingIsNotRemoved() {
        RequestRules.Verdict refused = judge(remove(N4), STATE, life(N4));

        assertThat(refused.accepted()).isFalse();
        assertThat(refused.text())
                .isEqualTo("n4 was cast out and may still hold resources; wait until it is proven gone, or if its host"
                        + " has no power, vouch for that with 'orion confirm-off n4'");
        assertThat(refused.state()).isEqualTo(STATE);
    }

    @Test
    void whatNamedItAmongItsNodesDoesNotAnyMoreAndCanBeGivenAgain() {
        ClusterState next = judge(remove(N4), STATE).state();

        assertThat(next.configuration().resource("web").preferredNodes()).containsExactly("n1");
        assertThat(judge(put(next.configuration().resource("web")), next).accepted())
                .isTrue();
    }

    @Test
    void theOnlyNodeOfAResourceIsNotRemoved() {
        ClusterState only = state(resource("web", "n4"), resource("mail", "n1", "n4"));

        RequestRules.Verdict refused = judge(remove(N4), only);
        assertThat(refused.text()).isEqualTo("n4 is the only node of web; give that another node first, or delete it");
        assertThat(refused.accepted()).isFalse();
    }
}
