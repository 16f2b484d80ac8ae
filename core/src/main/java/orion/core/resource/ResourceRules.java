package orion.core.resource;

import java.util.List;
import java.util.Optional;
import orion.core.configuration.ResourcePolicy;
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
        Draft draft = new Draft(withQuorum(state).withStoppedOn(member -> !generation.has(member)));
        Pass pass = new Pass(draft);
        List<String> names = draft.names();
        // What was lost is in nobody's way any more.
        names.forEach(name -> draft.put(pass.withoutLost(pass.recovery.withoutForgotten(draft.resource(name)))));
        // What is somewhere comes before what waits for a place: it may be about to stop.
        for (boolean waits : List.of(false, true)) {
            names.stream()
                    .map(draft::resource)
                    .filter(resource -> resource.at().isEmpty() == waits)
                    .forEach(resource -> draft.put(pass.judge(resource)));
        }
        ClusterState next = draft.state();
        return next.withMaintenance(next.maintenance().of(next.resources()));
    }

    /// In how many milliseconds the judgement of this state may change with nothing but time; [Long#MAX_VALUE] for
    /// never.
    public long dueInMillis(ClusterState state) {
        Draft draft = new Draft(state);
        FailbackRules failback = new FailbackRules(draft, moment);
        RecoveryRules recovery = new RecoveryRules(state, moment, new Placement(draft, generation.members()));
        return state.resources().values().stream()
                .mapToLong(resource -> Math.min(failback.dueInMillis(resource), recovery.dueInMillis(resource)))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private ClusterState withQuorum(ClusterState state) {
        boolean enough = generation.members().size() >= neededForQuorum(state) || moment.quorumWaited();
        return !state.quorumReached() && enough ? state.withQuorumReached() : state;
    }

    /// Why a resource waits for another one.
    static String mustRunFirst(String other) {
        return other + " must run first";
    }

    /// How many nodes must be up before resources load, or be waited for.
    static int neededForQuorum(ClusterState state) {
        return Math.min(
                state.configuration().quorumMembership(),
                state.configuration().nodes().size());
    }

    /// One way through all resources: what was judged before counts for those after it.
    private final class Pass {
        private final Draft draft;
        /// All but the resources.
        private final ClusterState state;
        private final Placement placement;
        private final FailbackRules failback;
        private final RecoveryRules recovery;

        Pass(Draft draft) {
            this.draft = draft;
            this.state = draft.base();
            this.placement = new Placement(draft, generation.members());
            this.failback = new FailbackRules(draft, moment);
            this.recovery = new RecoveryRules(state, moment, placement);
        }

        private ResourceState withoutLost(ResourceState resource) {
            return resource.at()
                    .filter(member -> !generation.has(member))
                    .map(member -> recovery.lost(resource, member))
                    .orElse(resource);
        }

        private ResourceState judge(ResourceState resource) {
            return switch (resource.phase()) {
                case OFFLINE, QUORUM_WAIT, UNASSIGNED, ALERT ->
                    resource.wantedOnline()
                            ? mayStart(resource) ? start(resource) : resource
                            : resource.phase() == Phase.OFFLINE
                                    ? resource
                                    : resource.inactive(Phase.OFFLINE, "taken offline");
                case RUNNING -> running(resource);
                case STOPPED -> stopped(resource);
                case LOADING, UNLOADING, COMATOSE -> resource;
            };
        }

        private boolean mayStart(ResourceState resource) {
            return !state.maintenance().covers(resource)
                    || resource.moveTo().filter(this::isReachable).isPresent();
        }

        private boolean isReachable(NodeId node) {
            return generation.members().contains(node) && !state.leaving().contains(node);
        }

        private ResourceState start(ResourceState resource) {
            if (!state.quorumReached() && !policy(resource).ignoreQuorum()) {
                return resource.inactive(Phase.QUORUM_WAIT, "waits until enough nodes are up");
            }
            Optional<String> awaited = draft.awaited(resource.name());
            if (awaited.isPresent()) {
                return resource.inactive(Phase.UNASSIGNED, mustRunFirst(awaited.get()));
            }
            Placement.Choice choice = placement.choose(resource);
            if (choice.node().isEmpty()) {
                // The reason of now: equal to the one before, and then no change, as long as nothing else keeps it
                // waiting.
                return resource.inactive(Phase.UNASSIGNED, choice.reason());
            }
            if (resource.alert().isPresent()) {
                return resource.inactive(Phase.ALERT, resource.alert().get().question(resource.name()));
            }
            Member member = generation.admittedMember(choice.node().get()).orElseThrow();
            String name = state.configuration().nameOf(member.node());
            return resource.loading(member, resource.history() + "started on " + name + " because " + choice.reason());
        }

        private ResourceState running(ResourceState resource) {
            NodeId node = resource.at().orElseThrow().node();
            boolean leaves = state.leaving().contains(node);
            if (leaves || !resource.wantedOnline()) {
                return draft.stopsFirst(resource.name()).isPresent() ? resource : ending(resource, node);
            }
            boolean follows =
                    policy(resource).followsMaster() && !state.maintenance().covers(resource);
            Optional<NodeId> master = placement.master().filter(leader -> follows && !leader.equals(node));
            if (master.isPresent() && wouldRunOn(resource, master.get())) {
                return resource.unloading("it follows the master");
            }
            if (resource.moveTo().isPresent()) {
                NodeId target = resource.moveTo().get();
                return target.equals(node) || !isReachable(target) || !wouldRunOn(resource, target)
                        ? resource.wanting(true, Optional.empty())
                        : resource.unloading(
                                "asked to move to " + state.configuration().nameOf(target));
            }
            return failback.judged(resource);
        }

        private ResourceState ending(ResourceState resource, NodeId node) {
            return resource.wantedOnline() ? makingRoom(resource, node) : resource.unloading("taken offline");
        }

        /// What runs is not stopped for a place it cannot have, or to wait there for others (rule R8).
        private boolean wouldRunOn(ResourceState resource, NodeId target) {
            return draft.awaited(resource.name()).isEmpty()
                    && placement.choose(resource).node().equals(Optional.of(target));
        }

        private ResourcePolicy policy(ResourceState resource) {
            return state.configuration().resource(resource.name()).policy();
        }

        /// A person lets the node leave, so its resources move, even in maintenance.
        private ResourceState makingRoom(ResourceState resource, NodeId node) {
            ResourceState unloading = resource.unloading(state.configuration().nameOf(node) + " is leaving");
            return state.maintenance().covers(resource)
                    ? unloading
                            .movingTo(placement.choose(resource).node())
                            .with(unloading.tally().withFailures(0))
                    : unloading;
        }

        /// It stopped by itself in maintenance.
        private ResourceState stopped(ResourceState resource) {
            NodeId node = resource.at().orElseThrow().node();
            if (!resource.wantedOnline()) {
                return resource.unloading("taken offline");
            }
            if (state.leaving().contains(node)) {
                return makingRoom(resource, node);
            }
            return state.maintenance().covers(resource) ? resource : recovery.recovering(resource);
        }
    }
}
