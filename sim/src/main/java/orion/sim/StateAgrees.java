package orion.sim;

import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.resource.ClusterState;
import orion.core.resource.StateId;
import orion.core.resource.Transaction;

/// States with the same id are equal wherever they are made, and what was committed by anybody is in every later
/// generation of the same run of the cluster, as long as one member of it ever shared the state of that run. Where none
/// did, it begins with what most disks of the board had a copy of before it was decided, or newer (rule C3): what was
/// agreed on and not copied yet when the last who knew of it ended is known to nobody.
final class StateAgrees implements Invariant {
    private final SortedMap<StateId, ClusterState> made = new TreeMap<>();
    private final SortedMap<StateId, Transaction> preparing = new TreeMap<>();

    private final SortedMap<Long, SortedSet<Member>> members = new TreeMap<>();
    private final SortedMap<Long, SortedSet<Member>> sharers = new TreeMap<>();
    private StateId copied = StateId.NONE;
    /// What was copied when a generation was first seen.
    private final SortedMap<Long, StateId> copiedBefore = new TreeMap<>();

    @Override
    public void note(Fact fact) {
        if (fact instanceof Fact.GenerationSeen(String where, Generation generation)) {
            members.put(generation.number(), generation.fullMembers());
            copiedBefore.putIfAbsent(generation.number(), copied);
        }
        if (fact instanceof Fact.StateCopied(ClusterState state) && state.id().compareTo(copied) > 0) {
            copied = state.id();
        }
        if (fact instanceof Fact.StateMade(Member member, ClusterState state)) {
            made(member, state);
        } else if (fact instanceof Fact.Preparing(Transaction transaction)) {
            preparing.put(transaction.id(), transaction);
        }
    }

    private void made(Member member, ClusterState state) {
        ClusterState first = made.putIfAbsent(state.id(), state);
        if (first != null) {
            if (!first.equals(state)) {
                throw new InvariantBroken(
                        StateAgrees.class,
                        member + " made state " + state.id() + " differently: " + state + " instead of " + first);
            }
        } else if (state.id().version() == 0) {
            installed(member, state);
        }
        sharers.computeIfAbsent(state.run(), any -> new TreeSet<>()).add(member);
    }

    /// The first state of a generation: the last committed one of the same run must be in it.
    private void installed(Member member, ClusterState state) {
        boolean remembered = sharers.getOrDefault(state.run(), new TreeSet<>()).stream()
                .anyMatch(members.getOrDefault(state.id().generation(), new TreeSet<>())::contains);
        if (!remembered) {
            goesOnFromCopies(member, state);
            return;
        }
        // From the newest down: in a long run there are many, and nearly always the first is it.
        Optional<StateId> committed = made.headMap(new StateId(state.id().generation(), 0)).reversed().values().stream()
                .filter(earlier -> earlier.run() == state.run() && earlier.id().version() > 0)
                .map(ClusterState::id)
                .findFirst();
        if (committed.isEmpty()) {
            return;
        }
        boolean found =
                comesFrom(state, made, committed.get()) || comesFrom(state, prepared(committed.get()), committed.get());
        if (!found) {
            throw new InvariantBroken(
                    StateAgrees.class,
                    member + " begins generation " + state.id().generation() + " with a state that lost what was"
                            + " committed as " + committed.get());
        }
    }

    /// All its members are new in its run: everything starts anew, from the newest copy at least.
    private void goesOnFromCopies(Member member, ClusterState state) {
        StateId atLeast = copiedBefore.getOrDefault(state.id().generation(), StateId.NONE);
        ClusterState copy = made.get(atLeast);
        if (copy == null || copy.run() != state.run()) {
            return;
        }
        boolean found = made.tailMap(atLeast).values().stream()
                .filter(candidate -> !candidate.id().equals(state.id()))
                .anyMatch(candidate -> content(candidate.coldStart(state.run())).equals(content(state)));
        if (!found) {
            throw new InvariantBroken(
                    StateAgrees.class,
                    member + " begins generation " + state.id().generation() + " of newcomers only with a state that"
                            + " lost what the white board had a copy of, " + atLeast);
        }
    }

    /// States that somebody may have prepared without anybody having committed them.
    private SortedMap<StateId, ClusterState> prepared(StateId atLeast) {
        SortedMap<StateId, ClusterState> states = new TreeMap<>();
        preparing.tailMap(atLeast).forEach((id, transaction) -> {
            StateId before = new StateId(id.generation(), id.version() - 1);
            ClusterState base = made.containsKey(before) ? made.get(before) : states.get(before);
            if (base != null) {
                states.put(id, transaction.applyTo(base));
            }
        });
        return states;
    }

    private static boolean comesFrom(ClusterState state, SortedMap<StateId, ClusterState> candidates, StateId atLeast) {
        return candidates.tailMap(atLeast).values().stream()
                .filter(candidate -> !candidate.id().equals(state.id()))
                .anyMatch(candidate -> content(candidate).equals(content(state)));
    }

    /// What is in a state, whichever it is and whoever is on the way out.
    static ClusterState content(ClusterState state) {
        return state.withLeaving(new TreeSet<>()).withId(StateId.NONE);
    }
}
