package orion.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.core.resource.ExampleCluster.N1;
import static orion.core.resource.ExampleCluster.N2;
import static orion.core.resource.ExampleCluster.delete;
import static orion.core.resource.ExampleCluster.generationOf;
import static orion.core.resource.ExampleCluster.in;
import static orion.core.resource.ExampleCluster.put;
import static orion.core.resource.ExampleCluster.state;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.PlacementPolicy;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.configuration.ResourcePolicy.Mode;

/// What must run first is loaded first (rule R8).
final class StartOrderTest {
    private static final ClusterState STATE = state(after("app", "db", "files"), after("db"), after("files"));
    private static final Moment MOMENT = new Moment(generationOf(N1, N2), true, new TreeMap<>());

    private static ResourceDefinition after(String name, String... others) {
        PlacementPolicy placement = PlacementPolicy.USUAL.comingAfter(List.of(others));
        PartDefinition part = new PartDefinition.Unit(name + ".service");
        Mode failback = name.equals("app") ? Mode.AUTO : Mode.DISABLE;
        return new ResourceDefinition(
                name,
                List.of(part),
                List.of("n1", "n2"),
                60,
                60,
                ResourcePolicy.USUAL.withFailback(failback, 0).with(placement));
    }

    private static ResourceState app(ClusterState state) {
        return new ResourceRules(MOMENT).next(state).resource("app");
    }

    private static String refusal(ClusterState state, Request request) {
        RequestRules.Verdict verdict = new RequestRules(state, MOMENT.generation(), new TreeSet<>()).judge(request);
        assertThat(verdict.accepted()).isFalse();
        return verdict.text();
    }

    @Test
    void itWaitsUntilAllOfThemRun() {
        ClusterState one = STATE.with(in(Phase.RUNNING, "db", N1)).with(in(Phase.LOADING, "files", N1));

        assertThat(app(STATE).phase()).isEqualTo(Phase.UNASSIGNED);
        assertThat(app(STATE).reason()).isEqualTo("db must run first");
        assertThat(app(one).reason()).isEqualTo("files must run first");
        assertThat(app(one.with(in(Phase.RUNNING, "files", N2))).phase()).isEqualTo(Phase.LOADING);
    }

    @Test
    void itDoesNotBeginWithOneThatIsAboutToStop() {
        ClusterState stopping = STATE.with(in(Phase.RUNNING, "files", N1))
                .with(in(Phase.RUNNING, "db", N1).wanting(false, Optional.empty()));

        assertThat(app(stopping).reason()).isEqualTo("db must run first");
    }

    @Test
    void whatRunsGoesOnRunning() {
        ClusterState running = STATE.with(in(Phase.RUNNING, "app", N1)).with(in(Phase.OFFLINE, "db", N1));

        assertThat(app(running).phase()).isEqualTo(Phase.RUNNING);
    }

    @Test
    void whatRunsIsNotStoppedToWaitElsewhere() {
        ClusterState away = STATE.with(in(Phase.COMATOSE, "db", N1))
                .with(in(Phase.RUNNING, "files", N1))
                .with(in(Phase.RUNNING, "app", N2));
        ResourceState sent = away.resource("app").wanting(true, Optional.of(N1));

        assertThat(refusal(away, new Request.Migrate("app", N1)))
                .isEqualTo("app is left where it runs: loaded elsewhere, it would wait for db, which does not run;"
                        + " bring that online first");
        assertThat(app(away.with(sent)).phase()).as("asked before db broke").isEqualTo(Phase.RUNNING);
        assertThat(app(away).phase()).as("its first node is n1").isEqualTo(Phase.RUNNING);
        assertThat(app(away.with(in(Phase.RUNNING, "db", N1))).phase())
                .as("as soon as it can be")
                .isEqualTo(Phase.UNLOADING);
    }

    @Test
    void anOrderThatGoesRoundIsRefusedWithTheWay() {
        assertThat(refusal(STATE, put(after("db", "files", "app"))))
                .isEqualTo("resource db would come after itself: db after app after db; leave one of them out");
        assertThat(refusal(STATE, put(after("files", "files"))))
                .startsWith("resource files would come after itself: files after files");
        assertThat(refusal(STATE, put(after("web", "wiki"))))
                .isEqualTo("resource web comes after wiki, which there is not; define that one, too");
        ClusterState offline = STATE.with(in(Phase.OFFLINE, "db", N1));
        assertThat(refusal(offline, delete("db"))).isEqualTo("resource app comes after db; change that one first");
    }

    @Test
    void theExplanationNamesWhatMustRunAndHowToHaveIt() {
        ClusterState waiting = STATE.with(in(Phase.RUNNING, "files", N1))
                .with(in(Phase.COMATOSE, "db", N1))
                .with(in(Phase.UNASSIGNED, "app", N1));
        Explanation app = Explanation.of(waiting, MOMENT, "app");

        assertThat(app.now()).isEqualTo("db must run first");
        assertThat(app.options().getFirst().steps().orElseThrow())
                .extracting(step -> step.words(STATE.configuration()))
                .containsExactly("'orion offline db'", "'orion online db'");
    }

    @Test
    void theTimeOfThoseBeforeIsPartOfWhatIsExpected() {
        ClusterState running =
                STATE.with(loaded("db", 300)).with(loaded("files", 900)).with(loaded("app", 50));

        assertThat(new WhatIf(running, MOMENT).loss(N1).fates())
                .extracting(fate -> fate.expectedMillis().orElse(-1))
                .containsExactly(8_950L, 8_300L, 8_900L);
    }

    private static ResourceState loaded(String name, int millis) {
        ResourceState running = in(Phase.RUNNING, name, N1);
        return running.with(running.tally().loadedIn(millis));
    }
}
