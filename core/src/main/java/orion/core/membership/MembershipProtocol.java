package orion.core.membership;

import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.Event;
import orion.core.Input;
import orion.core.Outbox;
import orion.core.authority.Authority;
import orion.core.configuration.ClusterConfiguration;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.NodeSet;
import orion.core.splitbrain.WhiteBoard;
import orion.core.wire.Message;
import orion.core.wire.Message.ViewPrepare;
import orion.core.wire.Message.ViewVote;

/// From suspicion to agreement: sees that the present generation needs a successor, and, where this node is
/// to coordinate, has all who will be in it agree. Believes nothing and decides nothing: the agreed view is
/// only a proposal to the white board.
public final class MembershipProtocol {
    private final Member self;
    private final ViewAgreement views;
    private final ColdStart coldStart;
    private final StateReading reading;
    private Optional<String> obstacle = Optional.empty();
    /// Kept only to save time: it follows from what else is known.
    private transient Optional<Findings> findings = Optional.empty();
    private SortedMap<NodeId, Complaint> complaints = new TreeMap<>();

    public MembershipProtocol(Member self, ClusterConfiguration configuration, long now) {
        this.self = self;
        this.views = new ViewAgreement(self, configuration.timing());
        this.coldStart = new ColdStart(self, configuration, now);
        this.reading = new StateReading(configuration.timing(), now);
    }

    /// Looks at the situation and moves on.
    ///
    /// @return the view all its members have agreed to, once
    public Optional<Generation> progress(
            long now,
            boolean member,
            Assessment assessment,
            Authority authority,
            HeartbeatMonitor heartbeats,
            WhiteBoard board,
            Outbox outbox) {
        if (member) {
            obstacle = Optional.empty();
            succeed(now, assessment, findings(now, assessment), authority, board, outbox);
        } else {
            found(now, assessment, authority, heartbeats, board, outbox);
        }
        views.onTime(now, outbox);
        return views.takeAgreed();
    }

    /// Takes notice of an input: where it says more than that time passes, everything has to be looked at again.
    /// Most heartbeats only repeat the one before; but that of a node whose link is down by the board may gainsay
    /// it (rule E1).
    public void heed(long now, Input input, HeartbeatMonitor heartbeats, WhiteBoard board) {
        boolean onlyTime = input instanceof Input.TimerFired;
        if (input instanceof Input.Received(Member from, Message.Heartbeat heartbeat)) {
            onlyTime = heartbeats.repeats(now, from, heartbeat) && !board.saysLinkDown(from);
        }
        findings = onlyTime ? findings : Optional.empty();
    }

    /// Something is known now that no input said for the first time.
    public void lookAgain() {
        findings = Optional.empty();
    }

    private Findings findings(long now, Assessment assessment) {
        if (findings.isEmpty() || !findings.get().hold(now, assessment.newest())) {
            findings = Optional.of(assessment.findings());
        }
        return findings.get();
    }

    /// Whom this node hears.
    public NodeSet hearing(long now, Assessment assessment) {
        return findings(now, assessment).hearing();
    }

    private void succeed(
            long now, Assessment assessment, Findings found, Authority authority, WhiteBoard board, Outbox outbox) {
        Generation known = authority.known();
        SortedSet<NodeId> survivors = found.survivors();
        if (!survivors.equals(known.members())) {
            complain(assessment, authority, survivors, outbox);
            // Others must see soon whom this node still hears, and this node what they decide.
            board.hurry(now);
        } else {
            complaints.clear();
            if (found.boardMaySpeak()) {
                board.brisk(now);
            }
        }
        if (!survivors.contains(self.node())) {
            // Rule M1: the losing side proposes nothing. It stops when it reads that it is out, or lives on if the
            // others fail.
            views.abandon();
            return;
        }
        boolean same = survivors.equals(known.members()) && found.level() == known.level();
        if (found.joiners().isEmpty() && same) {
            views.abandon();
            return;
        }
        Optional<NodeId> coordinator = assessment.coordinator(survivors);
        if (coordinator.isPresent() && coordinator.get().equals(self.node())) {
            SortedSet<Member> members = new TreeSet<>(found.joiners());
            survivors.forEach(node -> members.add(known.admittedMember(node).orElseThrow()));
            views.propose(now, assessment.successor(members, found.level(), false), outbox);
        }
    }

    /// Tells why members are not to be in the next generation; not again when only time has passed.
    private void complain(Assessment assessment, Authority authority, SortedSet<NodeId> survivors, Outbox outbox) {
        SortedMap<NodeId, Complaint> found = new TreeMap<>();
        for (Member member : authority.knownMembers()) {
            // An expected departure is no suspicion.
            if (!survivors.contains(member.node()) && !assessment.isExpectedToGo(member)) {
                Complaint own = member.equals(self) ? Complaint.LOSING : assessment.complaint(member);
                if (own != Complaint.NONE) {
                    found.put(member.node(), own);
                } else if (!assessment.isHeardByAllWhoStay(member)) {
                    found.put(member.node(), Complaint.MISSED_BY_OTHERS);
                }
            }
        }
        if (!found.equals(complaints)) {
            complaints = found;
            if (!found.isEmpty()) {
                outbox.happened(Event.Kind.SUSPICION, assessment.account().describe(found));
            }
        }
    }

    private void found(
            long now,
            Assessment assessment,
            Authority authority,
            HeartbeatMonitor heartbeats,
            WhiteBoard board,
            Outbox outbox) {
        Optional<String> strange = assessment.levels().obstacle();
        obstacle = strange.or(assessment::removal).or(() -> coldStart.obstacle(now, authority, heartbeats, board));
        boolean alone = authority.knownMembers().stream().noneMatch(member -> heartbeats.hears(member, now));
        reading.progress(now, obstacle.isEmpty(), alone, outbox);
        obstacle = obstacle.or(reading::obstacle);
        if (obstacle.isPresent()) {
            views.abandon();
            return;
        }
        SortedSet<Member> founders = coldStart.founders(now, heartbeats, board, authority.known());
        // Rule M3: with somebody who is not configured, not all would take the same node for the master.
        int level = assessment.levels().next();
        founders.removeIf(
                founder -> !assessment.knows(founder) || !assessment.levels().speaks(founder, level));
        SortedSet<NodeId> nodes = new TreeSet<>();
        founders.forEach(founder -> nodes.add(founder.node()));
        Optional<NodeId> coordinator = assessment.coordinator(nodes);
        if (coordinator.isPresent() && coordinator.get().equals(self.node())) {
            views.propose(now, assessment.successor(founders, level, true), outbox);
        }
    }

    /// Somebody proposes a view; this node agrees where it fits what it hears itself. Asked for a cold start, it reads
    /// first what was agreed on last, where it can use the board, and answers when it is asked again.
    public void onPrepare(
            long now,
            Member from,
            ViewPrepare prepare,
            Assessment assessment,
            Authority authority,
            boolean boardHealthy,
            Outbox outbox) {
        boolean founding = !authority.isMember() && !authority.known().has(from);
        if (founding && boardHealthy && !reading.triedSince(now, from, prepare.proposal(), outbox)) {
            return;
        }
        Optional<String> objection = prepare.base() != authority.known().number()
                ? Optional.of("generation " + authority.known().number() + " is known here, not " + prepare.base())
                : assessment.objection(from, prepare.level(), prepare.members());
        outbox.send(from.node(), new ViewVote(prepare.proposal(), objection.isEmpty(), objection.orElse("")));
    }

    public void onVote(long now, Member from, ViewVote vote, Assessment assessment, Outbox outbox) {
        views.onVote(now, from, vote)
                .ifPresent(reason -> outbox.happened(
                        Event.Kind.MEMBERSHIP,
                        assessment.name(from) + " does not agree with the proposed view: " + reason));
    }

    /// Reads what the members have agreed on, unless that was done since then (rule C3).
    public void readStates(long now, long since, Outbox outbox) {
        obstacle = Optional.of(reading.readSince(now, since, outbox));
    }

    /// What [Output.ReadStates] asked for has ended.
    ///
    /// @return when the last reading began that went well
    public long statesRead(String error) {
        reading.ended(error);
        return reading.goodSince();
    }

    public void abandon() {
        views.abandon();
    }

    /// Since when no member of that generation can have renewed its lease over the network.
    public long grantsEndedAt(long now, Generation generation) {
        return coldStart.grantsEndedAt(now, generation);
    }

    /// What keeps this node from founding the cluster anew, where it is outside, or as master from beginning a
    /// generation.
    public Optional<String> obstacle() {
        return obstacle;
    }

    public long nextDeadline() {
        return views.nextDeadline();
    }
}
