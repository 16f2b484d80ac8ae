package orion.core.resource;

import java.util.Optional;
import orion.core.configuration.ResourcePolicy;
import orion.core.configuration.ResourcePolicy.Mode;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;

/// What should change next about the resources: the master's judgement of the agreed state in the present
/// generation. A pure function; what it returns is committed by all before anybody acts on it.
///
/// Where maintenance covers a resource, states follow what happens, but nothing is ordered by itself (rule R1). What a
/// person asks for is: to stop what is not wanted, to make room on a node that leaves, and to load
/// where a node was named (`moveTo`), which [RequestRules] does for a person who names none.
public final class ResourceRules {
    private final Moment moment;
    private final Generation generation;

    /// Judges for one moment.
    public ResourceRules(Moment moment) {
        this.moment = moment;
        this.generation = moment.generation();
    }

    /// The next state; equal to the given one where nothing needs to change.
    public ClusterState next(ClusterState state) {
        ClusterState next = withQuorum(state).withStoppedOn(member -> !generation.has(member));
        for (String name : state.resources().keySet()) {
            next = next.with(judge(next, next.resource(name)));
        }
        return next.withMaintenance(next.maintenance().of(next.resources()));
    }

    /// In how many milliseconds the judgement of this state may change with nothing but time; [Long#MAX_VALUE] for
    /// never.
    public long dueInMillis(ClusterState state) {
        FailbackRules failback = new FailbackRules(state, moment);
        return state.resources().values().stream()
                .mapToLong(failback::dueInMillis)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private ClusterState withQuorum(ClusterState state) {
        int needed = Math.min(
                state.configuration().quorumMembership(),
                state.configuration().nodes().size());
        boolean enough = generation.members().size() >= needed || moment.quorumWaited();
        return !state.quorumReached() && enough ? state.withQuorumReached() : state;
    }

    private ResourceState judge(ClusterState state, ResourceState resource) {
        ResourceState alive =
                resource.at().isPresent() && !generation.has(resource.at().get())
                        ? lost(state, resource, resource.at().get())
                        : resource;
        return switch (alive.phase()) {
            case OFFLINE, QUORUM_WAIT, UNASSIGNED, ALERT ->
                alive.wantedOnline()
                        ? mayStart(state, alive) ? start(state, alive) : alive
                        : alive.phase() == Phase.OFFLINE ? alive : alive.inactive(Phase.OFFLINE, "taken offline");
            case RUNNING -> running(state, alive);
            case STOPPED -> stopped(state, alive);
            case LOADING, UNLOADING, COMATOSE -> alive;
        };
    }

    /// The member that had it is no longer in: whatever it had is stopped before anybody else starts it (the gate is
    /// `Authority.mayStart`). A comatose resource stays so, because a person must look at it. Where the
    /// failover is manual a person is asked (rule R4), unless the resource was on its way elsewhere.
    private ResourceState lost(ClusterState state, ResourceState resource, Member member) {
        String where = state.configuration().nameOf(member.node());
        if (resource.phase() == Phase.COMATOSE) {
            return resource.inactive(Phase.COMATOSE, resource.reason());
        }
        boolean onItsWay = resource.moveTo()
                .filter(target -> !target.equals(member.node()) && isReachable(state, target))
                .isPresent();
        boolean asks = policy(state, resource).failover() == Mode.MANUAL && resource.wantedOnline() && !onItsWay;
        Alert question = new Alert(Alert.Kind.FAILOVER, where + " failed");
        return resource.inactive(Phase.OFFLINE, where + " failed")
                .asking(asks ? Optional.of(question) : Optional.empty());
    }

    private boolean mayStart(ClusterState state, ResourceState resource) {
        return !state.maintenance().covers(resource)
                || resource.moveTo()
                        .filter(target -> isReachable(state, target))
                        .isPresent();
    }

    private boolean isReachable(ClusterState state, NodeId node) {
        return generation.members().contains(node) && !state.leaving().contains(node);
    }

    private ResourceState start(ClusterState state, ResourceState resource) {
        if (!state.quorumReached() && !policy(state, resource).ignoreQuorum()) {
            return resource.inactive(Phase.QUORUM_WAIT, "waits until enough nodes are up");
        }
        Placement.Choice choice = new Placement(state, generation.members()).choose(resource);
        if (choice.node().isEmpty()) {
            // The reason of now: equal to the one before, and then no change, as long as nothing else keeps it waiting.
            return resource.inactive(Phase.UNASSIGNED, choice.reason());
        }
        if (resource.alert().isPresent()) {
            return resource.inactive(Phase.ALERT, resource.alert().get().question(resource.name()));
        }
        Member member = generation.admittedMember(choice.node().get()).orElseThrow();
        String name = state.configuration().nameOf(member.node());
        return resource.loading(member, resource.history() + "started on " + name + " because " + choice.reason());
    }

    private ResourceState running(ClusterState state, ResourceState resource) {
        NodeId node = resource.at().orElseThrow().node();
        if (!resource.wantedOnline()) {
            return resource.unloading("taken offline");
        }
        if (state.leaving().contains(node)) {
            return makingRoom(state, resource, node);
        }
        Optional<NodeId> master = state.configuration().highest(generation.members());
        boolean follows =
                policy(state, resource).followsMaster() && !state.maintenance().covers(resource);
        if (follows && master.isPresent() && !master.get().equals(node)) {
            return resource.unloading("it follows the master");
        }
        if (resource.moveTo().isPresent()) {
            NodeId target = resource.moveTo().get();
            return target.equals(node) || !isReachable(state, target)
                    ? resource.wanting(true, Optional.empty())
                    : resource.unloading(
                            "asked to move to " + state.configuration().nameOf(target));
        }
        return new FailbackRules(state, moment).judged(resource);
    }

    private static ResourcePolicy policy(ClusterState state, ResourceState resource) {
        return state.configuration().resource(resource.name()).policy();
    }

    /// A person lets the node leave, so its resources move, even in maintenance.
    private ResourceState makingRoom(ClusterState state, ResourceState resource, NodeId node) {
        ResourceState unloading = resource.unloading(state.configuration().nameOf(node) + " is leaving");
        return state.maintenance().covers(resource)
                ? unloading.movingTo(new Placement(state, generation.members())
                        .choose(resource)
                        .node())
                : unloading;
    }

    /// It stopped by itself in maintenance.
    private ResourceState stopped(ClusterState state, ResourceState resource) {
        NodeId node = resource.at().orElseThrow().node();
        if (!resource.wantedOnline()) {
            return resource.unloading("taken offline");
        }
        if (state.leaving().contains(node)) {
            return makingRoom(state, resource, node);
        }
        return state.maintenance().covers(resource) ? resource : recovering(resource);
    }

    /// What becomes of a resource that has stopped by itself: it is started again, but not for ever.
    static ResourceState recovering(ResourceState stopped) {
        return stopped.failures() > ReportRules.MOST_FAILURES
                ? stopped.comatose(
                        true, stopped.reason() + "; given up after " + ReportRules.MOST_FAILURES + " restarts")
                : stopped.restarting(stopped.failures(), stopped.reason());
    }
}
