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
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.configuration.FailoverLimit;
import orion.core.configuration.MonitoringPolicy;
import orion.core.configuration.MonitoringPolicy.Action;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.configuration.ResourcePolicy.Mode;
import orion.core.model.Generation;
import orion.core.model.NodeId;

/// Failures are answered where they happen, so many within a time; then it moves, stops for a person, or its node
/// goes (rule R9). It is carried on only so far (rule R10).
final class RecoveryTest {
    private static final Generation ALL = generationOf(N1, N2, N3);
    private static final Generation EVERYBODY = generationOf(N1, N2, N3, N4);

    /// What the master does, with time.
    private static final class World {
        private long now = 1_000;
        private Generation generation = ALL;
        private ClusterState state;
        private SortedMap<String, Recent> recent = Collections.emptySortedMap();

        World(ResourcePolicy policy, String... nodes) {
            ResourceDefinition usual = resource("web", nodes);
            state = ExampleCluster.state(new ResourceDefinition("web", usual.parts(), List.of(nodes), 60, 60, policy));
            settle();
        }

        private Moment moment() {
            SortedMap<orion.core.model.Member, Long> since = new TreeMap<>();
            return Moment.at(now, generation, true, since, recent);
        }

        private void judge() {
            state = new ResourceRules(moment()).next(state);
            recent = Recent.seen(now, state, recent);
        }

        /// Loads and unloads take a second.
        private void settle() {
            for (int i = 0; i < 6; i++) {
                judge();
                now += 1_000;
                ResourceState web = web();
                state = state.with(
                        switch (web.phase()) {
                            case LOADING -> web.running(0);
                            case UNLOADING -> web.unloaded();
                            default -> web;
                        });
                recent = Recent.seen(now, state, recent);
            }
        }

        private Optional<ResourceState> rebootsFor() {
            return new RebootRules(state, generation.members()).cause();
        }

        private ResourceState web() {
            return state.resource("web");
        }

        private void fails() {
            ResourceState web = web();
            Request failed =
                    new Request.Failed("web", web.at().orElseThrow(), web.action(), Symptom.BROKEN, "exit status 9");
            ask(failed);
            judge();
        }

        private void ask(Request request) {
            state = new RequestRules(state, generation, new TreeSet<>())
                    .judge(request)
                    .state();
        }

        private void pass(long seconds) {
            now += seconds * 1_000;
            judge();
        }

        private void dies(NodeId node) {
            TreeSet<NodeId> left = new TreeSet<>(generation.members());
            left.remove(node);
            generation = generationOf(left.toArray(NodeId[]::new));
            settle();
        }

        private void comes(NodeId node) {
            TreeSet<NodeId> all = new TreeSet<>(generation.members());
            all.add(node);
            generation = generationOf(all.toArray(NodeId[]::new));
            settle();
        }
    }

    private static ResourcePolicy answering(int restarts, int within, Action then) {
        return ResourcePolicy.USUAL.with(MonitoringPolicy.USUAL.answering(restarts, within, then));
    }

    @Test
    void soManyFailuresWithinTheTimeAreAnsweredWhereTheyHappenAndTheNextIsTheLast() {
        World world = new World(answering(2, 600, Action.COMATOSE), "n1", "n2");
        for (int failures = 1; failures <= 2; failures++) {
            world.fails();
            assertThat(world.web().phase()).isEqualTo(Phase.UNLOADING);
            world.settle();
            assertThat(world.web().phase()).isEqualTo(Phase.RUNNING);
            assertThat(world.web().at()).contains(life(N1));
            assertThat(world.web().failures()).isEqualTo(failures);
        }

        world.fails();

        assertThat(world.web().phase()).isEqualTo(Phase.COMATOSE);
        assertThat(world.web().at()).contains(life(N1));
        assertThat(world.web().reason()).isEqualTo("was found broken on n1: exit status 9; given up after 2 restarts");
    }

    @Test
    void eachFailureIsForgottenWhenItsTimeIsOver() {
        World world = new World(answering(2, 60, Action.COMATOSE), "n1");
        world.fails();
        world.settle();
        world.pass(40);
        world.fails();
        world.settle();
        assertThat(world.web().failures()).isEqualTo(2);
        long due = new ResourceRules(world.moment()).dueInMillis(world.state);
        assertThat(due).isBetween(1L, 60_000L);

        assertThat(Explanation.of(world.state, world.moment(), "web").now())
                .endsWith("; of 2 failures that are answered there 2 count, the oldest for " + (due + 999) / 1_000
                        + " s more");

        world.now += due - 1;
        world.judge();
        assertThat(world.web().failures()).isEqualTo(2);
        world.now += 1;
        world.judge();
        assertThat(world.web().failures()).isEqualTo(1);

        world.fails();
        assertThat(world.web().phase()).isEqualTo(Phase.UNLOADING);
    }

    @Test
    void whatFailsTooOftenMovesOnAndStaysThere() {
        World world = new World(answering(1, 600, Action.MIGRATE).withFailback(Mode.AUTO, 0), "n1", "n2", "n3");
        world.fails();
        world.settle();
        world.fails();
        world.settle();

        assertThat(world.web().phase()).isEqualTo(Phase.RUNNING);
        assertThat(world.web().at()).contains(life(N2));
        assertThat(world.web().failures()).isZero();
        assertThat(world.web().reason()).contains("given up after 1 restart; started on n2");
    }

    @Test
    void whatNoOtherNodeCanTakeIsComatose() {
        World world = new World(answering(0, 600, Action.MIGRATE), "n1");
        world.fails();

        assertThat(world.web().phase()).isEqualTo(Phase.COMATOSE);
        assertThat(world.web().reason()).endsWith("given up after 0 restarts, and no other node can take it");
    }

    @Test
    void theNodeIsRebootedAndOthersTakeOver() {
        World world = new World(answering(0, 600, Action.REBOOT), "n1", "n2");
        world.comes(N4);
        world.fails();

        assertThat(world.web().phase()).isEqualTo(Phase.STOPPED);
        assertThat(world.rebootsFor()).contains(world.web());

        world.dies(N1);
        assertThat(world.web().at()).contains(life(N2));
        assertThat(world.web().phase()).isEqualTo(Phase.RUNNING);
        assertThat(world.web().failures()).isZero();
        assertThat(world.web().reason()).startsWith("n1 was rebooted, because of web: was found broken on n1");
        assertThat(world.web().tally().deadNodes()).isEqualTo(1);
    }

    @Test
    void theLastNodeIsNotRebooted() {
        World world = new World(answering(0, 600, Action.REBOOT), "n1");
        world.dies(N2);
        world.dies(N3);
        world.fails();

        assertThat(world.web().phase()).isEqualTo(Phase.COMATOSE);
        assertThat(world.web().reason()).endsWith("its node is not rebooted while another one is missing or leaves");
        assertThat(world.rebootsFor()).isEmpty();
    }

    @Test
    void noNodeIsRebootedForWhatCouldRunNowhereElse() {
        World world = new World(answering(0, 600, Action.REBOOT), "n1");
        world.comes(N4);
        world.fails();

        assertThat(world.web().phase()).isEqualTo(Phase.COMATOSE);
        assertThat(world.web().reason()).endsWith("its node is not rebooted, because no other one can take it");
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

    @Test
    void soManyFailoversWithinTheTimeThenAPersonIsAsked() {
        World world = new World(ResourcePolicy.USUAL.with(new FailoverLimit(1, 3_600, 0)), "n1", "n2", "n3");
        world.dies(N1);
        assertThat(world.web().at()).contains(life(N2));
        world.comes(N1);
        world.dies(N2);

        assertThat(world.web().phase()).isEqualTo(Phase.ALERT);
        assertThat(world.web().alert().orElseThrow().cause())
                .isEqualTo("n2 failed; by itself it fails over once within 3600 s at most");
        world.ask(new Request.Answer("web", Alert.Kind.FAILOVER, true));
        world.settle();
        assertThat(world.web().phase()).isEqualTo(Phase.RUNNING);
        assertThat(world.web().tally().failovers()).isZero();
    }

    @Test
    void aFailoverIsForgottenWhenItsTimeIsOver() {
        World world = new World(ResourcePolicy.USUAL.with(new FailoverLimit(1, 3_600, 0)), "n1", "n2", "n3");
        world.dies(N1);
        world.pass(3_600);
        assertThat(world.web().tally().failovers()).isZero();
        world.dies(N2);

        assertThat(world.web().phase()).isEqualTo(Phase.RUNNING);
        assertThat(world.web().at()).contains(life(N3));
    }

    @Test
    void whatMayHaveKilledItsNodesIsNotCarriedOn() {
        World world = new World(ResourcePolicy.USUAL.with(new FailoverLimit(0, 3_600, 2)), "n1", "n2", "n3");
        world.dies(N1);
        assertThat(world.web().tally().deadNodes()).isEqualTo(1);
        world.dies(N2);

        assertThat(world.web().phase()).isEqualTo(Phase.ALERT);
        assertThat(world.web().alert().orElseThrow().cause())
                .isEqualTo("n2 failed; 2 nodes in a row died within 60 s after the load of web had begun there,"
                        + " which may be the cause");
        world.ask(new Request.Answer("web", Alert.Kind.FAILOVER, true));
        world.settle();
        assertThat(world.web().at()).contains(life(N3));
    }

    @Test
    void aNodeThatLivedOnWithItAcquitsIt() {
        World world = new World(ResourcePolicy.USUAL.with(new FailoverLimit(0, 3_600, 2)), "n1", "n2", "n3");
        world.dies(N1);
        world.pass(60);
        assertThat(world.web().tally().deadNodes()).isZero();
        world.dies(N2);

        assertThat(world.web().phase()).isEqualTo(Phase.RUNNING);
        assertThat(world.web().tally().deadNodes()).isZero();
    }

    @Test
    void whatRanForLongBeforeTheFirstDeathIsNotSuspected() {
        World world = new World(ResourcePolicy.USUAL.with(new FailoverLimit(0, 3_600, 1)), "n1", "n2");
        world.pass(60);
        world.dies(N1);
        assertThat(world.web().phase()).isEqualTo(Phase.RUNNING);

        world.comes(N1);
        world.dies(N2);
        assertThat(world.web().alert().orElseThrow().cause())
                .isEqualTo(
                        "n2 failed; it died within 60 s after the load of web had begun there, which may be the cause");
    }

    @Test
    void aMoveByAPersonCountsNothing() {
        World world = new World(answering(1, 600, Action.COMATOSE), "n1", "n2");
        world.fails();
        world.settle();
        world.ask(new Request.Migrate("web", N2));
        world.settle();

        assertThat(world.web().at()).contains(life(N2));
        assertThat(world.web().failures()).isZero();
        assertThat(Optional.of(world.web().tally().failovers())).contains(0);
    }
}
