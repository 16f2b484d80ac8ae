package orion.sim;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.FailoverLimit;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.configuration.ResourcePolicy.Mode;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.Alert;
import orion.core.resource.ClusterState;
import orion.core.resource.Phase;
import orion.core.resource.ResourceState;
import orion.core.resource.StateId;

/// [AsksForCause] accepts a question that a rule names a cause for, and refuses every other one. r1 prefers n1, then
/// n2;
/// n3 is the master.
final class AsksForCauseTest {
    private static final long MINUTE = 60_000_000;
    private static final Member FIRST = new Member(new NodeId(1), 1);
    private static final Member SECOND = new Member(new NodeId(2), 1);
    private static final Member THIRD = new Member(new NodeId(3), 1);

    private long now = 1;
    private ResourcePolicy policy = ResourcePolicy.USUAL;
    private Generation generation = generation(1, FIRST, SECOND, THIRD);
    private long version;
    private AsksForCause invariant = begun();

    private AsksForCause begun() {
        AsksForCause begun = new AsksForCause(() -> now);
        begun.note(new Fact.GenerationSeen("here", generation));
        begun.note(new Fact.ViewHeld(THIRD, generation, Optional.of(THIRD.node())));
        return begun;
    }

    private void again(ResourcePolicy other) {
        policy = other;
        version = 0;
        generation = generation(1, FIRST, SECOND, THIRD);
        invariant = begun();
    }

    private static Generation generation(long number, Member... members) {
        SortedMap<NodeId, Long> admitted = new TreeMap<>();
        for (Member member : List.of(FIRST, SECOND, THIRD)) {
            admitted.put(member.node(), member.incarnation());
        }
        TreeSet<NodeId> nodes = new TreeSet<>();
        for (Member member : members) {
            nodes.add(member.node());
        }
        return new Generation(number, 1, 1, FIRST.node(), nodes, new TreeSet<>(), admitted);
    }

    private void left(Member... members) {
        generation = generation(generation.number() + 1, members);
        version = 0;
        invariant.note(new Fact.GenerationSeen("here", generation));
    }

    private void made(ResourceState resource) {
        version++;
        invariant.note(new Fact.StateMade(THIRD, state().with(resource)));
    }

    private ClusterState state() {
        ClusterConfiguration configuration = Plan.story(3, 1, true, 1).configuration();
        ResourceDefinition old = configuration.resource("r1");
        ResourceDefinition definition = new ResourceDefinition(
                "r1", old.parts(), List.of("n1", "n2"), old.loadTimeoutSeconds(), old.unloadTimeoutSeconds(), policy);
        return ClusterState.initial(configuration.withResource(definition))
                .coldStart(1)
                .withId(new StateId(generation.number(), version));
    }

    private ResourceState runsOn(Member member) {
        ResourceState runs = state().resource("r1").loading(member, "wanted").running(0);
        made(runs);
        return runs;
    }

    private static ResourceState asking(ResourceState resource, Alert.Kind kind) {
        return resource.inactive(Phase.ALERT, "").asking(Optional.of(new Alert(kind, "n1 failed")));
    }

    private void accepted(ResourceState resource) {
        assertThatCode(() -> made(resource)).doesNotThrowAnyException();
    }

    private void refused(ResourceState resource) {
        assertThatThrownBy(() -> made(resource))
                .isInstanceOf(InvariantBroken.class)
                .hasMessageContaining("has no cause to ask");
    }

    @Test
    void afterALossAPersonIsAskedWhereTheFailoverIsManual() {
        for (Mode mode : List.of(Mode.MANUAL, Mode.AUTO)) {
            again(ResourcePolicy.USUAL.withFailover(mode));
            ResourceState asks = asking(runsOn(FIRST), Alert.Kind.FAILOVER);
            now += 2 * MINUTE;
            left(SECOND, THIRD);
            if (mode == Mode.MANUAL) {
                accepted(asks);
            } else {
                refused(asks);
            }
        }
    }

    @Test
    void nobodyIsAskedAboutWhatIsNotLost() {
        again(ResourcePolicy.USUAL.withFailover(Mode.MANUAL));
        refused(asking(runsOn(FIRST), Alert.Kind.FAILOVER));
    }

    @Test
    void whatDiesSoonAfterALoadIsSuspectedAndWhatRanForLongIsNot() {
        for (long ran : List.of(MINUTE, 2 * MINUTE)) {
            again(ResourcePolicy.USUAL.with(new FailoverLimit(0, 600, 1)));
            ResourceState asks = asking(runsOn(FIRST), Alert.Kind.FAILOVER);
            now += ran;
            left(SECOND, THIRD);
            if (ran == MINUTE) {
                accepted(asks);
            } else {
                refused(asks);
            }
        }
    }

    @Test
    void failoversCountForTheirTimeWhereTheMasterSawThem() {
        for (long between : List.of(MINUTE, 30 * MINUTE)) {
            again(ResourcePolicy.USUAL.with(new FailoverLimit(1, 600, 0)));
            ResourceState elsewhere = runsOn(FIRST).loading(SECOND, "n1 failed").running(0);
            left(SECOND, THIRD);
            made(elsewhere);
            now += between;
            left(THIRD);
            ResourceState asks = asking(elsewhere, Alert.Kind.FAILOVER);
            if (between == MINUTE) {
                accepted(asks);
            } else {
                refused(asks);
            }
        }
    }

    @Test
    void whetherItMayStartIsAskedWhenTheClusterStartsOnly() {
        again(ResourcePolicy.USUAL.withStart(Mode.MANUAL));
        ResourceState waits = asking(state().resource("r1"), Alert.Kind.START);
        runsOn(FIRST);
        refused(waits);
    }

    @Test
    void whetherItMayGoHomeIsAskedWhenHomeIsBackForItsTime() {
        ResourcePolicy byHand = ResourcePolicy.USUAL.withFailback(Mode.MANUAL, 30);
        Alert question = new Alert(Alert.Kind.FAILBACK, "n1 is back");
        for (long in : List.of(MINUTE / 4, MINUTE)) {
            again(byHand);
            ResourceState away = runsOn(SECOND);
            now += in;
            if (in == MINUTE) {
                accepted(away.asking(Optional.of(question)));
            } else {
                refused(away.asking(Optional.of(question)));
            }
        }
        again(byHand.withFailback(Mode.AUTO, 30));
        ResourceState away = runsOn(SECOND);
        now += MINUTE;
        refused(away.asking(Optional.of(question)));
    }
}
