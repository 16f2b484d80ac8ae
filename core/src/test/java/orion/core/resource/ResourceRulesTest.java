package orion.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.core.resource.ExampleCluster.N1;
import static orion.core.resource.ExampleCluster.N2;
import static orion.core.resource.ExampleCluster.N3;
import static orion.core.resource.ExampleCluster.beforeQuorum;
import static orion.core.resource.ExampleCluster.followingTheMaster;
import static orion.core.resource.ExampleCluster.generationOf;
import static orion.core.resource.ExampleCluster.in;
import static orion.core.resource.ExampleCluster.life;
import static orion.core.resource.ExampleCluster.nodes;
import static orion.core.resource.ExampleCluster.resource;
import static orion.core.resource.ExampleCluster.state;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.model.Generation;
import orion.core.model.Member;

/// What the master changes by itself when members come and go.
final class ResourceRulesTest {
    private static final ClusterState STATE = state(resource("web", "n1", "n2"));
    private static final Generation ALL = generationOf(N1, N2, N3);

    private static Moment at(Generation generation, boolean quorumWaited) {
        return new Moment(generation, quorumWaited, new TreeMap<>());
    }

    private static ResourceState after(ClusterState state, Generation generation) {
        return new ResourceRules(at(generation, false)).next(state).resource("web");
    }

    @Test
    void aWantedResourceIsLoadedOnItsBestNodeWithAReason() {
        ResourceState web = after(STATE, ALL);

        assertThat(web.phase()).isEqualTo(Phase.LOADING);
        assertThat(web.at()).contains(life(N1));
        assertThat(web.action()).isEqualTo(1);
        assertThat(web.lives()).isEqualTo(1);
        assertThat(web.reason()).isEqualTo("started on n1 because it is the most preferred node");
    }

    @Test
    void aColdStartForgetsWhatHappenedButNotHowOftenAResourceWasLoaded() {
        ClusterState cold =
                STATE.with(in(Phase.RUNNING, "web", N1)).coldStart(9).withQuorumReached();
        assertThat(cold.resource("web").lives()).isEqualTo(1);

        ResourceState again = after(cold, ALL);
        assertThat(again.lives()).isEqualTo(2);
        assertThat(again.action()).isEqualTo(1);
        assertThat(again.reason()).isEqualTo("started on n1 because it is the most preferred node");
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"OFFLINE", "LOADING", "RUNNING", "UNLOADING", "COMATOSE"})
    void whereNothingIsToBeDoneTheStateStaysTheSame(Phase phase) {
        ClusterState settled = STATE.with(in(phase, "web", N1));

        assertThat(new ResourceRules(at(ALL, false)).next(settled)).isEqualTo(settled);
    }

    @Test
    void beforeEnoughNodesAreUpResourcesWaitUnlessTheyIgnoreQuorum() {
        ResourceDefinition hasty = new ResourceDefinition(
                "dns", resource("dns").parts(), List.of(), 60, 60, ResourcePolicy.USUAL.ignoringQuorum());
        ClusterState next =
                new ResourceRules(at(generationOf(N1), false)).next(beforeQuorum(2, resource("web"), hasty));

        assertThat(next.quorumReached()).isFalse();
        assertThat(next.resource("web").phase()).isEqualTo(Phase.QUORUM_WAIT);
        assertThat(next.resource("web").reason()).isEqualTo("waits until enough nodes are up");
        assertThat(next.resource("dns").phase()).isEqualTo(Phase.LOADING);
    }

    @Test
    void quorumIsReachedByNumberByTimeOrByAllNodesThereAre() {
        ClusterState waiting = beforeQuorum(3, resource("web"));
        assertThat(new ResourceRules(at(generationOf(N1, N2), false))
                        .next(waiting)
                        .quorumReached())
                .isFalse();
        assertThat(new ResourceRules(at(ALL, false)).next(waiting).quorumReached())
                .isTrue();
        assertThat(new ResourceRules(at(generationOf(N1), true)).next(waiting).quorumReached())
                .isTrue();
        ClusterState more = beforeQuorum(32, resource("web"));
        Generation four = generationOf(N1, N2, N3, ExampleCluster.N4);
        assertThat(new ResourceRules(at(four, false)).next(more).quorumReached())
                .isTrue();
    }

    @Test
    void quorumOnceReachedIsNotLostWithTheNodes() {
        assertThat(new ResourceRules(at(generationOf(N1), false)).next(STATE).quorumReached())
                .isTrue();
    }

    @Test
    void whatWasQuorumWaitingIsLoadedWhenQuorumIsReached() {
        ClusterState waiting = beforeQuorum(2, resource("web")).with(in(Phase.QUORUM_WAIT, "web", N1));

        assertThat(after(waiting, ALL).phase()).isEqualTo(Phase.LOADING);
    }

    @Test
    void withoutAnyOfItsNodesItIsUnassignedUntilOneComes() {
        ClusterState next = new ResourceRules(at(generationOf(N3), false)).next(STATE);

        assertThat(next.resource("web").phase()).isEqualTo(Phase.UNASSIGNED);
        assertThat(next.resource("web").reason()).isEqualTo("none of its nodes is up: n1, n2");
        assertThat(after(next, ALL).at()).contains(life(N1));
    }

    @Test
    void theReasonOfAnUnassignedResourceIsThePresentOneAndNothingChangesWhileItIs() {
        ClusterState leaving = STATE.withLeaving(nodes(N1));
        ClusterState waits = new ResourceRules(at(generationOf(N1, N3), false)).next(leaving);
        assertThat(waits.resource("web").reason())
                .isEqualTo("none of its nodes is available: n1 is leaving, n2 is not up");
        assertThat(new ResourceRules(at(generationOf(N1, N3), false)).next(waits))
                .isEqualTo(waits);

        assertThat(after(waits, generationOf(N3)).reason()).isEqualTo("none of its nodes is up: n1, n2");
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"QUORUM_WAIT", "UNASSIGNED"})
    void whatWaitsAndIsNoLongerWantedGoesOffline(Phase phase) {
        ResourceState unwanted = in(phase, "web", N1).wanting(false, Optional.empty());

        assertThat(after(STATE.with(unwanted), ALL)).isEqualTo(unwanted.inactive(Phase.OFFLINE, "taken offline"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"LOADING", "RUNNING"})
    void whatAFailedNodeHadIsLoadedOnTheNextOneAndSaysWhy(Phase phase) {
        ResourceState web = after(STATE.with(in(phase, "web", N1)), generationOf(N2, N3));

        assertThat(web.phase()).isEqualTo(Phase.LOADING);
        assertThat(web.at()).contains(life(N2));
        assertThat(web.action()).isEqualTo(2);
        assertThat(web.reason())
                .isEqualTo("n1 failed; started on n2 because it is the most preferred node that is up;"
                        + " not available: n1");
    }

    @Test
    void aNodeThatWasStartedAnewNoLongerHasWhatItsEarlierLifeHad() {
        ResourceState earlier = ResourceState.created("web", true)
                .loading(new Member(N1, 9), "started")
                .running(0);

        assertThat(after(STATE.with(earlier), ALL).phase()).isEqualTo(Phase.LOADING);
        assertThat(after(STATE.with(earlier), ALL).at()).contains(life(N1));
    }

    @Test
    void anUnwantedResourceOfAFailedNodeStaysOffline() {
        ResourceState web = after(STATE.with(in(Phase.UNLOADING, "web", N1)), generationOf(N2, N3));

        assertThat(web.phase()).isEqualTo(Phase.OFFLINE);
        assertThat(web.at()).isEmpty();
    }

    @Test
    void aComatoseResourceOfAFailedNodeStaysComatoseAndKeepsItsReason() {
        ResourceState dirty = in(Phase.LOADING, "web", N1).comatose(true, "could not be loaded");
        ResourceState web = after(STATE.with(dirty), generationOf(N2, N3));

        assertThat(web.phase()).isEqualTo(Phase.COMATOSE);
        assertThat(web.at()).isEmpty();
        assertThat(web.reason()).isEqualTo("could not be loaded");
    }

    @Test
    void aRunningResourceIsUnloadedWhenUnwantedOrItsNodeLeaves() {
        ResourceState running = in(Phase.RUNNING, "web", N1);
        ResourceState unwanted = running.wanting(false, Optional.empty());

        assertThat(after(STATE.with(unwanted), ALL)).isEqualTo(unwanted.unloading("taken offline"));
        assertThat(after(STATE.with(running).withLeaving(nodes(N1)), ALL))
                .isEqualTo(running.unloading("n1 is leaving"));
    }

    @Test
    void aMoveUnloadsThenLoadsOnTheTargetAndIsForgotten() {
        ResourceState asked = in(Phase.RUNNING, "web", N1).wanting(true, Optional.of(N3));
        ResourceState unloading = after(STATE.with(asked), ALL);
        assertThat(unloading).isEqualTo(asked.unloading("asked to move to n3"));

        ResourceState stopped = unloading.inactive(Phase.OFFLINE, unloading.reason());
        ResourceState loading = after(STATE.with(stopped), ALL);
        assertThat(loading.at()).contains(life(N3));
        assertThat(loading.moveTo()).isEmpty();
        assertThat(loading.reason()).isEqualTo("asked to move to n3; started on n3 because it was asked to run there");
    }

    @Test
    void aMoveToANodeThatIsGoneOrLeavingIsDropped() {
        ResourceState asked = in(Phase.RUNNING, "web", N1).wanting(true, Optional.of(N3));

        assertThat(after(STATE.with(asked), generationOf(N1, N2))).isEqualTo(in(Phase.RUNNING, "web", N1));
        assertThat(after(STATE.with(asked).withLeaving(nodes(N3)), ALL)).isEqualTo(in(Phase.RUNNING, "web", N1));
    }

    @Test
    void aResourceStaysWhereItRunsWhenAMorePreferredNodeComesBack() {
        ClusterState settled = STATE.with(in(Phase.RUNNING, "web", N2));

        assertThat(new ResourceRules(at(ALL, false)).next(settled)).isEqualTo(settled);
    }

    @Test
    void whatFollowsTheMasterIsUnloadedWhenTheMasterChanges() {
        ResourceState running = in(Phase.RUNNING, "web", N1);
        ClusterState following = state(followingTheMaster("web")).with(running);

        assertThat(after(following, ALL)).isEqualTo(running.unloading("it follows the master"));
        assertThat(after(following, generationOf(N1))).isEqualTo(running);
    }

    @Test
    void resourcesWithoutPreferencesAreSpreadInOneStep() {
        ClusterState next = new ResourceRules(at(ALL, false))
                .next(state(resource("a"), resource("b"), resource("c"), resource("d")));

        assertThat(next.resources().values().stream()
                        .map(resource -> resource.at().orElseThrow().node())
                        .toList())
                .containsExactly(N1, N2, N3, N1);
    }
}
