package orion.core.resource;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.Outbox;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.core.wire.Message;
import orion.core.wire.Message.Commit;
import orion.core.wire.Message.Prepare;
import orion.core.wire.Message.Prepared;
import orion.core.wire.Message.StateFetch;
import orion.core.wire.Message.StateInstall;
import orion.core.wire.Message.StateInstalled;
import orion.core.wire.Message.StateReport;

/// The master's side of agreeing on the one state, for one generation:
///
/// 1. *gathering*: every member reports the newest state it has; where none of them ever had one of this run of
///    the cluster, the copies of those who had are read from the white board (rule C3);
/// 2. *installing*: the newest of them, whatever was in doubt counted as made, becomes the first state of
///    the generation at all;
/// 3. *in force*: one transaction after the other is prepared by all, then committed by all.
final class StateMaster {
    private enum Stage {
        GATHERING,
        READING,
        FETCHING,
        INSTALLING,
        IN_FORCE
    }

    private final Member self;
    private final Timing timing;
    private final Generation generation;
    private final SortedMap<Member, StateReport> reports = new TreeMap<>();
    private Stage stage = Stage.GATHERING;
    private SortedSet<Member> missing = new TreeSet<>();
    private Optional<Message> question = Optional.empty();
    private long repeatAt = Long.MAX_VALUE;
    private long readSince;

    StateMaster(Member self, Timing timing, Generation generation) {
        this.self = self;
        this.timing = timing;
        this.generation = generation;
    }

    void onReport(long now, Member from, StateReport report, StateAgreement own, Outbox outbox) {
        if (stage == Stage.READING || stage == Stage.INSTALLING || stage == Stage.IN_FORCE) {
            return;
        }
        reports.put(from, report);
        if (stage == Stage.GATHERING && reports.size() == generation.members().size()) {
            if (needsCopies()) {
                stage = Stage.READING;
                readSince = now;
            } else {
                beginWithNewest(now, own, outbox);
            }
        }
    }

    /// Rule C3: whether all members are new in this run and those who could tell them of it are gone. What was agreed
    /// on since they were let in is known to the board alone. Who founds a run has read before.
    private boolean needsCopies() {
        return generation.run() != generation.number()
                && reports.values().stream().noneMatch(report -> report.run() == generation.run());
    }

    OptionalLong wantsCopiesSince() {
        return stage == Stage.READING ? OptionalLong.of(readSince) : OptionalLong.empty();
    }

    /// @param begunAt when a good reading began: one that began earlier may have missed the last change
    void copiesRead(long now, Optional<ClusterState> copy, long begunAt, StateAgreement own, Outbox outbox) {
        if (stage != Stage.READING || begunAt < readSince) {
            return;
        }
        Optional<ClusterState> newer = copy.filter(found ->
                reports.values().stream().allMatch(report -> found.id().compareTo(report.newest()) > 0));
        if (newer.isPresent()) {
            begin(now, newer.get(), own, outbox);
        } else {
            beginWithNewest(now, own, outbox);
        }
    }

    private void beginWithNewest(long now, StateAgreement own, Outbox outbox) {
        Member best = newestReporter();
        if (best.equals(self) || sameAsOwn(best)) {
            begin(now, own.newest(), own, outbox);
        } else {
            stage = Stage.FETCHING;
            missing.add(best);
            ask(now, new StateFetch(generation.number()), outbox);
        }
    }

    private boolean sameAsOwn(Member best) {
        return Objects.equals(reports.get(best), reports.get(self));
    }

    /// States of the present run count before any other: what a newcomer remembers of earlier times is of use
    /// only when nobody was there all along.
    private Member newestReporter() {
        Member best = reports.firstKey();
        StateReport leading = reports.firstEntry().getValue();
        for (Map.Entry<Member, StateReport> entry : reports.entrySet()) {
            StateReport report = entry.getValue();
            boolean thisRun = report.run() == generation.run();
            boolean leadingThisRun = leading.run() == generation.run();
            boolean newer = report.newest().compareTo(leading.newest()) > 0;
            if (thisRun != leadingThisRun ? thisRun : newer) {
                best = entry.getKey();
                leading = report;
            }
        }
        return best;
    }

    /// The state of the one that reported the newest; nobody else is asked, and nobody else's counts.
    void onCopy(long now, Member from, ClusterState newest, StateAgreement own, Outbox outbox) {
        if (stage == Stage.FETCHING && missing.contains(from)) {
            begin(now, newest, own, outbox);
        }
    }

    /// Begins the generation with this state.
    private void begin(long now, ClusterState newest, StateAgreement own, Outbox outbox) {
        ClusterState first = newest.run() == generation.run() ? newest : newest.coldStart(generation.run());
        SortedSet<NodeId> stillLeaving = new TreeSet<>(first.leaving());
        stillLeaving.retainAll(generation.members());
        first = first.withLeaving(stillLeaving).withId(new StateId(generation.number(), 0));
        own.install(first);
        stage = Stage.INSTALLING;
        missing = StateAgreement.othersOf(generation, self);
        ask(now, new StateInstall(first), outbox);
        finishInstalling(own);
    }

    void onInstalled(Member from, StateInstalled message, StateAgreement own) {
        if (stage == Stage.INSTALLING && message.id().generation() == generation.number()) {
            missing.remove(from);
            finishInstalling(own);
        }
    }

    /// Rule M5: with a member that was removed while it was let in, a generation never comes into force.
    private void finishInstalling(StateAgreement own) {
        boolean configured = own.committed().configuration().nodes().keySet().containsAll(generation.members());
        if (missing.isEmpty() && configured) {
            stage = Stage.IN_FORCE;
            question = Optional.empty();
        }
    }

    boolean propose(long now, ClusterState next, StateAgreement own, Outbox outbox) {
        if (!idle()) {
            return false;
        }
        Transaction transaction = Transaction.between(own.committed(), next);
        own.prepareOwn(transaction);
        missing = StateAgreement.othersOf(generation, self);
        ask(now, new Prepare(transaction), outbox);
        finishPreparing(transaction.id(), own, outbox);
        return true;
    }

    void onPrepared(Member from, Prepared message, StateAgreement own, Outbox outbox) {
        boolean underWay = stage == Stage.IN_FORCE
                && question.isPresent()
                && question.get() instanceof Prepare prepare
                && prepare.transaction().id().equals(message.id());
        if (underWay) {
            missing.remove(from);
            finishPreparing(message.id(), own, outbox);
        }
    }

    private void finishPreparing(StateId id, StateAgreement own, Outbox outbox) {
        if (missing.isEmpty()) {
            question = Optional.empty();
            own.commit(id);
            StateAgreement.othersOf(generation, self).forEach(other -> outbox.send(other.node(), new Commit(id)));
        }
    }

    private void ask(long now, Message message, Outbox outbox) {
        question = Optional.of(message);
        missing.forEach(member -> outbox.send(member.node(), message));
        repeatAt = now + timing.repeatMillis();
    }

    void onTime(long now, Outbox outbox) {
        if (question.isPresent() && !missing.isEmpty() && now >= repeatAt) {
            ask(now, question.get(), outbox);
        }
    }

    long nextDeadline() {
        return question.isPresent() && !missing.isEmpty() ? repeatAt : Long.MAX_VALUE;
    }

    boolean inForce() {
        return stage == Stage.IN_FORCE;
    }

    boolean idle() {
        return stage == Stage.IN_FORCE && question.isEmpty();
    }
}
