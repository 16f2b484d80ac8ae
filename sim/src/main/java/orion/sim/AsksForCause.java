package orion.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import orion.core.configuration.FailoverLimit;
import orion.core.configuration.ResourcePolicy;
import orion.core.configuration.ResourcePolicy.Mode;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.Phase;
import orion.core.resource.ResourceState;
import orion.core.resource.StateId;
import orion.core.resource.Transaction;

/// Nobody is asked without a cause that the rules name (rules R4, R5, R10), judged by when everything really
/// happened. What a master saw happen it forgets in time; one that came later may go on counting it.
final class AsksForCause implements Invariant {
    /// For clocks that differ, and for members that learn late of what was agreed on.
    private static final long LATE_MICROS = 15_000_000;

    private final LongSupplier now;
    private final SortedMap<StateId, ClusterState> made = new TreeMap<>();
    private final SortedMap<StateId, Transaction> preparing = new TreeMap<>();
    private final SortedMap<Long, Generation> generations = new TreeMap<>();
    /// When each life first had a state of its run.
    private final SortedMap<Member, Long> since = new TreeMap<>();
    /// When each life was first in a generation.
    private final SortedMap<Member, Long> inSince = new TreeMap<>();
    private final List<Tenure> tenures = new ArrayList<>();
    private final SortedMap<String, History> histories = new TreeMap<>();

    /// From when on a life was master.
    private record Tenure(Member master, long begun) {}

    /// What happened to a resource.
    private static final class History {
        /// When it failed over, or was moved because it failed.
        private final List<Long> failovers = new ArrayList<>();
        private long action;
        private long runsSince = Long.MAX_VALUE;
        private int deadNodes;
    }

    AsksForCause(LongSupplier now) {
        this.now = now;
    }

    @Override
    public void note(Fact fact) {
        if (fact instanceof Fact.GenerationSeen(String where, Generation generation)) {
            generations.put(generation.number(), generation);
            generation.fullMembers().forEach(member -> inSince.putIfAbsent(member, now.getAsLong()));
        } else if (fact instanceof Fact.ViewHeld(Member member, var _, Optional<NodeId> master)) {
            boolean takesOver = master.equals(Optional.of(member.node()))
                    && (tenures.isEmpty() || !tenures.getLast().master().equals(member));
            if (takesOver) {
                tenures.add(new Tenure(member, now.getAsLong()));
            }
        } else if (fact instanceof Fact.Preparing(Transaction transaction)) {
            preparing.put(transaction.id(), transaction);
        } else if (fact instanceof Fact.StateMade(Member member, ClusterState state)) {
            if (made.putIfAbsent(state.id(), state) == null) {
                SortedMap<StateId, ClusterState> earlier = made.headMap(state.id());
                if (!earlier.isEmpty()) {
                    ClusterState before = Objects.requireNonNull(earlier.get(earlier.lastKey()));
                    // What was only prepared may have been made by the generation after, seen by nobody.
                    ClusterState doubtful = Optional.ofNullable(
                                    preparing.get(before.id().next()))
                            .filter(_ -> before.id().generation() < state.id().generation())
                            .map(transaction -> transaction.applyTo(before))
                            .orElse(before);
                    for (ResourceState resource : state.resources().values()) {
                        ResourceState inDoubt = doubtful.resources().get(resource.name());
                        // What is as it was before was not changed by what was only prepared.
                        boolean changed = !resource.equals(before.resources().get(resource.name()));
                        boolean lost = changed && inDoubt != null && isLost(state, inDoubt);
                        judge(lost ? doubtful : before, state, resource);
                    }
                }
                state.resources().values().forEach(this::noteRunning);
                made.headMap(new StateId(state.id().generation() - 1, 0)).clear();
                preparing.headMap(new StateId(state.id().generation() - 1, 0)).clear();
            }
            since.putIfAbsent(member, now.getAsLong());
        }
    }

    private void judge(ClusterState before, ClusterState after, ResourceState resource) {
        ResourceState then = before.resources().get(resource.name());
        History history = histories.computeIfAbsent(resource.name(), _ -> new History());
        if (then == null) {
            return;
        }
        if (isLost(after, then)) {
            history.failovers.add(now.getAsLong());
            history.deadNodes = deadNodes(then, history);
        } else if (then.phase() == Phase.STOPPED && resource.byRule()) {
            history.failovers.add(now.getAsLong());
        }
        boolean asks = resource.alert().isPresent() && !resource.alert().equals(then.alert());
        if (asks && !hasCause(before, after, then, resource)) {
            throw new InvariantBroken(
                    AsksForCause.class,
                    "state " + after.id() + " has no cause to ask: " + then + " becomes " + resource);
        }
    }

    private void noteRunning(ResourceState resource) {
        History history = histories.computeIfAbsent(resource.name(), _ -> new History());
        if (resource.phase() == Phase.RUNNING && history.action != resource.action()) {
            history.action = resource.action();
            history.runsSince = now.getAsLong();
        }
    }

    private boolean isLost(ClusterState state, ResourceState then) {
        Generation generation = generations.get(state.id().generation());
        return generation != null && then.at().filter(at -> !generation.has(at)).isPresent();
    }

    /// How many nodes in a row it may have killed, with the one that is lost now.
    private int deadNodes(ResourceState then, History history) {
        return switch (then.phase()) {
            case LOADING, STOPPED -> history.deadNodes + 1;
            case RUNNING -> history.action == then.action() && isKnownToRunOn(history) ? 0 : history.deadNodes + 1;
            case OFFLINE, QUORUM_WAIT, UNASSIGNED, ALERT, UNLOADING, COMATOSE -> history.deadNodes;
        };
    }

    /// Whether one master was there while it ran for so long that it does not kill its node.
    private boolean isKnownToRunOn(History history) {
        for (int i = 0; i < tenures.size(); i++) {
            Tenure tenure = tenures.get(i);
            boolean last = i == tenures.size() - 1;
            // Its end is noticed late.
            long end = last ? now.getAsLong() : tenures.get(i + 1).begun() - LATE_MICROS;
            long saw = Math.max(Math.max(tenure.begun(), history.runsSince), sinceOf(tenure.master()));
            if (end - saw >= allowing(FailoverLimit.HARMLESS_AFTER_SECONDS)) {
                return true;
            }
        }
        return false;
    }

    private long sinceOf(Member member) {
        return since.getOrDefault(member, now.getAsLong());
    }

    /// So long that by every clock so many seconds have passed.
    private static long allowing(int seconds) {
        return seconds * 1_050_000L + LATE_MICROS;
    }

    private boolean hasCause(ClusterState before, ClusterState after, ResourceState then, ResourceState resource) {
        ResourcePolicy policy = after.configuration().resource(resource.name()).policy();
        return resource.wantedOnline()
                && switch (resource.alert().orElseThrow().kind()) {
                    case START -> policy.start() == Mode.MANUAL && isStarted(before, after);
                    case FAILBACK ->
                        policy.failback() == Mode.MANUAL
                                // What was only prepared was judged in the generation before.
                                && (isHomeBack(after, after.id().generation(), resource, policy)
                                        || isHomeBack(after, before.id().generation(), resource, policy));
                    case FAILOVER -> isLost(after, then) && mayNotGoOn(resource, policy);
                };
    }

    /// Everything starts anew: nobody in the generation ever had a state of this run.
    private boolean isStarted(ClusterState before, ClusterState after) {
        long number = after.id().generation();
        return before.id().generation() < number
                && generation(number).fullMembers().stream().noneMatch(since::containsKey);
    }

    private Generation generation(long number) {
        return Objects.requireNonNull(generations.get(number));
    }

    private boolean isHomeBack(ClusterState state, long number, ResourceState resource, ResourcePolicy policy) {
        Generation generation = generation(number);
        Optional<Member> home = state.configuration().resource(resource.name()).preferredNodes().stream()
                .findFirst()
                .flatMap(name -> state.configuration().nodeNamed(name))
                .flatMap(node -> generation.admittedMember(node.id()))
                .filter(generation::has);
        return resource.phase() == Phase.RUNNING
                && home.isPresent()
                && !resource.at().equals(home)
                && !resource.staysFrom().equals(home)
                && now.getAsLong() - inSince.getOrDefault(home.get(), now.getAsLong())
                        >= policy.failbackAfterSeconds() * 950_000L;
    }

    private boolean mayNotGoOn(ResourceState resource, ResourcePolicy policy) {
        FailoverLimit limit = policy.limit();
        History history = histories.computeIfAbsent(resource.name(), _ -> new History());
        boolean killer = limit.deadNodes() > 0 && history.deadNodes >= limit.deadNodes();
        boolean often = limit.most() > 0 && counted(history, limit) > limit.most();
        return policy.failover() == Mode.MANUAL || killer || often;
    }

    private long counted(History history, FailoverLimit limit) {
        long judge = tenures.isEmpty() ? 0 : sinceOf(tenures.getLast().master());
        return history.failovers.stream()
                .filter(at -> at < judge || now.getAsLong() - at < allowing(limit.withinSeconds()))
                .count();
    }
}
