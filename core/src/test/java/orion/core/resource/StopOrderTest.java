package orion.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.core.resource.ExampleCluster.N1;
import static orion.core.resource.ExampleCluster.N2;
import static orion.core.resource.ExampleCluster.generationOf;
import static orion.core.resource.ExampleCluster.in;
import static orion.core.resource.ExampleCluster.nodes;
import static orion.core.resource.ExampleCluster.resource;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import orion.core.configuration.PlacementPolicy;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;

/// What comes after a resource is stopped before it, where both are to be stopped (rule R11).
final class StopOrderTest {
    private static final ClusterState STATE = ExampleCluster.state(resource("db"), after("app", "db"));

    private static ResourceDefinition after(String name, String other) {
        ResourceDefinition usual = resource(name);
        return new ResourceDefinition(
                name,
                usual.parts(),
                List.of(),
                60,
                60,
                ResourcePolicy.USUAL.with(PlacementPolicy.USUAL.comingAfter(List.of(other))));
    }

    private static ClusterState next(ClusterState state) {
        return new ResourceRules(new Moment(generationOf(N1, N2), true, new TreeMap<>())).next(state);
    }

    private static Phase db(ClusterState state) {
        return state.resource("db").phase();
    }

    @Test
    void whatANodeThatLeavesRunsIsStoppedInReverse() {
        ClusterState both = STATE.with(in(Phase.RUNNING, "db", N1)).with(in(Phase.RUNNING, "app", N1));
        ClusterState first = next(both.withLeaving(nodes(N1)));
        assertThat(db(first)).isEqualTo(Phase.RUNNING);
        assertThat(first.resource("app").phase()).isEqualTo(Phase.UNLOADING);
        assertThat(next(first)).isEqualTo(first);

        ClusterState second = next(first.with(first.resource("app").unloaded()));
        assertThat(db(second)).isEqualTo(Phase.UNLOADING);
    }

    @Test
    void whatRunsOnElsewhereIsNotWaitedFor() {
        ClusterState apart = STATE.with(in(Phase.RUNNING, "db", N1)).with(in(Phase.RUNNING, "app", N2));

        assertThat(db(next(apart.withLeaving(nodes(N1))))).isEqualTo(Phase.UNLOADING);
        assertThat(db(next(apart.withLeaving(nodes(N1, N2))))).isEqualTo(Phase.RUNNING);
    }

    @Test
    void whatIsTakenOfflineAloneDoesNotWait() {
        ResourceState db = in(Phase.RUNNING, "db", N1).wanting(false, Optional.empty());
        ResourceState app = in(Phase.RUNNING, "app", N1);
        ClusterState alone = STATE.with(db).with(app);
        ClusterState both = alone.with(app.wanting(false, Optional.empty()));

        assertThat(db(next(alone))).isEqualTo(Phase.UNLOADING);
        assertThat(db(next(both))).isEqualTo(Phase.RUNNING);
    }

    @Test
    void whatNobodyCanStopIsNotWaitedFor() {
        ClusterState stuck = STATE.with(in(Phase.RUNNING, "db", N1)).with(in(Phase.COMATOSE, "app", N1));

        assertThat(db(next(stuck.withLeaving(nodes(N1))))).isEqualTo(Phase.UNLOADING);
    }
}
