package orion.core.resource;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import orion.core.Outbox;
import orion.core.Output;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.core.wire.Message.Commit;
import orion.core.wire.Message.Heartbeat;
import orion.core.wire.Message.Prepare;
import orion.core.wire.Message.Prepared;
import orion.core.wire.Message.StateCopy;
import orion.core.wire.Message.StateFetch;
import orion.core.wire.Message.StateInquiry;
import orion.core.wire.Message.StateInstall;
import orion.core.wire.Message.StateInstalled;
import orion.core.wire.Message.StateNews;
import orion.core.wire.Message.StateReport;

/// A member's side of agreeing on the one state: it reports to the master of a new generation, makes the
/// state it is given its own, then keeps each transaction it is asked to prepare and makes it when told.
///
/// Rules: what belongs to another generation is ignored (rule P1, *panning*); a prepared transaction is never
/// forgotten before the next state is installed, and whoever takes over counts it as made (rule P2), so that
/// whatever was committed anywhere survives while one member survives; transactions have one order (rule P3).
public final class StateAgreement {
    private final Member self;
    private final Timing timing;
    private ClusterState committed;
    private Optional<Transaction> prepared = Optional.empty();
    /// The newest state this node has, the transaction in doubt counted as made (rule P2).
    private ClusterState newest;
    private Generation generation = Generation.NONE;
    private NodeId master;
    private boolean installed;
    private boolean news;
    private long repeatAt = Long.MAX_VALUE;
    private long inquireAt = Long.MIN_VALUE;
    private Optional<StateMaster> mastering = Optional.empty();

    /// Begins outside any generation.
    ///
    /// @param remembered what an earlier life of this node knew; of use only for a cold start
    public StateAgreement(Member self, Timing timing, ClusterState remembered) {
        this.self = self;
        this.timing = timing;
        this.master = self.node();
        this.committed = outside(remembered);
        this.newest = committed;
    }

    /// A new generation is known and this node is in it: from here on it acts in no earlier one.
    public void enter(long now, Generation next, NodeId itsMaster, Outbox outbox) {
        generation = next;
        master = itsMaster;
        installed = false;
        mastering = master.equals(self.node()) ? Optional.of(new StateMaster(self, timing, next)) : Optional.empty();
        report(now, outbox);
    }

    private void report(long now, Outbox outbox) {
        StateReport report = new StateReport(generation.number(), committed.run(), newest().id());
        repeatAt = now + timing.repeatMillis();
        if (mastering.isPresent()) {
            mastering.get().onReport(now, self, report, this, outbox);
        } else {
            outbox.send(master, report);
        }
    }

    ClusterState newest() {
        return newest;
    }

    private void keep(ClusterState made, Optional<Transaction> inDoubt) {
        committed = made;
        prepared = inDoubt;
        newest = inDoubt.isPresent() ? inDoubt.get().applyTo(made) : made;
    }

    public void onReport(long now, Member from, StateReport report, Outbox outbox) {
        if (mastering.isPresent() && report.generation() == generation.number()) {
            mastering.get().onReport(now, from, report, this, outbox);
        }
    }

    public void onFetch(Member from, StateFetch fetch, Outbox outbox) {
        if (fetch.generation() == generation.number() && from.node().equals(master)) {
            outbox.send(master, new StateCopy(fetch.generation(), newest()));
        }
    }

    public void onCopy(long now, Member from, StateCopy copy, Outbox outbox) {
        if (mastering.isPresent() && copy.generation() == generation.number()) {
            mastering.get().onCopy(now, from, copy.state(), this, outbox);
        }
    }

    public void onInstall(Member from, StateInstall install, Outbox outbox) {
        if (install.state().id().generation() != generation.number()
                || !from.node().equals(master)) {
            return;
        }
        install(install.state());
        outbox.send(master, new StateInstalled(install.state().id()));
    }

    /// Makes the state a generation begins with its own, once.
    void install(ClusterState state) {
        if (!installed) {
            keep(state, Optional.empty());
            installed = true;
            news = true;
        }
    }

    public void onInstalled(Member from, StateInstalled message) {
        mastering.ifPresent(it -> it.onInstalled(from, message, this));
    }

    public void onPrepare(Member from, Prepare message, Outbox outbox) {
        Transaction transaction = message.transaction();
        if (!installed
                || transaction.id().generation() != generation.number()
                || !from.node().equals(master)) {
            return;
        }
        // A later prepare says that all before it was committed (rule P3).
        if (prepared.isPresent() && transaction.id().equals(prepared.get().id().next())) {
            commit(prepared.get().id());
        }
        if (transaction.id().equals(committed.id().next())) {
            keep(committed, Optional.of(transaction));
        }
        if (transaction.id().compareTo(newest().id()) <= 0) {
            outbox.send(master, new Prepared(transaction.id()));
        }
    }

    public void onPrepared(Member from, Prepared message, Outbox outbox) {
        mastering.ifPresent(it -> it.onPrepared(from, message, this, outbox));
    }

    /// Makes the prepared transaction, where it is the one meant or an earlier one than meant.
    public void onCommit(Member from, StateId id) {
        boolean current = installed && id.generation() == generation.number();
        if (current && from.node().equals(master)) {
            commit(id);
        }
    }

    void commit(StateId id) {
        if (prepared.isPresent() && prepared.get().id().compareTo(id) <= 0) {
            keep(newest, Optional.empty());
            news = true;
        }
    }

    void prepareOwn(Transaction transaction) {
        keep(committed, Optional.of(transaction));
    }

    /// Heartbeats say how far the sender is: whoever missed a commit learns it from the master's, and the other way
    /// round.
    public void onHeartbeat(Member from, Heartbeat heartbeat, Outbox outbox) {
        onCommit(from, heartbeat.state());
        boolean behind = mastering.isPresent()
                && mastering.get().inForce()
                && heartbeat.generation() == generation.number()
                && heartbeat.state().compareTo(committed.id()) < 0;
        if (behind) {
            outbox.send(from.node(), new Commit(committed.id()));
        }
    }

    /// Outside, a heartbeat of a member tells of a newer state than the one remembered: it is asked for (rule M3).
    public void onHeartbeatOutside(long now, Member from, Heartbeat heartbeat, Outbox outbox) {
        boolean behind = heartbeat.generation() > 0 && heartbeat.state().compareTo(committed.id()) > 0;
        if (behind && now >= inquireAt) {
            inquireAt = now + timing.repeatMillis();
            outbox.send(from.node(), new StateInquiry(committed.id()));
        }
    }

    /// A node outside asks what the members have agreed on.
    public void onInquiry(Member from, StateInquiry inquiry, Outbox outbox) {
        boolean configured = committed.configuration().nodes().containsKey(from.node());
        if (installed && configured && inquiry.known().compareTo(committed.id()) < 0) {
            outbox.send(from.node(), new StateNews(committed));
        }
    }

    /// The answer. It is remembered as what an earlier life knew would be: of use for a cold start, and for knowing
    /// every node that must be heard.
    public void onNews(StateNews news, Outbox outbox) {
        if (news.state().id().compareTo(committed.id()) > 0) {
            keep(outside(news.state()), Optional.empty());
            outbox.add(new Output.StateLearned(news.state()));
        }
    }

    /// As master: since when it needs to read what earlier members have agreed on, if it does (rule C3).
    OptionalLong wantsCopiesSince() {
        return mastering.isPresent() ? mastering.get().wantsCopiesSince() : OptionalLong.empty();
    }

    /// The copies on the white board were read.
    ///
    /// @param begunAt when that began
    void copiesRead(long now, Optional<ClusterState> copy, long begunAt, Outbox outbox) {
        if (mastering.isPresent()) {
            mastering.get().copiesRead(now, copy.map(StateAgreement::outside), begunAt, this, outbox);
        }
    }

    private static ClusterState outside(ClusterState remembered) {
        return new ClusterState(
                remembered.id(),
                0,
                false,
                remembered.configuration(),
                remembered.edits(),
                remembered.resources(),
                new TreeSet<>(),
                remembered.maintenance());
    }

    /// Repeats what has not been answered.
    public void onTime(long now, Outbox outbox) {
        if (!generation.has(self)) {
            return;
        }
        if (mastering.isPresent()) {
            mastering.get().onTime(now, outbox);
        } else if (!installed && now >= repeatAt) {
            report(now, outbox);
        }
    }

    public long nextDeadline() {
        if (!generation.has(self)) {
            return Long.MAX_VALUE;
        }
        if (mastering.isPresent()) {
            return mastering.get().nextDeadline();
        }
        return installed ? Long.MAX_VALUE : repeatAt;
    }

    /// As master: changes the state; false where another change is still under way or the generation is not yet in
    /// force.
    public boolean propose(long now, ClusterState next, Outbox outbox) {
        return mastering.isPresent() && mastering.get().propose(now, next, this, outbox);
    }

    /// Whether a change may be proposed: this node is master, all members are in step, none is under way.
    public boolean canPropose() {
        return mastering.isPresent() && mastering.get().idle();
    }

    /// Whether this node has made the state of the generation it knows its own. All members of the generation
    /// know it by then, because the master installs it only after all have reported: nobody acts in an
    /// earlier one (rule P4).
    public boolean installedIn(Generation known) {
        return installed && generation.number() == known.number();
    }

    public ClusterState committed() {
        return committed;
    }

    /// The transaction this node keeps but has not made.
    Optional<Transaction> prepared() {
        return prepared;
    }

    public NodeId master() {
        return master;
    }

    public boolean isMaster() {
        return mastering.isPresent();
    }

    /// Whether the agreed state has changed since last asked.
    public boolean takeNews() {
        boolean was = news;
        news = false;
        return was;
    }

    static SortedSet<Member> othersOf(Generation generation, Member self) {
        SortedSet<Member> others = generation.fullMembers();
        others.remove(self);
        return others;
    }
}
