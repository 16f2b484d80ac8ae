package orion.sim;

import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.configuration.MonitoringPolicy;
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

/// Where a mode is manual nothing is loaded before a person was asked (rule R4), and what runs is moved by itself only
/// to the first of its nodes, where its failback is automatic (rule R5).
final class AsksBeforeActing implements Invariant {
    private final SortedMap<StateId, ClusterState> made = new TreeMap<>();
    private final SortedMap<Long, Generation> generations = new TreeMap<>();
    private final SortedSet<Long> runs = new TreeSet<>();
    /// Since it was last loaded. What has no answer yet may be done after a load that came between: of a failover.
    private final SaidByPeople said =
            new SaidByPeople(request -> concerned(request).stream().toList());

    @Override
    public void note(Fact fact) {
        if (fact instanceof Fact.GenerationSeen(String where, Generation generation)) {
            generations.put(generation.number(), generation);
        }
        said.note(fact);
        if (fact instanceof Fact.StateMade(var _, ClusterState state) && made.putIfAbsent(state.id(), state) == null) {
            StateId id = state.id();
            if (id.version() == 0 && runs.add(state.run()) && id.generation() == state.run()) {
                state.resources().values().forEach(resource -> begins(state, resource));
            }
            ClusterState before = made.get(new StateId(id.generation(), id.version() - 1));
            if (before != null) {
                state.resources().values().forEach(now -> judge(before, state, now));
            }
            made.headMap(new StateId(id.generation() - 1, 0)).clear();
        }
    }

    private static Optional<String> concerned(Request request) {
        return switch (request) {
            case Request.Online online -> Optional.of(online.resource());
            case Request.Migrate migrate -> Optional.of(migrate.resource());
            case Request.Answer answer -> Optional.of(answer.resource());
            case Request.Offline _,
                    Request.Edit _,
                    Request.Leave _,
                    Request.Down _,
                    Request.BeginMaintenance _,
                    Request.EndMaintenance _,
                    Request.ActionDone _,
                    Request.Failed _ -> Optional.empty();
        };
    }

    /// After a cold start whatever starts by hand asks.
    private static void begins(ClusterState state, ResourceState resource) {
        boolean asks = resource.alert().map(Alert::kind).equals(Optional.of(Alert.Kind.START));
        if (policy(state, resource).start() == Mode.MANUAL && resource.wantedOnline() && !asks) {
            throw broken("nobody is asked whether it may start in state " + state.id(), resource, resource);
        }
    }

    private void judge(ClusterState before, ClusterState after, ResourceState now) {
        ResourceState then = before.resources().get(now.name());
        if (then == null || then.action() == now.action()) {
            return;
        }
        boolean person = said.about(now.name());
        if (now.phase() == Phase.LOADING) {
            boolean lost = then.phase() == Phase.RUNNING || then.phase() == Phase.STOPPED;
            boolean manual = policy(after, now).failover() == Mode.MANUAL;
            boolean asks = then.alert()
                    .filter(alert -> alert.kind() != Alert.Kind.FAILBACK)
                    .isPresent();
            if (!person && (asks || (lost && manual))) {
                throw broken("it is loaded by state " + after.id() + ", and nobody was asked", then, now);
            }
            said.isUsedUp(now.name());
        } else if (then.phase() == Phase.RUNNING && now.wantedOnline() && !person && !isDue(before, after, then, now)) {
            throw broken("it is unloaded by state " + after.id() + " without need", then, now);
        }
    }

    private boolean isDue(ClusterState before, ClusterState after, ResourceState then, ResourceState now) {
        NodeId at = then.at().orElseThrow().node();
        boolean leaves = before.leaving().contains(at) || after.leaving().contains(at);
        ResourceDefinition definition = after.configuration().resource(now.name());
        MonitoringPolicy monitoring = definition.policy().monitoring();
        boolean restarts = now.moveTo().equals(Optional.of(at)) && now.failures() <= monitoring.restarts();
        boolean movesOn = now.byRule()
                && monitoring.action() == MonitoringPolicy.Action.MIGRATE
                && now.failures() > monitoring.restarts();
        boolean home = definition.policy().failback() == Mode.AUTO
                && now.moveTo()
                        .map(target -> after.configuration().nameOf(target))
                        .equals(definition.preferredNodes().stream().findFirst())
                && !then.staysFrom().equals(now.moveTo().flatMap(node -> lifeOf(after, node)));
        return leaves
                || restarts
                || movesOn
                || home
                || then.moveTo().isPresent()
                || definition.policy().followsMaster();
    }

    private Optional<Member> lifeOf(ClusterState state, NodeId node) {
        return Optional.ofNullable(generations.get(state.id().generation()))
                .flatMap(generation -> generation.admittedMember(node));
    }

    private static ResourcePolicy policy(ClusterState state, ResourceState resource) {
        return state.configuration().resource(resource.name()).policy();
    }

    private static InvariantBroken broken(String what, ResourceState then, ResourceState now) {
        return new InvariantBroken(AsksBeforeActing.class, what + ": " + then + " becomes " + now);
    }
}
