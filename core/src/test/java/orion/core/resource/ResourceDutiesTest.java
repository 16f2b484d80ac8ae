package orion.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.core.resource.ExampleCluster.N1;
import static orion.core.resource.ExampleCluster.N2;
import static orion.core.resource.ExampleCluster.in;
import static orion.core.resource.ExampleCluster.life;
import static orion.core.resource.ExampleCluster.resource;
import static orion.core.resource.ExampleCluster.state;

import org.junit.jupiter.api.Test;
import orion.core.Outbox;

/// What n1 is ordered to do and holds back.
final class ResourceDutiesTest {
    private static final ClusterState STATE = state(resource("web"), resource("mail"), resource("wiki"));

    @Test
    void whatIsToBeLoadedIsHeldBackUntilEverybodyExcludedIsProvenGone() {
        ClusterState loading = STATE.with(in(Phase.LOADING, "web", N1))
                .with(in(Phase.LOADING, "mail", N2))
                .with(in(Phase.RUNNING, "wiki", N1).unloading("taken offline"));
        ResourceDuties duties = new ResourceDuties(life(N1));

        assertThat(duties.perform(0, loading, false, new Outbox())).isTrue();
        assertThat(duties.heldBack()).containsExactly("web");

        assertThat(duties.perform(0, loading, true, new Outbox())).isFalse();
        assertThat(duties.heldBack()).isEmpty();
    }
}
