package orion.core.membership;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import orion.core.Event;
import orion.core.Outbox;
import orion.core.authority.Authority;
import orion.core.configuration.ClusterConfiguration;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.splitbrain.WhiteBoard;
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
    private String lastComplaint = "";

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
            succeed(now, assessment, authority, board, outbox);
        } else {
            found(now, assessment, authority, heartbeats, board, outbox);
        }
        views.onTime(now, outbox);
        return views.takeAgreed();
    }

    private void succeed(long now, Assessment assessment, Authority authority, WhiteBoard board, Outbox outbox) {
        Generation known = authority.known();
        SortedSet<NodeId> survivors = assessment.survivors();
        complain(assessment, known, survivors, outbox);
        if (!survivors.equals(known.members())) {
            // Others must see soon whom this node still hears, and this node what they decide.
            board.hurry(now);
        } else if (assessment.boardMaySpeakForSomebody()) {
            board.brisk(now);
        }
        if (!survivors.contains(self.node())) {
            // Rule M1: the losing side proposes nothing. It stops when it reads that it is out, or lives on if the
            // others fail.
            views.abandon();
            return;
        }
        SortedSet<Member> members = assessment.joiners(survivors);
        if (members.isEmpty() && survivors.equals(known.members())) {
            views.abandon();
            return;
        }
        survivors.forEach(node -> members.add(known.admittedMember(node).orElseThrow()));
        Optional<NodeId> coordinator = assessment.coordinator(survivors);
        if (coordinator.isPresent() && coordinator.get().equals(self.node())) {
            views.propose(now, assessment.successor(members, false), outbox);
        }
    }

    private void complain(Assessment assessment, Generation known, SortedSet<NodeId> survivors, Outbox outbox) {
        if (survivors.equals(known.members())) {
            lastComplaint = "";
            return;
        }
        StringBuilder text = new StringBuilder();
        for (Member member : known.fullMembers()) {
            // An expected departure is no suspicion.
            if (!survivors.contains(member.node()) && !assessment.isExpectedToGo(member)) {
                String complaint = member.equals(self)
                        ? "this node is not on the side that lives"
                        : assessment.complaint(member).orElse(assessment.name(member) + " is missed by others");
                text.append(text.isEmpty() ? "" : "; ").append(complaint);
            }
        }
        String subject = text.toString().replaceAll("[0-9]+ ms", "");
        if (!subject.equals(lastComplaint)) {
            lastComplaint = subject;
            if (!text.isEmpty()) {
                outbox.happened(Event.Kind.SUSPICION, text.toString());
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
        obstacle = coldStart.obstacle(now, authority, heartbeats, board);
        boolean alone = authority.known().fullMembers().stream().noneMatch(member -> heartbeats.hears(member, now));
        reading.progress(now, obstacle.isEmpty(), alone, outbox);
        obstacle = obstacle.or(reading::obstacle);
        if (obstacle.isPresent()) {
            views.abandon();
            return;
        }
        SortedSet<Member> founders = coldStart.founders(now, heartbeats, board, authority.known());
        SortedSet<NodeId> nodes = new TreeSet<>();
        founders.forEach(founder -> nodes.add(founder.node()));
        Optional<NodeId> coordinator = assessment.coordinator(nodes);
        if (coordinator.isPresent() && coordinator.get().equals(self.node())) {
            views.propose(now, assessment.successor(founders, true), outbox);
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
                : assessment.objection(from, prepare.members());
        outbox.send(from.node(), new ViewVote(prepare.proposal(), objection.isEmpty(), objection.orElse("")));
    }

    public void onVote(long now, Member from, ViewVote vote, Assessment assessment, Outbox outbox) {
        views.onVote(now, from, vote)
                .ifPresent(reason -> outbox.happened(
                        Event.Kind.MEMBERSHIP,
                        assessment.name(from) + " does not agree with the proposed view: " + reason));
    }

    /// What [Output.ReadStates] asked for has ended.
    public void statesRead(String error) {
        reading.ended(error);
    }

    public void abandon() {
        views.abandon();
    }

    /// Since when no member of that generation can have renewed its lease over the network.
    public long grantsEndedAt(long now, Generation generation) {
        return coldStart.grantsEndedAt(now, generation);
    }

    /// What keeps this node from founding the cluster anew, where it is outside.
    public Optional<String> obstacle() {
        return obstacle;
    }

    public long nextDeadline() {
        return views.nextDeadline();
    }
}
