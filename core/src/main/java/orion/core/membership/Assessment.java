package orion.core.membership;

import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import orion.core.authority.Authority;
import orion.core.configuration.ClusterConfiguration;
import orion.core.membership.HeartbeatMonitor.Heard;
import orion.core.model.Generation;
import orion.core.model.Levels;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.NodeMap;
import orion.core.model.NodeSet;
import orion.core.model.Timing;
import orion.core.resource.ClusterState;
import orion.core.resource.Knowledge;
import orion.core.splitbrain.NodeBlock;
import orion.core.splitbrain.SideRule;
import orion.core.splitbrain.SideRule.Standing;
import orion.core.splitbrain.WhiteBoard;

/// What this node makes of all it hears and reads at one moment: who should be in the next generation, and
/// who proposes it. A pure judgement; nothing is remembered from one to the next.
public final class Assessment {
    private final long now;
    private final Member self;
    private final Timing timing;
    private final Knowledge known;
    private final ClusterState agreed;
    /// What was prepared counts as made there.
    private final ClusterState newest;
    private final ClusterConfiguration configuration;
    private final Authority authority;
    private final HeartbeatMonitor heartbeats;
    private final WhiteBoard board;
    private final OwnLink link;
    private final Optional<NodeId> master;
    private final SortedSet<NodeId> leaving;
    private final LevelRules levels;

    /// Looks at everything at one moment.
    ///
    /// @param spoken levels of the protocol
    /// @param known  what is agreed on, as far as this node knows
    public Assessment(
            long now,
            Member self,
            Levels spoken,
            Knowledge known,
            Authority authority,
            HeartbeatMonitor heartbeats,
            WhiteBoard board,
            OwnLink link) {
        this.now = now;
        this.self = self;
        this.known = known;
        this.agreed = known.committed();
        this.newest = known.newest();
        this.configuration = agreed.configuration();
        this.timing = configuration.timing();
        this.leaving = agreed.leaving();
        this.authority = authority;
        this.heartbeats = heartbeats;
        this.board = board;
        this.link = link;
        this.master = known.master();
        this.levels = new LevelRules(self, spoken, configuration, authority.known(), heartbeats);
    }

    Member self() {
        return self;
    }

    LevelRules levels() {
        return levels;
    }

    /// That a node is heard for the first time, in a sentence for people.
    public String arrival(Member member) {
        return authority.isMember() ? levels.arrival(member) : name(member) + " is heard";
    }

    /// What all this comes to, in sentences for people.
    public Account account() {
        return new Account(now, self, known, authority, heartbeats, board, link);
    }

    /// What people call a member.
    String name(Member member) {
        return configuration.nameOf(member.node());
    }

    /// Why this member of the present generation should not be in the next one, as far as this node can tell by
    /// itself.
    Complaint complaint(Member member) {
        if (member.equals(self)) {
            return Complaint.NONE;
        }
        if (board.saysGone(member)) {
            return Complaint.STOPPED;
        }
        if (authority.powerOff().contains(member)) {
            return Complaint.POWERLESS;
        }
        if (isRemoved(member)) {
            return Complaint.REMOVED;
        }
        Optional<Heard> heard = heartbeats.last(member.node());
        if (heard.isPresent() && heard.get().member().incarnation() > member.incarnation()) {
            return Complaint.STARTED_ANEW;
        }
        if (cutOff(member)) {
            return Complaint.CUT_OFF;
        }
        return heartbeats.hears(member, now) ? Complaint.NONE : Complaint.SILENT;
    }

    /// Whether the member is going in order, as everybody knows: that its last words stand on the board, or
    /// that others have read them already, is what was expected of it. What falls silent while it leaves may
    /// have failed.
    boolean isExpectedToGo(Member member) {
        return leaving.contains(member.node()) && (board.saysGone(member) || complaint(member) == Complaint.NONE);
    }

    /// Whether all who stay hear a member and it hears them: then only one that leaves can miss it.
    boolean isHeardByAllWhoStay(Member member) {
        for (Member other : authority.knownMembers()) {
            boolean stays = !other.equals(member) && !leaving.contains(other.node());
            if (stays && !(hears(other).contains(member.node()) && hears(member).contains(other.node()))) {
                return false;
            }
        }
        return true;
    }

    private SortedSet<NodeId> hears(Member member) {
        Optional<Heard> heard = heartbeats.last(member.node());
        return member.equals(self) ? hearing() : heard.map(this::hearsOf).orElse(NodeSet.NONE);
    }

    /// Whether this life of a node says, in what it wrote after its last heartbeat, that no network link of it has a
    /// carrier (rule E1). It says nothing to a node whose own links are or were down of late: it may be the switch.
    private boolean cutOff(Member member) {
        // Nearly always the link is up, and nothing else is worth a look.
        if (!board.saysLinkDown(member) || !link.mayJudgeOthers(now)) {
            return false;
        }
        Optional<Heard> heard = heartbeats.last(member.node());
        long tick = board.blockOf(member).orElseThrow().block().tick();
        // Whoever is heard saying that it has no link is wrong about that.
        return heard.isPresent()
                && heard.get().member().equals(member)
                && heard.get().heartbeat().linkUp()
                && tick > heard.get().heartbeat().tick();
    }

    /// All nodes of which some life was heard within the tolerance, and of which nothing better is known (rule E1).
    NodeSet hearing() {
        int nodes = 0;
        for (Heard heard : heartbeats.all().values()) {
            Member member = heard.member();
            boolean fine = heartbeats.hears(member, now)
                    && !board.saysGone(member)
                    && !authority.powerOff().contains(member)
                    && !cutOff(member)
                    // Rule M5: at the door it is turned away; a member everybody who knows casts out.
                    && (!isRemoved(member) || authority.known().has(member));
            nodes |= fine ? NodeSet.bit(member.node()) : 0;
        }
        return NodeSet.ofBits(nodes);
    }

    /// Whether the board is worth more than the usual looks (rule E1): the heartbeat of a member is overdue and the
    /// reason may be there, or this node's link is down and only the board tells the others of it, and it of them.
    private boolean boardMaySpeakForSomebody() {
        if (!link.saidUp(now) && authority.known().members().size() > 1) {
            return true;
        }
        for (Member member : authority.knownMembers()) {
            if (!member.equals(self) && heartbeats.overdue(member, now)) {
                return true;
            }
        }
        return false;
    }

    ClusterState newest() {
        return newest;
    }

    /// All that every step needs to know.
    Findings findings() {
        boolean member = authority.isMember();
        NodeSet hearing = hearing();
        NodeSet survivors = member ? survivors(hearing) : NodeSet.NONE;
        SortedSet<Member> joiners = member ? joiners(survivors) : new TreeSet<>();
        return new Findings(
                newest, hearing, survivors, joiners, levels.next(), boardMaySpeakForSomebody(), holdUntil());
    }

    /// How long all of this stays as it is, where each heartbeat only repeats the one before.
    private long holdUntil() {
        return Timing.earliestAfter(
                now,
                heartbeats.nextDeadline(now),
                heartbeats.overdueWhereNeverHeard(),
                board.nextStandstill(now),
                authority.knownSince() + timing.toleranceMillis(),
                link.nextDeadline(now),
                link.judgesOthersFrom());
    }

    /// Members of the present generation that belong to the side that lives.
    private NodeSet survivors(NodeSet hearing) {
        NodeSet fine = fine(hearing);
        // Nearly always everybody hears everybody, and then there is only one side.
        return NodeSet.copyOf(
                allHearAll(fine) ? authority.known().members() : SideRule.survivors(living(fine), master));
    }

    /// Members about which this node has no complaint: itself, and of whom it hears this very life.
    private NodeSet fine(NodeSet hearing) {
        NodeSet fine = NodeSet.NONE;
        for (Member member : authority.knownMembers()) {
            boolean isHeard = hearing.contains(member.node()) && heartbeats.hears(member, now);
            boolean isFine = member.equals(self) || (isHeard && !isRemoved(member));
            fine = isFine ? fine.with(member.node()) : fine;
        }
        return fine;
    }

    private boolean allHearAll(NodeSet fine) {
        if (!fine.equals(authority.known().members())) {
            return false;
        }
        for (NodeId node : fine) {
            if (!node.equals(self.node()) && !hearsAll(node)) {
                return false;
            }
        }
        return true;
    }

    private boolean hearsAll(NodeId node) {
        NodeSet hears = NodeSet.copyOf(hearsOf(heartbeats.last(node).orElseThrow()));
        return hears.with(node).containsAll(authority.known().members());
    }

    /// Members with signs of life, each with whom it hears.
    private SortedMap<NodeId, Standing> living(NodeSet fine) {
        SortedMap<NodeId, Standing> living = new NodeMap<>();
        for (Member member : authority.knownMembers()) {
            standing(member, fine).ifPresent(standing -> living.put(member.node(), standing));
        }
        return living;
    }

    private Optional<Standing> standing(Member member, NodeSet fine) {
        if (member.equals(self)) {
            return Optional.of(new Standing(fine, link.saidUp(now)));
        }
        if (board.saysGone(member) || authority.powerOff().contains(member) || isRemoved(member)) {
            return Optional.empty();
        }
        if (fine.contains(member.node())) {
            Heard heard = heartbeats.last(member.node()).orElseThrow();
            return Optional.of(new Standing(hearsOf(heard), heard.heartbeat().linkUp()));
        }
        // Not heard: does it still tick? Then it lives, on the other side of a cut.
        return board.blockOf(member)
                .filter(seen -> now - seen.tickSeenAt() <= timing.leaseMillis())
                .map(seen -> new Standing(
                        cutOff(member) ? NodeSet.NONE : hearsOf(seen.block()),
                        seen.block().linkUp()));
    }

    private SortedSet<NodeId> hearsOf(Heard heard) {
        return outdated(heard.heartbeat().generation())
                ? authority.known().members()
                : heard.heartbeat().hears();
    }

    private SortedSet<NodeId> hearsOf(NodeBlock block) {
        return outdated(block.newest().number()) ? authority.known().members() : block.hears();
    }

    /// Rule M2: whoever voted for this generation heard all its members. What it said before it knew the generation
    /// says nothing about those who are new in it; but nobody is believed for longer than the tolerance.
    private boolean outdated(long generation) {
        return generation < authority.known().number() && now - authority.knownSince() < timing.toleranceMillis();
    }

    /// Whether this node is a configured one, as far as this node has heard what was agreed on, and stays one.
    boolean knows(Member member) {
        return configuration.nodes().containsKey(member.node()) && !isRemoved(member);
    }

    /// That this node itself was removed, in a sentence.
    Optional<String> removal() {
        return isRemoved(self)
                ? Optional.of("it was removed from cluster " + configuration.clusterName()
                        + "; if it is to belong to it again, enrol it anew")
                : Optional.empty();
    }

    /// Rule M5: whether a node is no configured one any more. At the door a removal that is only prepared counts
    /// as made. Of a member it does not: others may never have heard of it, and a node that cannot agree with
    /// them keeps the next generation from coming, which alone can settle what was prepared.
    private boolean isRemoved(Member member) {
        return isRemovedBy(authority.known().has(member) ? agreed : newest, member);
    }

    private static boolean isRemovedBy(ClusterState state, Member member) {
        return !state.configuration().nodes().containsKey(member.node());
    }

    /// Nodes at the door that may be let in.
    SortedSet<Member> joiners(SortedSet<NodeId> survivors) {
        return new Door(now, this, authority, heartbeats, board).joiners(survivors);
    }

    /// Who proposes: the one with the highest address of those that can use the board.
    public Optional<NodeId> coordinator(SortedSet<NodeId> among) {
        NodeSet able = NodeSet.NONE;
        for (NodeId node : among) {
            boolean healthy = node.equals(self.node())
                    ? board.healthy(now)
                    : heartbeats
                            .last(node)
                            .map(heard -> heard.heartbeat().boardHealthy())
                            .orElse(false);
            able = healthy ? able.with(node) : able;
        }
        return configuration.highest(able);
    }

    /// The next generation with these members, at this level of the protocol.
    public Generation successor(SortedSet<Member> members, int level, boolean coldStart) {
        return authority.known().successor(self.node(), level, members, authority.unproven(now), coldStart);
    }

    /// Whether this node agrees with a view somebody proposes; the reason where it does not.
    public Optional<String> objection(Member proposer, int level, SortedSet<Member> members) {
        if (!members.contains(self) || !members.contains(proposer)) {
            return Optional.of("it leaves out the proposer or the one asked");
        }
        for (Member member : members) {
            // Rule M3: who does not know a member has not heard yet what was agreed on, and takes another for the
            // master.
            if (!knows(member)) {
                return Optional.of(name(member) + " is not known here yet, or is being removed");
            }
            boolean heard = member.equals(self) || heartbeats.hears(member, now);
            if (!heard) {
                return Optional.of(name(member) + " is not heard");
            }
            if (authority.known().everHad(member) && !authority.known().has(member)) {
                return Optional.of("this life of " + name(member) + " was cast out before");
            }
        }
        for (Member left : authority.knownMembers()) {
            // Rule M4: that one that leaves has gone is believed, for its last words stand on a board not all may read.
            boolean leaves = leaving.contains(left.node());
            // Rule M5: the proposer may know for certain what is only prepared here.
            boolean mayGo = leaves || isRemovedBy(newest, left);
            if (!members.contains(left) && !mayGo && !missed(left, members)) {
                return Optional.of(name(left) + " is heard by everybody");
            }
        }
        return levels.objection(level, members);
    }

    /// Whether somebody of the proposed view has lost touch with the one left out, or nearly so: silence that
    /// is about to reach the tolerance here has reached it at the proposer's.
    private boolean missed(Member left, SortedSet<Member> members) {
        if (complaint(left) != Complaint.NONE
                || heartbeats.silenceMillis(left, now) > timing.toleranceMillis() - timing.heartbeatMillis()) {
            return true;
        }
        Heard itself = heartbeats.last(left.node()).orElseThrow();
        for (Member member : members) {
            boolean hearsIt = member.equals(self)
                    || heartbeats
                            .last(member.node())
                            .map(heard -> hearsOf(heard).contains(left.node()))
                            .orElse(false);
            if (!hearsIt || !hearsOf(itself).contains(member.node())) {
                return true;
            }
        }
        return false;
    }
}
