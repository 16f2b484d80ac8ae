package orion.core.membership;

import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeSet;
import orion.core.authority.Authority;
import orion.core.configuration.ClusterConfiguration;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Pause;
import orion.core.resource.Knowledge;
import orion.core.splitbrain.WhiteBoard;
import orion.core.wire.Message.Heartbeat;

/// Tells people who is suspected and who is out, and why, as this node sees it at one moment.
public final class Account {
    private final long now;
    private final Member self;
    private final ClusterConfiguration configuration;
    /// What was prepared counts as made there.
    private final ClusterConfiguration newest;
    private final SortedSet<NodeId> leaving;
    private final Authority authority;
    private final HeartbeatMonitor heartbeats;
    private final WhiteBoard board;
    private final OwnLink link;

    Account(
            long now,
            Member self,
            Knowledge known,
            Authority authority,
            HeartbeatMonitor heartbeats,
            WhiteBoard board,
            OwnLink link) {
        this.now = now;
        this.self = self;
        this.configuration = known.committed().configuration();
        this.newest = known.newest().configuration();
        this.leaving = known.committed().leaving();
        this.authority = authority;
        this.heartbeats = heartbeats;
        this.board = board;
        this.link = link;
    }

    /// Complaints about members of the present generation, in a sentence.
    String describe(SortedMap<NodeId, Complaint> complaints) {
        StringJoiner text = new StringJoiner("; ");
        complaints.forEach((node, complaint) -> {
            Member member = authority.known().admittedMember(node).orElseThrow();
            text.add(complaint.about(name(member)) + more(complaint, member));
        });
        return text.toString();
    }

    private String more(Complaint complaint, Member member) {
        return switch (complaint) {
            case SILENT -> " for " + silence(member);
            case MISSED_BY_OTHERS -> missed(member, authority.known().members(), authority.known());
            case NONE, STOPPED, POWERLESS, REMOVED, STARTED_ANEW, CUT_OFF, LOSING -> "";
        };
    }

    /// For how long a member has been silent, and what it told of just before, if anything: a pause, or a white board
    /// that does not answer. That may be the reason. Of an earlier one it had recovered.
    private String silence(Member member) {
        String silence = Pause.seconds(heartbeats.silenceMillis(member, now));
        Optional<Heartbeat> last = heartbeats
                .last(member.node())
                .filter(heard -> heard.member().equals(member))
                .map(HeartbeatMonitor.Heard::heartbeat);
        StringJoiner told = new StringJoiner(", and of ", " (it had told of ", ")").setEmptyValue("");
        last.map(Heartbeat::recentPause)
                .filter(pause -> pause.millis() > 0)
                .ifPresent(pause -> told.add("a pause of " + pause.inWords()));
        last.filter(heartbeat -> heartbeat.generation() > 0 && !heartbeat.boardHealthy())
                .ifPresent(_ -> told.add("a white board that it could not use"));
        return silence + told;
    }

    /// Who of these does not hear a member that this node hears, or is; or whom it does not hear. Others tell whom they
    /// hear, not since when; what they say is that a whole tolerance has passed.
    private String missed(Member gone, SortedSet<NodeId> others, Generation known) {
        boolean behind = !gone.equals(self) && !speaksOf(known, gone.node());
        if (behind && heartbeats.hears(gone, now)) {
            return ": it has not entered generation " + known.number();
        }
        long silence = Long.MAX_VALUE;
        SortedSet<NodeId> deaf = new TreeSet<>();
        SortedSet<NodeId> unheard = new TreeSet<>();
        for (NodeId other : others) {
            if (other.equals(gone.node()) || !known.members().contains(other)) {
                continue;
            }
            if (!other.equals(self.node())
                    && speaksOf(known, other)
                    && !heartbeats.heardBy(other).contains(gone.node())) {
                deaf.add(other);
            }
            Member its = known.admittedMember(other).orElseThrow();
            boolean hears = gone.equals(self)
                    ? heartbeats.hears(its, now)
                    : behind || heartbeats.heardBy(gone.node()).contains(other);
            if (!hears) {
                unheard.add(other);
                silence = Math.min(silence, heartbeats.silenceMillis(its, now));
            }
        }
        String lasting = " for at least " + Pause.seconds(configuration.timing().toleranceMillis());
        if (!deaf.isEmpty()) {
            return ": " + names(deaf) + (deaf.size() == 1 ? " has" : " have") + " not heard it" + lasting;
        }
        if (unheard.isEmpty()) {
            return "";
        }
        return ": it has not heard " + names(unheard)
                + (gone.equals(self) ? " for " + Pause.seconds(silence) : lasting);
    }

    /// Rule M2: what a node said before it knew a generation says nothing of those who were new in it.
    private boolean speaksOf(Generation known, NodeId node) {
        return heartbeats
                .last(node)
                .filter(heard -> heard.heartbeat().generation() >= known.number())
                .isPresent();
    }

    /// A generation in a sentence: who is in it, and what became of each who is not in it any more.
    public String describe(Generation before, Generation next) {
        StringBuilder text = new StringBuilder("generation " + next.number() + " is " + names(next.members()));
        for (Member gone : next.condemned()) {
            boolean earlier = next.number() == before.number() + 1 && !before.has(gone);
            text.append("; ").append(name(gone)).append(' ');
            text.append(earlier ? "is not yet proven gone" : fate(gone, before, next));
        }
        return text + " (decided by " + configuration.nameOf(next.decider()) + ")";
    }

    private String names(SortedSet<NodeId> nodes) {
        return String.join(", ", nodes.stream().map(configuration::nameOf).toList());
    }

    /// What leaves in order is heard until just before it is out; what fails while it leaves has been silent.
    private String fate(Member gone, Generation before, Generation next) {
        boolean heard = !gone.equals(self) && heartbeats.hears(gone, now);
        if (leaving.contains(gone.node()) && (board.saysGone(gone) || heard)) {
            return "left in order";
        }
        if (board.saysGone(gone)) {
            return "has stopped";
        }
        return "is cast out" + (gone.equals(self) ? ownCause(before, next) : cause(gone, heard, before, next));
    }

    /// That this node has read a generation without itself, and why it is out.
    public String pill(Generation before, Generation next) {
        return "it read the poison pill: generation " + next.number() + ", decided by "
                + configuration.nameOf(next.decider()) + ", is without it" + ownCause(before, next);
    }

    /// Why this node itself is out, as far as it can tell.
    private String ownCause(Generation before, Generation next) {
        String removed = removal(self);
        if (!removed.isEmpty()) {
            return removed;
        }
        if (!link.saidUp(now)) {
            return ": its own network link is down";
        }
        String missed = before.has(self) ? missed(self, next.members(), before) : "";
        return missed.isEmpty()
                ? "; the reason is not known here, 'orion events' on " + configuration.nameOf(next.decider())
                        + " tells it"
                : missed;
    }

    private String removal(Member gone) {
        if (!configuration.nodes().containsKey(gone.node())) {
            return ": it was removed from the cluster while it was let in";
        }
        return newest.nodes().containsKey(gone.node()) ? "" : ": it is being removed from the cluster";
    }

    /// Why another is out, as far as this node can tell.
    private String cause(Member gone, boolean heard, Generation before, Generation next) {
        String removed = removal(gone);
        if (!removed.isEmpty()) {
            return removed;
        }
        if (authority.powerOff().contains(gone)) {
            return ": it is confirmed to have no power";
        }
        boolean later = heartbeats
                .last(gone.node())
                .filter(it -> it.member().incarnation() > gone.incarnation())
                .isPresent();
        if (later) {
            return ": it was started anew";
        }
        if (board.saysLinkDown(gone)) {
            return ": it says on the board that its network link is down";
        }
        return heard ? missed(gone, next.members(), before) : " after a silence of " + silence(gone);
    }

    private String name(Member member) {
        return configuration.nameOf(member.node());
    }
}
