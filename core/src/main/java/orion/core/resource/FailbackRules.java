package orion.core.resource;

import java.util.Optional;
import orion.core.configuration.ResourcePolicy;
import orion.core.configuration.ResourcePolicy.Mode;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;

/// Whether a resource that runs elsewhere goes back to the first of its preferred nodes (rule R5): to that one only,
/// when it has been a member for the stable time, and never against what a person said of this life of it.
final class FailbackRules {
    private final Draft draft;
    private final ClusterState state;
    private final Moment moment;

    FailbackRules(Draft draft, Moment moment) {
        this.draft = draft;
        this.state = draft.base();
        this.moment = moment;
    }

    /// The present life of the first of its preferred nodes, where that is a member.
    static Optional<Member> first(ClusterState state, Generation generation, String resource) {
        return state.configuration().resource(resource).preferredNodes().stream()
                .findFirst()
                .flatMap(name -> state.configuration().nodeNamed(name))
                .flatMap(node -> generation.admittedMember(node.id()))
                .filter(generation::has);
    }

    /// What becomes of a resource that runs: it is unloaded to go back, a person is asked, or it stays.
    ResourceState judged(ResourceState resource) {
        if (state.maintenance().covers(resource)) {
            return resource;
        }
        Optional<Member> goal = goal(resource);
        if (goal.isEmpty()) {
            return resource.asking(Optional.empty());
        }
        ResourcePolicy policy = policy(resource);
        if (resource.alert().isPresent() || waitsFor(policy, goal.get()) > 0) {
            return resource;
        }
        NodeId first = goal.get().node();
        String why = state.configuration().nameOf(first) + " is back, the first of its nodes";
        return policy.failback() == Mode.AUTO
                ? resource.unloading(why).ruledTo(first)
                : resource.asking(Optional.of(new Alert(Alert.Kind.FAILBACK, why)));
    }

    /// In how many milliseconds the stable time will have passed; [Long#MAX_VALUE] where nothing waits for it.
    long dueInMillis(ResourceState resource) {
        boolean settled = resource.phase() != Phase.RUNNING
                || resource.alert().isPresent()
                || state.maintenance().covers(resource);
        Optional<Member> goal = settled ? Optional.empty() : goal(resource);
        return goal.map(first -> waitsFor(policy(resource), first))
                .filter(millis -> millis > 0)
                .orElse(Long.MAX_VALUE);
    }

    private long waitsFor(ResourcePolicy policy, Member first) {
        return policy.failbackAfterSeconds() * 1_000L - moment.presentMillis(first);
    }

    private Optional<Member> goal(ResourceState resource) {
        ResourcePolicy policy = policy(resource);
        if (policy.failback() == Mode.DISABLE || policy.followsMaster()) {
            return Optional.empty();
        }
        NodeId at = resource.at().orElseThrow().node();
        return first(state, moment.generation(), resource.name())
                .filter(first -> !first.node().equals(at))
                .filter(first -> !resource.staysFrom().equals(Optional.of(first)))
                .filter(first -> !state.leaving().contains(first.node()))
                .filter(first -> !state.maintenance().covers(first.node()))
                // Rule R8: unloaded, it would have to wait for that.
                .filter(_ -> draft.awaited(resource.name()).isEmpty())
                .filter(first -> draft.noRoom(resource.name(), first.node()).isEmpty())
                .filter(first -> draft.claimant(resource.name(), first.node()).isEmpty());
    }

    private ResourcePolicy policy(ResourceState resource) {
        return state.configuration().resource(resource.name()).policy();
    }
}
