package orion.core.resource;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;

/// What would become of the resources if something happened now. The master's own rules are followed until they ask for
/// nothing more; what they order is taken as done, at once and with success. No time passes, and nobody answers.
public final class Rehearsal {
    private final ClusterState state;
    private final Moment moment;

    /// Begins with what is agreed on.
    public Rehearsal(ClusterState state, Moment moment) {
        this.state = state;
        this.moment = moment;
    }

    /// The state by now.
    public ClusterState state() {
        return state;
    }

    /// What the state is judged by.
    Moment moment() {
        return moment;
    }

    /// With this resource in another state.
    Rehearsal with(ResourceState changed) {
        return new Rehearsal(state.with(changed), moment);
    }

    Generation generation() {
        return moment.generation();
    }

    /// Follows the rules to where nothing changes any more.
    ///
    /// @throws IllegalStateException where they never come to rest
    public Rehearsal settled() {
        ResourceRules rules = new ResourceRules(moment);
        ClusterState now = state;
        // In each round at least one resource is ordered; none needs more than a move and another after it.
        int most = 10 + 10 * state.resources().size();
        for (int round = 0; round < most; round++) {
            ClusterState next = done(rules.next(now));
            if (next.equals(now)) {
                return new Rehearsal(now, moment);
            }
            now = next;
        }
        throw new IllegalStateException("after " + most + " rounds the rules still ask for more in state " + now.id());
    }

    private static ClusterState done(ClusterState ordered) {
        Draft draft = new Draft(ordered);
        for (ResourceState resource : ordered.resources().values()) {
            draft.put(
                    switch (resource.phase()) {
                        case LOADING -> resource.running(0);
                        case UNLOADING -> resource.unloaded();
                        case OFFLINE, QUORUM_WAIT, UNASSIGNED, ALERT, RUNNING, STOPPED, COMATOSE -> resource;
                    });
        }
        return draft.state();
    }

    /// After a node was lost; where it was no member, nothing is different.
    public Rehearsal without(NodeId node) {
        SortedSet<Member> left = moment.generation().fullMembers();
        left.removeIf(member -> member.node().equals(node));
        return in(left);
    }

    /// After a new life of a node was let in, and has been in for long enough to fail back to.
    public Rehearsal joinedBy(NodeId node) {
        long last = moment.generation()
                .admittedMember(node)
                .map(Member::incarnation)
                .orElse(0L);
        Member life = new Member(node, last + 1);
        SortedSet<Member> more = moment.generation().fullMembers();
        more.add(life);
        Rehearsal joined = in(more);
        return new Rehearsal(joined.state, joined.moment.settling(life));
    }

    private Rehearsal in(SortedSet<Member> members) {
        Generation before = moment.generation();
        Generation next = before.successor(before.decider(), before.level(), members, new TreeSet<>(), false);
        SortedSet<NodeId> leaving = new TreeSet<>(state.leaving());
        leaving.retainAll(next.members());
        return new Rehearsal(state.withLeaving(leaving), moment.with(next));
    }

    /// After a person asked for something; empty where that is refused.
    public Optional<Rehearsal> asked(Request request) {
        RequestRules.Verdict verdict = new RequestRules(state, moment.generation(), new TreeSet<>()).judge(request);
        return verdict.accepted() ? Optional.of(new Rehearsal(verdict.state(), moment)) : Optional.empty();
    }
}
