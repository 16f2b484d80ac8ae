package orion.sim;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.MonitoringPolicy;
import orion.core.configuration.MonitoringPolicy.Action;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.model.Generation;
import orion.core.model.Levels;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.Maintenance;
import orion.core.resource.ResourceState;

/// [RebootsOneAtATime] accepts a reboot that a definition asks for, and refuses every other one.
final class RebootsOneAtATimeTest {
    private static final Member FIRST = new Member(new NodeId(1), 1);
    private static final Member SECOND = new Member(new NodeId(2), 1);
    private static final Generation BOTH = generation(FIRST, SECOND);

    private final RebootsOneAtATime invariant = new RebootsOneAtATime();

    private static Generation generation(Member... members) {
        SortedMap<NodeId, Long> admitted = new TreeMap<>(Map.of(FIRST.node(), 1L));
        admitted.put(SECOND.node(), 1L);
        TreeSet<NodeId> nodes = new TreeSet<>();
        for (Member member : members) {
            nodes.add(member.node());
        }
        return new Generation(1, 1, 1, FIRST.node(), nodes, new TreeSet<>(), admitted);
    }

    /// r1 on that node, with this answer to failures.
    private static ClusterState stoppedOn(Member member, Action action) {
        ClusterConfiguration configuration = Plan.story(2, 1, true, 1).configuration();
        ResourceDefinition old = configuration.resource("r1");
        ResourceDefinition definition = new ResourceDefinition(
                "r1",
                old.parts(),
                List.of("n1", "n2"),
                old.loadTimeoutSeconds(),
                old.unloadTimeoutSeconds(),
                ResourcePolicy.USUAL.with(MonitoringPolicy.USUAL.answering(0, 60, action)));
        ClusterState state = ClusterState.initial(configuration.withResource(definition));
        ResourceState runs = state.resource("r1").loading(member, "wanted").running(0);
        return state.with(runs.stopped(1, "it broke"));
    }

    private void reboots(Member member, Generation generation, ClusterState state) {
        invariant.note(new Fact.Rebooted(member, generation, state));
    }

    private void refused(Member member, Generation generation, ClusterState state, String why) {
        assertThatThrownBy(() -> reboots(member, generation, state))
                .isInstanceOf(InvariantBroken.class)
                .hasMessageContaining(member + " is rebooted for a resource " + why);
    }

    @Test
    void oneGoesAndTheNextWhenItIsBack() {
        ClusterState onFirst = stoppedOn(FIRST, Action.REBOOT);
        ClusterState onSecond = stoppedOn(SECOND, Action.REBOOT);
        assertThatCode(() -> reboots(FIRST, BOTH, onFirst)).doesNotThrowAnyException();
        refused(SECOND, BOTH, onSecond, "while [node 1] is not back from that");

        invariant.note(new Fact.LifeBegan(new Member(FIRST.node(), 2), new Levels(1, 1)));
        assertThatCode(() -> reboots(SECOND, BOTH, onSecond)).doesNotThrowAnyException();
    }

    @Test
    void noneGoesWithoutACauseOfItsOwn() {
        refused(FIRST, BOTH, stoppedOn(SECOND, Action.REBOOT), "though nothing on it asks for that");
        refused(FIRST, BOTH, stoppedOn(FIRST, Action.MIGRATE), "though nothing on it asks for that");
    }

    @Test
    void noneGoesWhileAnotherIsMissing() {
        refused(FIRST, generation(FIRST), stoppedOn(FIRST, Action.REBOOT), "while not all are members");
    }

    @Test
    void noneGoesUnderWhatIsInMaintenance() {
        SortedMap<Maintenance.Scope, Long> covered = new TreeMap<>(Map.of(new Maintenance.Scope.Cluster(), 1_000L));
        ClusterState state = stoppedOn(FIRST, Action.REBOOT).withMaintenance(new Maintenance(covered, new TreeMap<>()));
        refused(FIRST, BOTH, state, "under what is in maintenance");
    }
}
