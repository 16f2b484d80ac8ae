package orion.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.core.resource.ExampleCluster.N1;
import static orion.core.resource.ExampleCluster.N2;
import static orion.core.resource.ExampleCluster.N3;
import static orion.core.resource.ExampleCluster.N4;
import static orion.core.resource.ExampleCluster.life;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import orion.core.configuration.FailoverLimit;
import orion.core.configuration.MonitoringPolicy;
import orion.core.configuration.MonitoringPolicy.Action;
import orion.core.configuration.ResourcePolicy;
import orion.core.configuration.ResourcePolicy.Mode;

/// Failures are answered where they happen, so many within a time; then it moves, stops for a person, or its node
/// goes (rule R9). It is carried on only so far (rule R10).
final class RecoveryTest {
    private static ResourcePolicy answering(int restarts, int within, Action then) {
        return ResourcePolicy.USUAL.with(MonitoringPolicy.USUAL.answering(restarts, within, then));
    }

    @Test
    void soManyFailuresWithinTheTimeAreAnsweredWhereTheyHappenAndTheNextIsTheLast() {
        RecoveryWorld world = new RecoveryWorld(answering(2, 600, Action.COMATOSE), "n1", "n2");
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
        RecoveryWorld world = new RecoveryWorld(answering(2, 60, Action.COMATOSE), "n1");
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
        RecoveryWorld world =
                new RecoveryWorld(answering(1, 600, Action.MIGRATE).withFailback(Mode.AUTO, 0), "n1", "n2", "n3");
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
        RecoveryWorld world = new RecoveryWorld(answering(0, 600, Action.MIGRATE), "n1");
        world.fails();

        assertThat(world.web().phase()).isEqualTo(Phase.COMATOSE);
        assertThat(world.web().reason()).endsWith("given up after 0 restarts, and no other node can take it");
    }

    @Test
    void theNodeIsRebootedAndOthersTakeOver() {
        RecoveryWorld world = new RecoveryWorld(answering(0, 600, Action.REBOOT), "n1", "n2");
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
        RecoveryWorld world = new RecoveryWorld(answering(0, 600, Action.REBOOT), "n1");
        world.dies(N2);
        world.dies(N3);
        world.fails();

        assertThat(world.web().phase()).isEqualTo(Phase.COMATOSE);
        assertThat(world.web().reason()).endsWith("its node is not rebooted while another one is missing or leaves");
        assertThat(world.rebootsFor()).isEmpty();
    }

    @Test
    void noNodeIsRebootedForWhatCouldRunNowhereElse() {
        RecoveryWorld world = new RecoveryWorld(answering(0, 600, Action.REBOOT), "n1");
        world.comes(N4);
        world.fails();

        assertThat(world.web().phase()).isEqualTo(Phase.COMATOSE);
        assertThat(world.web().reason()).endsWith("its node is not rebooted, because no other one can take it");
    }

    @Test
    void soManyFailoversWithinTheTimeThenAPersonIsAsked() {
        RecoveryWorld world =
                new RecoveryWorld(ResourcePolicy.USUAL.with(new FailoverLimit(1, 3_600, 0)), "n1", "n2", "n3");
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
        RecoveryWorld world =
                new RecoveryWorld(ResourcePolicy.USUAL.with(new FailoverLimit(1, 3_600, 0)), "n1", "n2", "n3");
        world.dies(N1);
        world.pass(3_600);
        assertThat(world.web().tally().failovers()).isZero();
        world.dies(N2);

        assertThat(world.web().phase()).isEqualTo(Phase.RUNNING);
        assertThat(world.web().at()).contains(life(N3));
    }

    @Test
    void whatMayHaveKilledItsNodesIsNotCarriedOn() {
        RecoveryWorld world =
                new RecoveryWorld(ResourcePolicy.USUAL.with(new FailoverLimit(0, 3_600, 2)), "n1", "n2", "n3");
        world.dies(N1);
        assertThat(world.web().tally().deadNodes()).isEqualTo(1);
        world.dies(N2);

        assertThat(world.web().phase()).isEqualTo(Phase.ALERT);
        assertThat(world.web().alert().orElseThrow().cause())
                .isEqualTo("n2 failed; 2 nodes in a row died soon after the load of web had begun there,"
                        + " which may be the cause");
        world.ask(new Request.Answer("web", Alert.Kind.FAILOVER, true));
        world.settle();
        assertThat(world.web().at()).contains(life(N3));
    }

    @Test
    void aNodeThatLivedOnWithItAcquitsIt() {
        RecoveryWorld world =
                new RecoveryWorld(ResourcePolicy.USUAL.with(new FailoverLimit(0, 3_600, 2)), "n1", "n2", "n3");
        world.dies(N1);
        world.pass(60);
        assertThat(world.web().tally().deadNodes()).isZero();
        world.dies(N2);

        assertThat(world.web().phase()).isEqualTo(Phase.RUNNING);
        assertThat(world.web().tally().deadNodes()).isZero();
    }

    @Test
    void whatRanForLongBeforeTheFirstDeathIsNotSuspected() {
        RecoveryWorld world = new RecoveryWorld(ResourcePolicy.USUAL.with(new FailoverLimit(0, 3_600, 1)), "n1", "n2");
        world.pass(60);
        world.dies(N1);
        assertThat(world.web().phase()).isEqualTo(Phase.RUNNING);

        world.comes(N1);
        world.dies(N2);
        assertThat(world.web().alert().orElseThrow().cause())
                .isEqualTo("n2 failed; it died soon after the load of web had begun there, which may be the cause");
    }

    @Test
    void whatOneMasterHasSeenRunForLongTheNextDoesNotSuspect() {
        RecoveryWorld world = new RecoveryWorld(ResourcePolicy.USUAL.with(new FailoverLimit(0, 3_600, 1)), "n1", "n2");
        world.pass(60);
        world.masterComes();
        world.dies(N1);

        assertThat(world.web().phase()).isEqualTo(Phase.RUNNING);
        assertThat(world.web().tally().acquitted())
                .as("it was loaded elsewhere")
                .isFalse();
    }

    @Test
    void whatFailsWhileItIsAskedToMoveFailedNowhereElse() {
        RecoveryWorld world = new RecoveryWorld(answering(1, 600, Action.COMATOSE), "n1", "n2");
        world.ask(new Request.Migrate("web", N2));
        world.fails();
        world.settle();

        assertThat(world.web().at()).contains(life(N2));
        assertThat(world.web().failures()).isZero();
    }

    @Test
    void aMoveByAPersonCountsNothing() {
        RecoveryWorld world = new RecoveryWorld(answering(1, 600, Action.COMATOSE), "n1", "n2");
        world.fails();
        world.settle();
        world.ask(new Request.Migrate("web", N2));
        world.settle();

        assertThat(world.web().at()).contains(life(N2));
        assertThat(world.web().failures()).isZero();
        assertThat(Optional.of(world.web().tally().failovers())).contains(0);
    }
}
