package orion.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.core.resource.ExampleCluster.N1;
import static orion.core.resource.ExampleCluster.N2;
import static orion.core.resource.ExampleCluster.N3;
import static orion.core.resource.ExampleCluster.N4;
import static orion.core.resource.ExampleCluster.generationOf;
import static orion.core.resource.ExampleCluster.life;
import static orion.core.resource.ExampleCluster.resource;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import orion.core.Outbox;
import orion.core.configuration.FailoverLimit;
import orion.core.configuration.MonitoringPolicy;
import orion.core.configuration.MonitoringPolicy.Action;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.model.Generation;
import orion.core.model.NodeId;
import orion.core.model.Timing;

/// For a resource that fails too often nodes are rebooted one at a time (rule R9), and what happens under maintenance
/// does not count.
final class RebootTest {
    private static final Generation EVERYBODY = generationOf(N1, N2, N3, N4);

    private static ResourcePolicy answering(int restarts, int within, Action then) {
        return ResourcePolicy.USUAL.with(MonitoringPolicy.USUAL.answering(restarts, within, then));
    }

    @Test
    void nodesAreRebootedOneAtATimeAndNoneUnderWhatIsInMaintenance() {
        ResourceDefinition usual = resource("a", "n1", "n2", "n3");
        ClusterState state = ExampleCluster.state(rebooting(usual, "a"), rebooting(usual, "b"), resource("c", "n1"));
        state = state.with(stoppedOn(state.resource("a"), N2)).with(stoppedOn(state.resource("b"), N1));
        ResourceState c = state.resource("c").loading(life(N1), "").running(0);

        assertThat(cause(state)).contains(state.resource("b"));
        Maintenance ofC =
                new Maintenance(new TreeMap<>(Map.of(new Maintenance.Scope.Resource("c"), 1_000L)), new TreeMap<>());
        ClusterState worked = state.with(c).withMaintenance(ofC);
        assertThat(cause(worked)).contains(state.resource("a"));
        assertThat(new RebootRules(worked, EVERYBODY.members()).obstacle(state.resource("b")))
                .contains("its node is not rebooted while c is in maintenance there");
    }

    private static Optional<ResourceState> cause(ClusterState state) {
        return new RebootRules(state, EVERYBODY.members()).cause();
    }

    private static ResourceDefinition rebooting(ResourceDefinition usual, String name) {
        return new ResourceDefinition(
                name, usual.parts(), usual.preferredNodes(), 60, 60, answering(0, 600, Action.REBOOT));
    }

    private static ResourceState stoppedOn(ResourceState resource, NodeId node) {
        return resource.wanting(true, Optional.empty())
                .loading(life(node), "")
                .running(0)
                .stopped(1, "it stopped");
    }

    /// a has stopped on n2, and b on n1; a master that has seen this of it agreed on judges.
    private static ClusterState judged(String seen) {
        ResourceDefinition usual = resource("a", "n1", "n2", "n3");
        ClusterState both = ExampleCluster.state(rebooting(usual, "a"), rebooting(usual, "b"));
        both = both.with(stoppedOn(both.resource("a"), N2)).with(stoppedOn(both.resource("b"), N1));
        SortedMap<String, Recent> recent = Recent.seen(1_000, both, Collections.emptySortedMap());
        recent = new TreeMap<>(recent);
        recent.keySet().removeIf(name -> !seen.contains(name));
        return new ResourceRules(Moment.at(2_000, EVERYBODY, true, new TreeMap<>(), recent)).next(both);
    }

    @Test
    void aNodeThatIsOnItsWayIsNotOvertakenByAnother() {
        ClusterState late = judged("a");
        assertThat(late.resource("a").phase()).isEqualTo(Phase.STOPPED);
        assertThat(cause(late)).contains(late.resource("a"));
        assertThat(late.resource("b").phase()).isEqualTo(Phase.COMATOSE);
        assertThat(late.resource("b").reason()).endsWith("its node is not rebooted while another one is, because of a");
    }

    @Test
    void ofTwoThatFailAtOnceTheLowerNodeGoes() {
        ClusterState first = judged("");
        assertThat(cause(first)).contains(first.resource("b"));

        ClusterState next = judged("ab");
        assertThat(next.resource("b").phase()).isEqualTo(Phase.STOPPED);
        assertThat(next.resource("a").phase()).isEqualTo(Phase.COMATOSE);
    }

    @Test
    void theReasonNamesTheResourceAndItsFailure() {
        ResourceDefinition usual = resource("a", "n1", "n2");
        ClusterState state = ExampleCluster.state(rebooting(usual, "a"));
        ResourceManager manager =
                new ResourceManager(life(N1), Timing.STANDARD, state.with(stoppedOn(state.resource("a"), N1)));
        manager.enter(0, EVERYBODY, new Outbox());

        assertThat(manager.reason(Departure.REBOOT, EVERYBODY))
                .isEqualTo("it is rebooted, because a resource on it has failed too often, a: it stopped");
        assertThat(manager.reason(Departure.IN_ORDER, EVERYBODY)).isEqualTo("it left in order");
    }

    @Test
    void whatStopsInMaintenanceDoesNotCount() {
        for (Action action : List.of(Action.COMATOSE, Action.REBOOT)) {
            RecoveryWorld world = new RecoveryWorld(answering(0, 600, action), "n1", "n2");
            world.comes(N4);
            world.covers(true);
            world.fails();
            assertThat(world.web().phase()).isEqualTo(Phase.STOPPED);
            assertThat(world.web().failures()).isZero();

            world.covers(false);
            assertThat(world.rebootsFor()).isEmpty();
            world.settle();
            assertThat(world.web().phase()).isEqualTo(Phase.RUNNING);
            assertThat(world.web().at()).contains(life(N1));
        }
    }

    @Test
    void aNodeThatIsLostUnderMaintenanceCountsNothing() {
        RecoveryWorld world = new RecoveryWorld(ResourcePolicy.USUAL.with(new FailoverLimit(1, 3_600, 1)), "n1", "n2");
        world.covers(true);
        world.dies(N1);
        world.covers(false);
        world.settle();

        assertThat(world.web().at()).contains(life(N2));
        assertThat(world.web().tally().failovers()).isZero();
        assertThat(world.web().tally().deadNodes()).isZero();
    }
}
