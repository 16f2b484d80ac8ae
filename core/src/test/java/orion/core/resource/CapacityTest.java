package orion.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.core.resource.ExampleCluster.N1;
import static orion.core.resource.ExampleCluster.N2;
import static orion.core.resource.ExampleCluster.N3;
import static orion.core.resource.ExampleCluster.add;
import static orion.core.resource.ExampleCluster.capacity;
import static orion.core.resource.ExampleCluster.generationOf;
import static orion.core.resource.ExampleCluster.in;
import static orion.core.resource.ExampleCluster.life;
import static orion.core.resource.ExampleCluster.resource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.configuration.Amounts;
import orion.core.configuration.PlacementPolicy;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.configuration.ResourcePolicy.Mode;
import orion.core.model.NodeId;

/// No node is given more than it has while another has room (rule R12).
final class CapacityTest {
    private static final ClusterState STATE = with(
            ExampleCluster.state(needing("big", 3, "n1", "n2", "n3"), needing("web", 3, "n1", "n2", "n3")),
            4,
            N1,
            N2,
            N3);

    private static Amounts cpu(int amount) {
        return new Amounts(new TreeMap<>(Map.of("cpu", amount)));
    }

    private static ResourceDefinition needing(String name, int amount, String... nodes) {
        ResourceDefinition usual = resource(name, nodes);
        return new ResourceDefinition(
                name,
                usual.parts(),
                List.of(nodes),
                60,
                60,
                ResourcePolicy.USUAL.withFailback(Mode.AUTO, 0).with(PlacementPolicy.USUAL.needing(cpu(amount))));
    }

    private static ClusterState with(ClusterState state, int amount, NodeId... nodes) {
        ClusterState next = state;
        for (NodeId node : nodes) {
            next = judge(next, capacity(node, cpu(amount))).state();
        }
        return next;
    }

    private static RequestRules.Verdict judge(ClusterState state, Request request) {
        return new RequestRules(state, generationOf(N1, N2, N3), new TreeSet<>()).judge(request);
    }

    private static Moment moment(NodeId... members) {
        return new Moment(generationOf(members), true, new TreeMap<>());
    }

    private static ResourceState web(ClusterState state, NodeId... members) {
        return new ResourceRules(moment(members)).next(state).resource("web");
    }

    @Test
    void aNodeWithoutRoomIsPassedOver() {
        ClusterState full = STATE.with(in(Phase.RUNNING, "big", N1)).with(in(Phase.UNASSIGNED, "web", N1));

        assertThat(web(full, N1, N2, N3).at()).contains(life(N2));
        assertThat(Explanation.of(full, moment(N1, N2, N3), "web")
                        .options()
                        .getFirst()
                        .ground())
                .isEqualTo(new Ground.NoRoom("cpu", 3, 1));
        assertThat(new Ground.NoRoom("cpu", 3, 1).words(full.configuration()))
                .isEqualTo("has no room for it: of cpu it needs 3, and 1 is free");
    }

    @Test
    void whereNoNodeHasRoomItIsLoadedInTheUsualOrder() {
        ClusterState full = STATE.with(in(Phase.RUNNING, "big", N2)).with(in(Phase.UNASSIGNED, "web", N1));

        assertThat(web(full, N2).at()).contains(life(N2));
        assertThat(web(with(full, 2, N1, N3), N1, N2, N3).at()).contains(life(N1));
    }

    @Test
    void ofWhatANodeIsNotSaidToHaveThereIsEnough() {
        ClusterState full = STATE.with(in(Phase.RUNNING, "big", N1)).with(in(Phase.UNASSIGNED, "web", N1));
        ClusterState unsaid = judge(full, capacity(N1, Amounts.NONE)).state();

        assertThat(web(unsaid, N1, N2, N3).at()).contains(life(N1));
    }

    @Test
    void nothingFailsBackToANodeWithoutRoomButAPersonMayMoveIt() {
        ClusterState away = STATE.with(in(Phase.RUNNING, "big", N1)).with(in(Phase.RUNNING, "web", N2));
        assertThat(web(away, N1, N2, N3).phase()).isEqualTo(Phase.RUNNING);

        ClusterState asked = judge(away, new Request.Migrate("web", N1)).state();
        assertThat(web(asked, N1, N2, N3).moveTo()).contains(N1);
        assertThat(web(asked, N1, N2, N3).phase()).isEqualTo(Phase.UNLOADING);
    }

    @Test
    void theLossOfANodeThatTheOthersCannotReplaceIsWarnedOf() {
        ClusterState both = STATE.with(in(Phase.RUNNING, "big", N1)).with(in(Phase.RUNNING, "web", N2));
        WhatIf.Loss ofThree = new WhatIf(both, moment(N1, N2, N3)).loss(N1);
        WhatIf.Loss ofTwo = new WhatIf(both, moment(N1, N2)).loss(N1);

        assertThat(WhatIf.overloads(both)).isEmpty();
        assertThat(ofThree.overloads()).isEmpty();
        assertThat(ofThree.fates()).extracting(WhatIf.Fate::to).contains(Optional.of(N3));
        assertThat(ofTwo.overloads()).containsExactly(new WhatIf.Overload(N2, "cpu", 6, 4));
    }

    @Test
    void aNodeThatIsAddedAgainKeepsWhatWasSaidOfIt() {
        ClusterState again = judge(STATE, add(STATE.configuration().node(N1).withCapacity(Amounts.NONE)))
                .state();

        assertThat(again.configuration().node(N1).capacity()).isEqualTo(cpu(4));
        assertThat(judge(STATE, capacity(new NodeId(9), cpu(1))).accepted()).isFalse();
    }
}
