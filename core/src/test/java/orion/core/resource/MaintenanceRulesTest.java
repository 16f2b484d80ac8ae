package orion.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.core.resource.ExampleCluster.N1;
import static orion.core.resource.ExampleCluster.N2;
import static orion.core.resource.ExampleCluster.N3;
import static orion.core.resource.ExampleCluster.followingTheMaster;
import static orion.core.resource.ExampleCluster.generationOf;
import static orion.core.resource.ExampleCluster.in;
import static orion.core.resource.ExampleCluster.life;
import static orion.core.resource.ExampleCluster.nodes;
import static orion.core.resource.ExampleCluster.resource;
import static orion.core.resource.ExampleCluster.state;

import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import orion.core.configuration.MonitoringPolicy;
import orion.core.model.Generation;
import orion.core.model.NodeId;
import orion.core.resource.Maintenance.Scope;
import orion.core.resource.RequestRules.Verdict;

/// Rule R1: in maintenance states follow what happens, but nothing is ordered by itself; what a person asks for is.
final class MaintenanceRulesTest {
    private static final ClusterState STATE = state(resource("web", "n1", "n2"), followingTheMaster("address"));
    private static final Generation ALL = generationOf(N1, N2, N3);
    private static final Generation WITHOUT_N1 = generationOf(N2, N3);
    private static final Scope CLUSTER = new Scope.Cluster();
    private static final Scope NODE = new Scope.Node(N1);
    private static final Scope RESOURCE = new Scope.Resource("web");

    /// Each of these covers web on n1.
    static Stream<Scope> scopes() {
        return Stream.of(CLUSTER, NODE, RESOURCE);
    }

    private static ClusterState webRuns(Scope... scopes) {
        ClusterState state = STATE.with(in(Phase.RUNNING, "web", N1)).with(in(Phase.RUNNING, "address", N3));
        for (Scope scope : scopes) {
            state = state.withMaintenance(state.maintenance().with(scope, 60_000));
        }
        return state;
    }

    private static ClusterState next(ClusterState state, Generation generation) {
        return new ResourceRules(new Moment(generation, false, new TreeMap<>())).next(state);
    }

    private static Verdict judge(Request request, ClusterState state) {
        return new RequestRules(state, ALL, new TreeSet<>()).judge(request);
    }

    private static ClusterState over(ClusterState state) {
        return state.withMaintenance(state.maintenance().after(60_000));
    }

    private static ClusterState failed(ClusterState state) {
        ResourceState web = state.resource("web");
        return judge(new Request.Failed("web", life(N1), web.action(), Symptom.ENDED, "exit status 9"), state)
                .state();
    }

    @ParameterizedTest
    @MethodSource("scopes")
    void whatStopsByItselfIsShownSoAndLeftAloneUntilTheEnd(Scope scope) {
        ClusterState stopped = next(failed(webRuns(scope)), ALL);

        ResourceState web = stopped.resource("web");
        assertThat(web.phase()).isEqualTo(Phase.STOPPED);
        assertThat(web.at()).contains(life(N1));
        assertThat(web.reason()).isEqualTo("stopped by itself on n1: exit status 9");
        assertThat(next(stopped, ALL)).isEqualTo(stopped);

        ResourceState restarts = next(over(stopped), ALL).resource("web");
        assertThat(restarts.phase()).isEqualTo(Phase.UNLOADING);
        assertThat(restarts.moveTo()).contains(N1);
        assertThat(restarts.failures()).as("a person may have stopped it").isZero();
    }

    @Test
    void whatHadStoppedOftenBeforeIsNotGivenUpForWhatHappensInMaintenance() {
        ClusterState state = webRuns(CLUSTER);
        ResourceState often = state.resource("web")
                .stopped(MonitoringPolicy.USUAL.restarts(), "")
                .running(0);
        ClusterState stopped = next(failed(state.with(often)), ALL);
        assertThat(stopped.resource("web").phase()).isEqualTo(Phase.STOPPED);

        ResourceState restarts = next(over(stopped), ALL).resource("web");
        assertThat(restarts.phase()).isEqualTo(Phase.UNLOADING);
        assertThat(restarts.failures()).isEqualTo(MonitoringPolicy.USUAL.restarts());
    }

    @ParameterizedTest
    @MethodSource("scopes")
    void whatALostNodeHeldIsShownOfflineAndStartsElsewhereOnlyAtTheEnd(Scope scope) {
        ClusterState lost = next(webRuns(scope), WITHOUT_N1);

        assertThat(lost.resource("web").phase()).isEqualTo(Phase.OFFLINE);
        assertThat(lost.resource("web").at()).isEmpty();
        assertThat(lost.resource("web").reason()).isEqualTo("n1 failed");
        assertThat(next(lost, WITHOUT_N1)).isEqualTo(lost);
        assertThat(next(lost, ALL)).as("the node is back").isEqualTo(lost);

        ClusterState after = next(over(lost), WITHOUT_N1);
        assertThat(after.resource("web").phase()).isEqualTo(Phase.LOADING);
        assertThat(after.resource("web").at()).contains(life(N2));
        assertThat(after.maintenance()).isEqualTo(Maintenance.NONE);
    }

    @Test
    void whatIsNotCoveredGoesOnAsEver() {
        ClusterState others = webRuns(new Scope.Node(N2), new Scope.Resource("address"));

        assertThat(next(failed(others), ALL).resource("web").phase()).isEqualTo(Phase.UNLOADING);
        ResourceState web = next(others, WITHOUT_N1).resource("web");
        assertThat(web.phase()).as("its only other node is in maintenance").isEqualTo(Phase.UNASSIGNED);
        assertThat(web.reason()).isEqualTo("none of its nodes is available: n1 is not up, n2 is in maintenance");
        assertThat(next(webRuns(new Scope.Resource("address")), WITHOUT_N1)
                        .resource("web")
                        .phase())
                .isEqualTo(Phase.LOADING);
    }

    @Test
    void nothingIsPlacedByItselfWhereTheMasterIsInMaintenance() {
        ClusterState state = STATE.withMaintenance(Maintenance.NONE.with(new Scope.Node(N3), 1));

        ResourceState address = next(state, ALL).resource("address");
        assertThat(address.phase()).isEqualTo(Phase.UNASSIGNED);
        assertThat(address.reason()).isEqualTo("the master is in maintenance");
    }

    @Test
    void whatFollowsTheMasterStaysUntilTheEnd() {
        ClusterState state = webRuns(CLUSTER).with(in(Phase.RUNNING, "address", N1));

        assertThat(next(state, ALL)).isEqualTo(state);
        assertThat(next(over(state), ALL).resource("address").phase()).isEqualTo(Phase.UNLOADING);
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"QUORUM_WAIT", "UNASSIGNED", "LOADING", "RUNNING", "STOPPED", "UNLOADING", "COMATOSE"})
    void theManagerOnlyLooksOn(Phase phase) {
        ClusterState state = webRuns(CLUSTER).with(in(phase, "web", N1));

        assertThat(next(state, ALL)).isEqualTo(state);
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"RUNNING", "STOPPED"})
    void whatAPersonTakesOfflineIsStopped(Phase phase) {
        ClusterState state = webRuns(CLUSTER).with(in(phase, "web", N1));

        ClusterState off = judge(new Request.Offline("web"), state).state();
        assertThat(next(off, ALL).resource("web").phase()).isEqualTo(Phase.UNLOADING);
    }

    @ParameterizedTest
    @MethodSource("scopes")
    void whatAPersonMovesIsMoved(Scope scope) {
        ClusterState leaves =
                next(judge(new Request.Migrate("web", N3), webRuns(scope)).state(), ALL);
        assertThat(leaves.resource("web").phase()).isEqualTo(Phase.UNLOADING);

        ClusterState gone = leaves.with(leaves.resource("web").inactive(Phase.OFFLINE, "asked to move to n3"));
        assertThat(next(gone, ALL).resource("web").at()).contains(life(N3));
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"OFFLINE", "UNASSIGNED", "QUORUM_WAIT"})
    void whatAPersonBringsOnlineIsPlacedOnTheBestNodeThatIsNotInMaintenance(Phase phase) {
        ClusterState state = webRuns(CLUSTER, NODE).with(in(phase, "web", N1));

        Verdict verdict = judge(new Request.Online("web", Optional.empty()), state);
        assertThat(verdict.text()).isEqualTo("web goes online");
        assertThat(next(verdict.state(), ALL).resource("web").at()).contains(life(N2));
        Verdict named = judge(new Request.Online("web", Optional.of(N1)), state);
        assertThat(next(named.state(), ALL).resource("web").at()).contains(life(N1));
    }

    @Test
    void whereNoNodeCanTakeItOnlineSaysThatItWaits() {
        ClusterState state = webRuns(CLUSTER, NODE, new Scope.Node(N2)).with(in(Phase.OFFLINE, "web", N1));

        Verdict verdict = judge(new Request.Online("web", Optional.empty()), state);
        assertThat(verdict.text())
                .isEqualTo("web goes online when the maintenance is over: at present none of its nodes is available:"
                        + " n1 is in maintenance, n2 is in maintenance");
        assertThat(next(verdict.state(), ALL)).isEqualTo(verdict.state());
    }

    @Test
    void whatStoppedIsRestartedWhenAPersonBringsItOnline() {
        ClusterState stopped = failed(webRuns(CLUSTER));

        ResourceState web = judge(new Request.Online("web", Optional.empty()), stopped)
                .state()
                .resource("web");
        assertThat(web.phase()).isEqualTo(Phase.UNLOADING);
        assertThat(web.moveTo()).contains(N1);
        assertThat(web.failures()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"RUNNING", "STOPPED"})
    void aNodeThatAPersonLetsLeaveIsLeftByItsResources(Phase phase) {
        ClusterState state = webRuns(CLUSTER).with(in(phase, "web", N1)).withLeaving(nodes(N1));

        ClusterState leaves = next(state, ALL);
        assertThat(leaves.resource("web").phase()).isEqualTo(Phase.UNLOADING);
        ClusterState gone = leaves.with(leaves.resource("web").inactive(Phase.OFFLINE, "n1 is leaving"));
        assertThat(next(gone, ALL).resource("web").at()).contains(life(N2));
    }

    @Test
    void maintenanceOutlivesAColdStart() {
        ClusterState cold = webRuns(NODE).coldStart(9).withQuorumReached();

        assertThat(cold.maintenance().covers(N1)).isTrue();
        assertThat(next(cold, ALL).resource("web").phase()).isEqualTo(Phase.OFFLINE);
        assertThat(next(cold, ALL).resource("address").phase()).isEqualTo(Phase.LOADING);
        assertThat(next(over(cold), ALL).resource("web").phase()).isEqualTo(Phase.LOADING);
    }

    @Test
    void whatIsDeletedOrRemovedIsForgotten() {
        ClusterState state = webRuns(CLUSTER, RESOURCE, new Scope.Node(N2))
                .withMaintenance(webRuns(CLUSTER, RESOURCE, new Scope.Node(N2))
                        .maintenance()
                        .stopped("web", N2));

        ClusterState rest = state.withConfiguration(
                state.configuration().withoutResource("web").withoutNode(N2));
        assertThat(rest.maintenance()).isEqualTo(Maintenance.NONE.with(CLUSTER, 60_000));
    }

    @Test
    void whatIsSaidOfAStoppedResourceIsForgottenWithItsReason() {
        ClusterState lost = next(webRuns(NODE), WITHOUT_N1);
        assertThat(lost.maintenance().stoppedOn()).containsEntry("web", N1);

        Verdict byHand = judge(new Request.Online("web", Optional.of(N3)), lost);
        assertThat(next(byHand.state(), ALL).maintenance().stoppedOn()).isEmpty();
    }

    @Test
    void requestsSayWhatTheyDidAndWhatIsNotThere() {
        Verdict begun = judge(new Request.BeginMaintenance(CLUSTER, 1_800_000), STATE);
        assertThat(begun.text())
                .isEqualTo("cluster harbour is in maintenance for 30 min: nothing is started, moved or restarted by"
                        + " itself");
        assertThat(begun.state().maintenance()).isEqualTo(Maintenance.NONE.with(CLUSTER, 1_800_000));
        Verdict more = judge(new Request.BeginMaintenance(NODE, Maintenance.UNTIL_ENDED), begun.state());
        assertThat(more.text()).startsWith("node n1 is in maintenance until 'orion maintenance off --node n1':");

        Verdict ended = judge(new Request.EndMaintenance(CLUSTER), more.state());
        assertThat(ended.text()).isEqualTo("maintenance of cluster harbour is over; still in maintenance: node n1");
        Verdict again = judge(new Request.EndMaintenance(CLUSTER), ended.state());
        assertThat(again)
                .isEqualTo(new Verdict(
                        true,
                        ended.state(),
                        "cluster harbour is not in maintenance; nothing to do; still in maintenance: node n1"));

        for (Scope scope : new Scope[] {new Scope.Resource("nope"), new Scope.Node(new NodeId(9))}) {
            assertThat(judge(new Request.BeginMaintenance(scope, 1), STATE).accepted())
                    .isFalse();
            assertThat(judge(new Request.EndMaintenance(scope), STATE).text()).startsWith("there is no ");
        }
        for (long millis : new long[] {0, -1, Maintenance.LONGEST_MILLIS + 1}) {
            assertThat(judge(new Request.BeginMaintenance(CLUSTER, millis), STATE)
                            .accepted())
                    .isFalse();
        }
    }
}
