package orion.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static orion.core.resource.ExampleCluster.N1;
import static orion.core.resource.ExampleCluster.N2;
import static orion.core.resource.ExampleCluster.N3;
import static orion.core.resource.ExampleCluster.generationOf;
import static orion.core.resource.ExampleCluster.in;
import static orion.core.resource.ExampleCluster.life;
import static orion.core.resource.ExampleCluster.nodes;
import static orion.core.resource.ExampleCluster.state;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.Outbox;
import orion.core.Outboxes;
import orion.core.Output;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.PlacementPolicy;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.configuration.ResourcePolicy.Mode;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;

/// Resources that must be kept apart (rule R6), and those that come first.
final class NeighboursTest {
    private static final ClusterState STATE =
            state(apart("mail", 0, "n1", "n2"), apart("print", 0, "n1", "n2"), apart("web", 9, "n1", "n2"));

    private static ResourceDefinition apart(String name, int priority, String... preferred) {
        PlacementPolicy placement =
                PlacementPolicy.USUAL.apartIn(List.of("agents")).withPriority(priority);
        return resource(name, ResourcePolicy.USUAL.withFailback(Mode.AUTO, 0).with(placement), preferred);
    }

    private static ResourceDefinition resource(String name, ResourcePolicy policy, String... preferred) {
        PartDefinition part = new PartDefinition.Unit(name + ".service");
        return new ResourceDefinition(name, List.of(part), List.of(preferred), 60, 60, policy);
    }

    private static ClusterState next(ClusterState state, Generation generation) {
        return new ResourceRules(new Moment(generation, true, new TreeMap<>())).next(state);
    }

    private static Optional<NodeId> where(ClusterState state, String name) {
        return state.resource(name).at().map(Member::node);
    }

    @Test
    void aNodeGetsOneOfAnExclusionGroupAndTheFirstPriorityChooses() {
        ClusterState placed = next(STATE, generationOf(N1, N2, N3));

        assertThat(where(placed, "web")).contains(N1);
        assertThat(where(placed, "mail")).contains(N2);
        assertThat(where(placed, "print")).isEmpty();
        assertThat(placed.resource("print").reason())
                .isEqualTo("none of its nodes is available: n1 has web, and both are in the exclusion group agents,"
                        + " n2 has mail, and both are in the exclusion group agents");
    }

    @Test
    void whatIsComatoseOrBeingUnloadedIsStillThere() {
        ClusterState comatose = STATE.with(in(Phase.RUNNING, "web", N1).comatose(true, "it is broken"));
        ClusterState unloading = STATE.with(in(Phase.UNLOADING, "web", N1));

        assertThat(where(next(comatose, generationOf(N1)), "mail")).isEmpty();
        assertThat(where(next(unloading, generationOf(N1)), "mail")).isEmpty();
    }

    @Test
    void whatWasOnAnEarlierLifeOfTheNodeIsInNobodysWay() {
        TreeMap<NodeId, Long> admitted = new TreeMap<>();
        admitted.put(N1, 2L);
        Generation again = new Generation(8, 1, 1, N1, nodes(N1), new TreeSet<>(), admitted);
        ClusterState before = STATE.with(in(Phase.RUNNING, "print", N1));

        assertThat(where(next(before, again), "web")).contains(N1);
        assertThat(next(before, again).resource("web").at()).contains(new Member(N1, 2));
    }

    @Test
    void whatIsOnItsWayGoesElsewhereIfTheNodeIsTakenByThen() {
        ClusterState moving = STATE.with(in(Phase.RUNNING, "web", N1))
                .with(in(Phase.RUNNING, "mail", N2)
                        .unloading("asked to move")
                        .unloaded()
                        .wanting(true, Optional.of(N1)));

        assertThat(where(next(moving, generationOf(N1, N2, N3)), "mail")).contains(N2);
    }

    @Test
    void nothingFailsBackToANodeThatHasOneOfItsGroup() {
        ClusterState away = STATE.with(in(Phase.RUNNING, "web", N2)).with(in(Phase.RUNNING, "mail", N1));

        assertThat(next(away, generationOf(N1, N2)).resource("web").phase()).isEqualTo(Phase.RUNNING);
        ClusterState free = away.with(away.resource("mail").wanting(false, Optional.empty()));
        assertThat(next(next(free, generationOf(N1, N2)), generationOf(N1, N2))
                        .resource("web")
                        .phase())
                .isEqualTo(Phase.RUNNING);
        ClusterState gone = away.with(in(Phase.OFFLINE, "mail", N1));
        assertThat(next(gone, generationOf(N1, N2)).resource("web").phase()).isEqualTo(Phase.UNLOADING);
    }

    @Test
    void ofTwoThatCouldFailBackToOneNodeOneIsLeftAlone() {
        ClusterState away = STATE.with(in(Phase.RUNNING, "web", N2)).with(in(Phase.RUNNING, "mail", N3));
        ClusterState next = next(away, generationOf(N1, N2, N3));

        assertThat(next.resource("web").phase()).as("the one that comes first").isEqualTo(Phase.UNLOADING);
        assertThat(next.resource("mail").phase()).isEqualTo(Phase.RUNNING);
    }

    @Test
    void aNodeIsPromisedToOneOfAGroup() {
        ClusterState away = STATE.with(in(Phase.RUNNING, "web", N2).wanting(true, Optional.of(N1)))
                .with(in(Phase.RUNNING, "mail", N3));

        assertThat(new RequestRules(away, generationOf(N1, N2, N3), new TreeSet<>())
                        .judge(new Request.Migrate("mail", N1))
                        .accepted())
                .isFalse();
    }

    @Test
    void whatFollowsTheMasterIsNotStoppedForOneThatTakesNothing() {
        ClusterState state = state(resource("chat", ResourcePolicy.USUAL.followingMaster()));
        ClusterState away = state.with(in(Phase.RUNNING, "chat", N2));
        Maintenance maintenance = state.maintenance().with(new Maintenance.Scope.Node(N3), Maintenance.UNTIL_ENDED);

        assertThat(next(away, generationOf(N2, N3)).resource("chat").phase()).isEqualTo(Phase.UNLOADING);
        assertThat(next(away.withMaintenance(maintenance), generationOf(N2, N3))
                        .resource("chat")
                        .phase())
                .isEqualTo(Phase.RUNNING);
    }

    @Test
    void aPersonIsToldWhatIsInTheWay() {
        ClusterState running = STATE.with(in(Phase.RUNNING, "web", N1)).with(in(Phase.RUNNING, "mail", N2));
        RequestRules rules = new RequestRules(running, generationOf(N1, N2, N3), new TreeSet<>());

        assertThat(rules.judge(new Request.Migrate("web", N2)).text())
                .isEqualTo("n2 has mail, and both are in the exclusion group agents; move or stop that first");
        assertThat(rules.judge(new Request.Online("print", Optional.of(N1))).accepted())
                .isFalse();
        assertThat(rules.judge(new Request.Migrate("web", N3)).accepted()).isTrue();
    }

    @Test
    void whatIsInTheWayIsMovedFirstSaysTheExplanation() {
        ClusterState running = STATE.with(in(Phase.RUNNING, "web", N1))
                .with(in(Phase.RUNNING, "mail", N2))
                .with(in(Phase.OFFLINE, "print", N2));
        Moment moment = new Moment(generationOf(N1, N2, N3), true, new TreeMap<>());
        Explanation.Option onN2 =
                Explanation.of(running, moment, "web").options().get(1);

        assertThat(onN2.ground()).isEqualTo(new Ground.Apart("mail", "agents"));
        assertThat(onN2.steps().orElseThrow())
                .containsExactly(
                        new Remedy.Ask(new Request.Migrate("mail", N3)),
                        new Remedy.Ask(new Request.Migrate("web", N2)));
    }

    @Test
    void ordersAreGivenByPriority() {
        ClusterState state = state(
                resource("a", ResourcePolicy.USUAL, "n1"),
                resource("b", ResourcePolicy.USUAL.with(PlacementPolicy.USUAL.withPriority(5)), "n1"),
                resource("c", ResourcePolicy.USUAL.with(PlacementPolicy.USUAL.withPriority(7)), "n1"));
        Outbox outbox = new Outbox();

        new ResourceDuties(life(N1)).perform(0, next(state, generationOf(N1)), true, outbox);

        assertThat(Outboxes.taken(outbox).stream()
                        .filter(Output.RunAction.class::isInstance)
                        .map(output -> ((Output.RunAction) output).resource().name()))
                .containsExactly("c", "b", "a");
    }

    @Test
    void badPoliciesAreRefused() {
        PlacementPolicy apart = PlacementPolicy.USUAL.apartIn(List.of("g"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResourcePolicy.USUAL.followingMaster().with(apart))
                .withMessageContaining("follows-master and apart exclude each other");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlacementPolicy.USUAL.apartIn(List.of("g", "g")))
                .withMessageContaining("names a group twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlacementPolicy.USUAL.apartIn(List.of("bad name")))
                .withMessageContaining("exclusion group");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlacementPolicy.USUAL.withPriority(65_536))
                .withMessage("priority must be 0 to 65535, not 65536");
    }
}
