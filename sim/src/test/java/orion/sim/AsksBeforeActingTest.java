package orion.sim;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.configuration.ResourcePolicy.Mode;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.Alert;
import orion.core.resource.ClusterState;
import orion.core.resource.Phase;
import orion.core.resource.Request;
import orion.core.resource.ResourceState;
import orion.core.resource.StateId;

/// [AsksBeforeActing] accepts what a person was asked for, or needs not be asked, and refuses the rest. r1 prefers n1,
/// then n2.
final class AsksBeforeActingTest {
    private static final NodeId TWO = new NodeId(2);
    private static final Member FIRST = new Member(new NodeId(1), 1);
    private static final Member SECOND = new Member(TWO, 1);

    private final AsksBeforeActing invariant = new AsksBeforeActing();
    private ResourcePolicy policy = ResourcePolicy.USUAL.withFailover(Mode.MANUAL);
    private long version;

    private void made(ResourceState resource) {
        version++;
        invariant.note(new Fact.StateMade(FIRST, state().with(resource)));
    }

    private ClusterState state() {
        ClusterConfiguration configuration = Plan.story(2, 1, true, 1).configuration();
        ResourceDefinition old = configuration.resource("r1");
        ResourceDefinition definition = new ResourceDefinition(
                "r1", old.parts(), old.preferredNodes(), old.loadTimeoutSeconds(), old.unloadTimeoutSeconds(), policy);
        return ClusterState.initial(configuration.withResource(definition))
                .coldStart(1)
                .withId(new StateId(1, version));
    }

    private ResourceState runningOnTwo() {
        return state().resource("r1").loading(SECOND, "wanted").running(0);
    }

    private void refused(ThrowingCallable act, String why) {
        assertThatThrownBy(act).isInstanceOf(InvariantBroken.class).hasMessageContaining(why);
    }

    @Test
    void aManualFailoverIsDoneOnlyAfterAPersonWasAsked() {
        ResourceState runs = runningOnTwo();
        made(runs);
        refused(() -> made(runs.loading(FIRST, "its node failed")), "nobody was asked");
    }

    @Test
    void whatAPersonSaysCountsForOneLoad() {
        ResourceState runs = runningOnTwo();
        made(runs);
        invariant.note(new Fact.Asked(new Request.Answer("r1", Alert.Kind.FAILOVER, true)));
        invariant.note(new Fact.Accepted(new Request.Answer("r1", Alert.Kind.FAILOVER, true)));
        ResourceState loads = runs.loading(FIRST, "a person said so");
        made(loads);
        ResourceState again = loads.running(0);
        made(again);
        refused(() -> made(again.loading(SECOND, "its node failed")), "nobody was asked");
    }

    @Test
    void whatHasNoAnswerYetMayBeDoneAfterALoadThatCameBetween() {
        policy = ResourcePolicy.USUAL;
        ResourceState runs = runningOnTwo();
        made(runs);
        invariant.note(new Fact.Asked(new Request.Migrate("r1", SECOND.node())));
        ResourceState loads = runs.loading(FIRST, "its node failed");
        made(loads);
        ResourceState again = loads.running(0);
        made(again);
        ResourceState moves = again.wanting(true, Optional.of(SECOND.node())).unloading("asked to move");
        made(moves);
    }

    @Test
    void whatWasRefusedExcusesNothing() {
        ResourceState runs = runningOnTwo();
        made(runs);
        invariant.note(new Fact.Asked(new Request.Online("r1", Optional.empty())));
        invariant.note(new Fact.Refused(new Request.Online("r1", Optional.empty())));
        refused(() -> made(runs.loading(FIRST, "its node failed")), "nobody was asked");
    }

    @Test
    void whatAsksIsNotLoadedBeforeTheAnswer() {
        policy = ResourcePolicy.USUAL;
        ResourceState asks = state().resource("r1")
                .inactive(Phase.OFFLINE, "")
                .asking(Optional.of(new Alert(Alert.Kind.START, "the cluster was started")));
        made(asks);
        refused(() -> made(asks.loading(FIRST, "wanted")), "nobody was asked");
    }

    @Test
    void whatRunsMovesByItselfOnlyHomeAndOnlyWhereItsFailbackIsAutomatic() {
        policy = ResourcePolicy.USUAL;
        ResourceState runs = runningOnTwo();
        made(runs);
        ResourceState goesHome = runs.wanting(true, Optional.of(FIRST.node())).unloading("back home");
        refused(() -> made(goesHome), "without need");
    }

    @Test
    void whatFailsBackByItselfMayGoHome() {
        policy = ResourcePolicy.USUAL.withFailback(Mode.AUTO, 0);
        ResourceState runs = runningOnTwo();
        made(runs);
        TreeMap<NodeId, Long> admitted = new TreeMap<>(Map.of(FIRST.node(), 1L, TWO, 1L));
        invariant.note(new Fact.GenerationSeen(
                "here", new Generation(1, 1, 1, TWO, new TreeSet<>(admitted.keySet()), new TreeSet<>(), admitted)));
        ResourceState goesHome = runs.wanting(true, Optional.of(FIRST.node())).unloading("back home");
        assertThatCode(() -> made(goesHome)).doesNotThrowAnyException();
    }
}
