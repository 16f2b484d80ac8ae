package orion.core.membership;

import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.authority.Authority;
import orion.core.configuration.ClusterConfiguration;
import orion.core.membership.HeartbeatMonitor.Heard;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.NodeMap;
import orion.core.model.NodeSet;
import orion.core.model.Timing;
import orion.core.resource.ClusterState;
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
    private final ClusterConfiguration configuration;
    private final Authority authority;
    private final HeartbeatMonitor heartbeats;
    private final WhiteBoard board;
    private final OwnLink link;
    private final Optional<NodeId> master;
    private final SortedSet<NodeId> leaving;

    /// Looks at everything at one moment.
    ///
    /// @param agreed the state as this node knows it
    public Assessment(
            long now,
            Member self,
            ClusterState agreed,
            Authority authority,
            HeartbeatMonitor heartbeats,
            WhiteBoard board,
            OwnLink link,
            Optional<NodeId> master) {
        this.now = now;
        this.self = self;
        this.configuration = agreed.configuration();
        this.timing = configuration.timing();
        this.leaving = agreed.leaving();
        this.authority = authority;
        this.heartbeats = heartbeats;
        this.board = board;
        this.link = link;
        this.master = master;
    }

    /// Why this member of the present generation should not be in the next one, as far as this node can tell by
    /// itself.
    public Optional<String> complaint(Member member) {
        if (member.equals(self)) {
            return Optional.empty();
        }
        if (board.saysGone(member)) {
            return Optional.of(name(member) + " says on the board that it has stopped");
        }
        if (authority.powerOff().contains(member)) {
            return Optional.of(name(member) + " is confirmed to have no power");
        }
        Optional<Heard> heard = heartbeats.last(member.node());
        if (heard.isPresent() && heard.get().member().incarnation() > member.incarnation()) {
            return Optional.of(name(member) + " was started anew");
        }
        if (cutOff(member)) {
            return Optional.of(name(member) + " says on the board that its network link is down");
        }
        if (!heartbeats.hears(member, now)) {
            return Optional.of(name(member) + " has been silent for " + heartbeats.silenceMillis(member, now) + " ms");
        }
        return Optional.empty();
    }

    /// Whether the member is going in order, as everybody knows: that its last words stand on the board, or
    /// that others have read them already, is what was expected of it. What falls silent while it leaves may
    /// have failed.
    boolean isExpectedToGo(Member member) {
        return leaving.contains(member.node())
                && (board.saysGone(member) || complaint(member).isEmpty());
    }

    /// Whether this life of a node says, in what it wrote after its last heartbeat, that no network link of it has a
    /// carrier (rule E1). It says nothing to a node whose own links are or were down of late: it may be the switch.
    private boolean cutOff(Member member) {
        Optional<Heard> heard = heartbeats.last(member.node());
        Optional<NodeBlock> block = board.blockOf(member).map(WhiteBoard.Seen::block);
        if (!link.mayJudgeOthers(now) || heard.isEmpty() || block.isEmpty()) {
            return false;
        }
        // Whoever is heard saying that it has no link is wrong about that.
        boolean newer = heard.get().member().equals(member)
                && heard.get().heartbeat().linkUp()
                && block.get().tick() > heard.get().heartbeat().tick();
        return newer && !block.get().linkUp();
    }

    /// All nodes of which some life was heard within the tolerance, and of which nothing better is known (rule E1).
    public SortedSet<NodeId> hearing() {
        int nodes = 0;
        for (Heard heard : heartbeats.all().values()) {
            Member member = heard.member();
            boolean gone = board.saysGone(member) || authority.powerOff().contains(member) || cutOff(member);
            nodes |= !gone && heartbeats.hears(member, now) ? NodeSet.bit(member.node()) : 0;
        }
        return NodeSet.ofBits(nodes);
    }

    /// Whether the board is worth more than the usual looks (rule E1): the heartbeat of a member is overdue and the
    /// reason may be there, or this node's link is down and only the board tells the others of it, and it of them.
    boolean boardMaySpeakForSomebody() {
        if (!link.saidUp(now) && authority.known().members().size() > 1) {
            return true;
        }
        for (Member member : authority.known().fullMembers()) {
            if (!member.equals(self) && heartbeats.overdue(member, now)) {
                return true;
            }
        }
        return false;
    }

    /// What people call a member.
    String name(Member member) {
        return configuration.nameOf(member.node());
    }

    /// A generation in a sentence: who is in it, and what became of each who is not in it any more.
    public String describe(Generation before, Generation next) {
        StringBuilder text = new StringBuilder("generation " + next.number() + " is " + names(next.members()));
        for (Member gone : next.condemned()) {
            boolean earlier = next.number() == before.number() + 1 && !before.has(gone);
            text.append("; ").append(name(gone)).append(' ');
            text.append(earlier ? "is not yet proven gone" : fate(gone));
        }
        return text + " (decided by " + configuration.nameOf(next.decider()) + ")";
    }

    private String names(SortedSet<NodeId> nodes) {
        return String.join(", ", nodes.stream().map(configuration::nameOf).toList());
    }

    /// What leaves in order is heard until just before it is out; what fails while it leaves has been silent.
    private String fate(Member gone) {
        boolean heard = !gone.equals(self) && heartbeats.hears(gone, now);
        if (leaving.contains(gone.node()) && (board.saysGone(gone) || heard)) {
            return "left in order";
        }
        return board.saysGone(gone) ? "has stopped" : "is cast out";
    }

    /// Members of the present generation that belong to the side that lives.
    public SortedSet<NodeId> survivors() {
        // Nearly always everybody hears everybody, and then there is only one side.
        return allHearAll() ? authority.known().members() : SideRule.survivors(living(), master);
    }

    private boolean allHearAll() {
        Generation known = authority.known();
        for (NodeId node : known.members()) {
            if (!node.equals(self.node()) && !hearsAll(node, known)) {
                return false;
            }
        }
        return known.has(self);
    }

    private boolean hearsAll(NodeId node, Generation known) {
        Optional<Heard> heard = heartbeats.last(node);
        if (heard.isEmpty() || !known.has(heard.get().member())) {
            return false;
        }
        Member member = heard.get().member();
        return complaint(member).isEmpty()
                && NodeSet.copyOf(hearsOf(heard.get())).with(node).containsAll(known.members());
    }

    /// Members with signs of life, each with whom it hears.
    private SortedMap<NodeId, Standing> living() {
        SortedMap<NodeId, Standing> living = new NodeMap<>();
        for (NodeId node : authority.known().members()) {
            Member member = authority.known().admittedMember(node).orElseThrow();
            standing(member).ifPresent(standing -> living.put(node, standing));
        }
        return living;
    }

    private Optional<Standing> standing(Member member) {
        if (member.equals(self)) {
            NodeSet hears = NodeSet.NONE;
            for (NodeId node : authority.known().members()) {
                Member other = authority.known().admittedMember(node).orElseThrow();
                hears = complaint(other).isEmpty() ? hears.with(node) : hears;
            }
            return Optional.of(new Standing(hears, link.saidUp(now)));
        }
        if (board.saysGone(member) || authority.powerOff().contains(member)) {
            return Optional.empty();
        }
        boolean cutOff = cutOff(member);
        if (heartbeats.hears(member, now) && !cutOff) {
            Heard heard = heartbeats.last(member.node()).orElseThrow();
            return Optional.of(new Standing(hearsOf(heard), heard.heartbeat().linkUp()));
        }
        // Not heard: does it still tick? Then it lives, on the other side of a cut.
        return board.blockOf(member)
                .filter(seen -> now - seen.tickSeenAt() <= timing.leaseMillis())
                .map(seen -> new Standing(
                        cutOff ? NodeSet.NONE : hearsOf(seen.block()),
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

    /// Nodes at the door: heard by all survivors, hearing all of them, ticking on the board, and in a life
    /// that was never in a generation (rule A1).
    public SortedSet<Member> joiners(SortedSet<NodeId> survivors) {
        SortedSet<Member> joiners = new TreeSet<>();
        for (Heard heard : heartbeats.all().values()) {
            Member candidate = heard.member();
            boolean mutual = heard.heartbeat().wantsIn()
                    && heard.heartbeat().hears().containsAll(survivors)
                    && heardByAll(candidate, survivors);
            if (mutual && admissible(candidate) && hearOneAnother(heard, joiners)) {
                joiners.add(candidate);
            }
        }
        return joiners;
    }

    private boolean heardByAll(Member candidate, SortedSet<NodeId> survivors) {
        for (NodeId node : survivors) {
            boolean hears = node.equals(self.node())
                    ? heartbeats.hears(candidate, now)
                    : heartbeats
                            .last(node)
                            .map(heard -> heard.heartbeat().hears().contains(candidate.node()))
                            .orElse(false);
            if (!hears) {
                return false;
            }
        }
        return true;
    }

    private boolean hearOneAnother(Heard heard, SortedSet<Member> others) {
        return others.stream()
                .allMatch(other -> heard.heartbeat().hears().contains(other.node())
                        && heartbeats.reports(other.node(), heard.member().node()));
    }

    private boolean admissible(Member candidate) {
        return configuration.nodes().containsKey(candidate.node())
                && heartbeats.hears(candidate, now)
                && !authority.known().everHad(candidate)
                && board.blockOf(candidate)
                        .filter(seen -> !seen.block().stopped())
                        .isPresent();
    }

    /// Who proposes: the one with the highest address of those that can use the board.
    public Optional<NodeId> coordinator(SortedSet<NodeId> among) {
        SortedSet<NodeId> able = new TreeSet<>();
        for (NodeId node : among) {
            boolean healthy = node.equals(self.node())
                    ? board.healthy(now)
                    : heartbeats
                            .last(node)
                            .map(heard -> heard.heartbeat().boardHealthy())
                            .orElse(false);
            if (healthy) {
                able.add(node);
            }
        }
        return configuration.highest(able);
    }

    /// The next generation with these members.
    public Generation successor(SortedSet<Member> members, boolean coldStart) {
        Generation known = authority.known();
        SortedMap<NodeId, Long> admitted = new TreeMap<>(known.admitted());
        SortedSet<NodeId> nodes = new TreeSet<>();
        for (Member member : members) {
            admitted.put(member.node(), member.incarnation());
            nodes.add(member.node());
        }
        SortedSet<NodeId> excluded = new TreeSet<>();
        for (Member gone : known.fullMembers()) {
            if (!nodes.contains(gone.node())) {
                excluded.add(gone.node());
            }
        }
        for (Member gone : authority.unproven(now)) {
            if (!nodes.contains(gone.node())) {
                excluded.add(gone.node());
            }
        }
        long number = known.number() + 1;
        return new Generation(number, coldStart ? number : known.run(), self.node(), nodes, excluded, admitted);
    }

    /// Whether this node agrees with a view somebody proposes; the reason where it does not.
    public Optional<String> objection(Member proposer, SortedSet<Member> members) {
        if (!members.contains(self) || !members.contains(proposer)) {
            return Optional.of("it leaves out the proposer or the one asked");
        }
        for (Member member : members) {
            boolean heard = member.equals(self) || heartbeats.hears(member, now);
            if (!heard) {
                return Optional.of(name(member) + " is not heard");
            }
            if (authority.known().everHad(member) && !authority.known().has(member)) {
                return Optional.of("this life of " + name(member) + " was cast out before");
            }
        }
        for (Member left : authority.known().fullMembers()) {
            // Rule M4: that one that leaves has gone is believed, for its last words stand on a board not all may read.
            boolean leaves = leaving.contains(left.node());
            if (!members.contains(left) && !leaves && !missed(left, members)) {
                return Optional.of(name(left) + " is heard by everybody");
            }
        }
        return Optional.empty();
    }

    /// Whether somebody of the proposed view has lost touch with the one left out, or nearly so: silence that
    /// is about to reach the tolerance here has reached it at the proposer's.
    private boolean missed(Member left, SortedSet<Member> members) {
        if (complaint(left).isPresent()
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
