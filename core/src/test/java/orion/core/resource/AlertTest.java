package orion.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.core.resource.ExampleCluster.N1;
import static orion.core.resource.ExampleCluster.N2;
import static orion.core.resource.ExampleCluster.N3;
import static orion.core.resource.ExampleCluster.generationOf;
import static orion.core.resource.ExampleCluster.in;
import static orion.core.resource.ExampleCluster.life;
import static orion.core.resource.ExampleCluster.resource;
import static orion.core.resource.ExampleCluster.state;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.configuration.ResourcePolicy.Mode;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.RequestRules.Verdict;

/// What is asked where a mode is manual, what an answer does, and when a resource goes back home (rules R4 and R5).
final class AlertTest {
    private static final Generation ALL = generationOf(N1, N2, N3);
    private static final ResourcePolicy BY_HAND =
            ResourcePolicy.USUAL.withStart(Mode.MANUAL).withFailover(Mode.MANUAL);

    private static ClusterState with(ResourcePolicy policy) {
        ResourceDefinition web = resource("web", "n1", "n2");
        return state(new ResourceDefinition("web", web.parts(), web.preferredNodes(), 60, 60, policy));
    }

    private static ClusterState failingBack(Mode mode) {
        return with(ResourcePolicy.USUAL.withFailback(mode, 60)).with(in(Phase.RUNNING, "web", N2));
    }

    private static ClusterState after(ClusterState state, Generation generation, long presentSeconds) {
        SortedMap<Member, Long> present = new TreeMap<>();
        generation.fullMembers().forEach(member -> present.put(member, presentSeconds * 1_000));
        return new ResourceRules(new Moment(generation, false, present)).next(state);
    }

    private static Verdict judge(ClusterState state, Generation generation, Request request) {
        return new RequestRules(state, generation, new TreeSet<>()).judge(request);
    }

    private static Verdict answer(ClusterState state, Alert.Kind kind, boolean yes) {
        return judge(state, generationOf(N1, N2, N3), new Request.Answer("web", kind, yes));
    }

    private static ClusterState afterLossOfN1() {
        return after(with(BY_HAND).with(in(Phase.RUNNING, "web", N1)), generationOf(N2, N3), 0);
    }

    private static ResourceState web(ClusterState state) {
        return state.resource("web");
    }

    @Test
    void aManualFailoverAsksAndIsDoneAfterAYes() {
        ClusterState asked = afterLossOfN1();
        assertThat(web(asked).phase()).isEqualTo(Phase.ALERT);
        assertThat(web(asked).at()).isEmpty();
        assertThat(web(asked).reason())
                .isEqualTo("n1 failed; may it start on another node? Answer with 'orion alert web yes' or"
                        + " 'orion alert web no'");
        assertThat(after(asked, generationOf(N2, N3), 500)).isEqualTo(asked);

        Verdict yes = answer(asked, Alert.Kind.FAILOVER, true);
        assertThat(yes.accepted()).isTrue();
        ResourceState loading = web(after(yes.state(), generationOf(N2, N3), 0));
        assertThat(loading.phase()).isEqualTo(Phase.LOADING);
        assertThat(loading.at()).contains(life(N2));
        assertThat(loading.alert()).isEmpty();
        assertThat(loading.reason())
                .isEqualTo(
                        "n1 failed; started on n2 because it is the most preferred node that is up; not available: n1");
    }

    @Test
    void aNoLeavesItOfflineUntilSomebodyBringsItOnline() {
        Verdict no = answer(afterLossOfN1(), Alert.Kind.FAILOVER, false);
        assertThat(no.text()).isEqualTo("web stays offline until 'orion online web'");
        ClusterState offline = after(no.state(), ALL, 500);
        assertThat(web(offline).phase()).isEqualTo(Phase.OFFLINE);
        assertThat(web(offline).wantedOnline()).isFalse();

        Verdict online = judge(offline, ALL, new Request.Online("web", Optional.empty()));
        assertThat(web(after(online.state(), ALL, 0)).phase()).isEqualTo(Phase.LOADING);
    }

    @Test
    void anAnswerThatComesAgainIsDoneAlreadyAndOneToAnotherQuestionChangesNothing() {
        ClusterState asked = afterLossOfN1();
        ClusterState started = after(answer(asked, Alert.Kind.FAILOVER, true).state(), ALL, 0);
        Verdict again = answer(started, Alert.Kind.FAILOVER, true);
        assertThat(again.accepted()).isTrue();
        assertThat(again.state()).isEqualTo(started);

        Verdict late = answer(asked, Alert.Kind.FAILBACK, false);
        assertThat(late.accepted()).isFalse();
        assertThat(late.text()).startsWith("web asks something else by now, and nothing was changed: n1 failed; ");
        assertThat(answer(started, Alert.Kind.FAILOVER, false).accepted()).isFalse();
    }

    @Test
    void onlineAnswersWithYesAndOfflineWithNo() {
        Verdict online = judge(afterLossOfN1(), ALL, new Request.Online("web", Optional.of(N3)));
        assertThat(web(after(online.state(), ALL, 0)).at()).contains(life(N3));

        Verdict offline = judge(afterLossOfN1(), ALL, new Request.Offline("web"));
        assertThat(web(after(offline.state(), ALL, 0)).phase()).isEqualTo(Phase.OFFLINE);
    }

    @Test
    void withoutAPlaceItIsUnassignedAndAsksWhenThereIsOne() {
        ClusterState lost = after(with(BY_HAND).with(in(Phase.RUNNING, "web", N1)), generationOf(N3), 0);
        assertThat(web(lost).phase()).isEqualTo(Phase.UNASSIGNED);
        assertThat(web(after(lost, generationOf(N2, N3), 0)).phase()).isEqualTo(Phase.ALERT);
    }

    @Test
    void whatWasOnItsWayElsewhereIsNotAskedAbout() {
        ResourceState moving =
                in(Phase.RUNNING, "web", N1).wanting(true, Optional.of(N2)).unloading("asked to move to n2");
        ClusterState next = after(with(BY_HAND).with(moving), generationOf(N2, N3), 0);
        assertThat(web(next).phase()).isEqualTo(Phase.LOADING);
        assertThat(web(next).at()).contains(life(N2));
    }

    @Test
    void aManualStartIsAskedForAfterAColdStartIfTheResourceWasWanted() {
        ClusterState cold = with(BY_HAND).with(in(Phase.RUNNING, "web", N1)).coldStart(9);
        ClusterState next = after(cold.withQuorumReached(), ALL, 0);
        assertThat(web(next).phase()).isEqualTo(Phase.ALERT);
        assertThat(web(next).alert().orElseThrow().kind()).isEqualTo(Alert.Kind.START);

        ClusterState unwanted = with(BY_HAND).coldStart(9).withQuorumReached();
        assertThat(web(after(unwanted, ALL, 0)).phase()).isEqualTo(Phase.OFFLINE);
    }

    @Test
    void inMaintenanceNobodyIsAskedAndAnAnswerIsCarriedOut() {
        ClusterState covered = with(BY_HAND)
                .with(in(Phase.RUNNING, "web", N1))
                .withMaintenance(Maintenance.NONE.with(new Maintenance.Scope.Cluster(), 60_000));
        ClusterState lost = after(covered, generationOf(N2, N3), 0);
        assertThat(web(lost).phase()).isEqualTo(Phase.OFFLINE);

        Verdict yes = judge(lost, generationOf(N2, N3), new Request.Answer("web", Alert.Kind.FAILOVER, true));
        assertThat(web(after(yes.state(), generationOf(N2, N3), 0)).at()).contains(life(N2));
    }

    @Test
    void itGoesBackToItsFirstNodeWhenThatHasBeenInForTheStableTime() {
        ClusterState away = failingBack(Mode.AUTO);
        assertThat(after(away, ALL, 59)).isEqualTo(away);
        assertThat(new ResourceRules(new Moment(ALL, false, new TreeMap<>())).dueInMillis(away))
                .isEqualTo(60_000);

        ResourceState back = web(after(away, ALL, 60));
        assertThat(back.phase()).isEqualTo(Phase.UNLOADING);
        assertThat(back.moveTo()).contains(N1);
        assertThat(back.reason()).isEqualTo("n1 is back, the first of its nodes");
    }

    @Test
    void onlyTheFirstNodeDrawsItBackAndOnlyWhereThatIsConfigured() {
        ClusterState elsewhere =
                with(ResourcePolicy.USUAL.withFailback(Mode.AUTO, 0)).with(in(Phase.RUNNING, "web", N3));
        assertThat(after(elsewhere, generationOf(N2, N3), 500)).isEqualTo(elsewhere);
        assertThat(after(elsewhere.withLeaving(ExampleCluster.nodes(N1)), ALL, 500)
                        .resource("web"))
                .isEqualTo(web(elsewhere));
        ClusterState disabled = failingBack(Mode.DISABLE);
        assertThat(after(disabled, ALL, 500)).isEqualTo(disabled);
    }

    @Test
    void inMaintenanceNothingGoesBack() {
        ClusterState covered =
                failingBack(Mode.AUTO).withMaintenance(Maintenance.NONE.with(new Maintenance.Scope.Cluster(), 60_000));
        assertThat(after(covered, ALL, 500)).isEqualTo(covered);
    }

    @Test
    void aManualFailbackAsksAndRunsOn() {
        ClusterState asked = after(failingBack(Mode.MANUAL), ALL, 60);
        assertThat(web(asked).phase()).isEqualTo(Phase.RUNNING);
        assertThat(web(asked).alert().orElseThrow().cause()).isEqualTo("n1 is back, the first of its nodes");
        assertThat(web(after(asked, generationOf(N2, N3), 90)).alert())
                .as("it has gone again")
                .isEmpty();

        ResourceState moves = web(after(answer(asked, Alert.Kind.FAILBACK, true).state(), ALL, 60));
        assertThat(moves.phase()).isEqualTo(Phase.UNLOADING);
        assertThat(moves.moveTo()).contains(N1);
    }

    @Test
    void afterANoItStaysUntilItsFirstNodeHasANewLife() {
        ClusterState asked = after(failingBack(Mode.MANUAL), ALL, 60);
        Verdict no = answer(asked, Alert.Kind.FAILBACK, false);
        assertThat(no.text())
                .isEqualTo("web stays where it is; it is asked about again when n1 has left and come back");
        assertThat(after(no.state(), ALL, 500)).isEqualTo(no.state());
        assertThat(answer(no.state(), Alert.Kind.FAILBACK, false).accepted()).isTrue();

        SortedMap<NodeId, Long> lives = new TreeMap<>(ALL.admitted());
        lives.put(N1, 2L);
        Generation later = new Generation(9, 1, 1, N2, ALL.members(), new TreeSet<>(), lives);
        assertThat(web(after(no.state(), later, 60)).alert()).isPresent();
    }

    @Test
    void whomAPersonSentAwayDoesNotGoBackByItself() {
        ClusterState home =
                with(ResourcePolicy.USUAL.withFailback(Mode.AUTO, 0)).with(in(Phase.RUNNING, "web", N1));
        ClusterState sent =
                after(judge(home, ALL, new Request.Migrate("web", N2)).state(), ALL, 500);
        ClusterState away = sent.with(
                web(sent).inactive(Phase.OFFLINE, "").loading(life(N2), "").running(0));
        assertThat(after(away, ALL, 500)).isEqualTo(away);

        ClusterState returned =
                after(judge(away, ALL, new Request.Migrate("web", N1)).state(), ALL, 500);
        assertThat(web(returned).staysFrom()).isEmpty();
    }

    @Test
    void livesAndUpSinceAreCounted() {
        ResourceState loading = in(Phase.LOADING, "web", N1);
        ClusterState state = with(BY_HAND).with(loading);
        Request done = new Request.ActionDone("web", life(N1), loading.action(), true, false, 1_700_000_000, 250, "");
        ResourceState running = web(judge(state, ALL, done).state());
        assertThat(running.tally()).isEqualTo(new Tally(1, 1_700_000_000, 0, 0, 0, false, 250));
        assertThat(running.loading(life(N2), "again").tally()).isEqualTo(new Tally(2, 0, 0, 0, 0, false, 250));
        assertThat(running.unloading("asked to move").tally().upSinceSeconds()).isZero();
        assertThat(running.stopped(1, "it crashed").tally()).isEqualTo(new Tally(1, 0, 1, 0, 0, false, 250));
        assertThat(running.restarting(1, "it crashed").tally()).isEqualTo(new Tally(1, 0, 1, 0, 0, false, 250));
    }
}
