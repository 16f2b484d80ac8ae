package orion.core.membership;

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
import orion.core.resource.ClusterState;
import orion.core.splitbrain.WhiteBoard;

/// Tells people who is suspected and who is out, and why, as this node sees it at one moment.
public final class Account {
    private final long now;
    private final Member self;
    private final ClusterConfiguration configuration;
    private final SortedSet<NodeId> leaving;
    private final Authority authority;
    private final HeartbeatMonitor heartbeats;
    private final WhiteBoard board;

    Account(
            long now,
            Member self,
            ClusterState agreed,
            Authority authority,
            HeartbeatMonitor heartbeats,
            WhiteBoard board) {
        this.now = now;
        this.self = self;
        this.configuration = agreed.configuration();
        this.leaving = agreed.leaving();
        this.authority = authority;
        this.heartbeats = heartbeats;
        this.board = board;
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
            case MISSED_BY_OTHERS -> missed(member, authority.known().members());
            case NONE, STOPPED, POWERLESS, REMOVED, STARTED_ANEW, CUT_OFF, LOSING -> "";
        };
    }

    /// For how long a member has been silent, and the pause that it told of just before, if any: that may be
    /// the reason. Of an earlier one it had recovered.
    private String silence(Member member) {
        Pause told = heartbeats
                .last(member.node())
                .filter(heard -> heard.member().equals(member))
                .map(heard -> heard.heartbeat().recentPause())
                .orElse(Pause.NONE);
        return Pause.seconds(heartbeats.silenceMillis(member, now))
                + (told.millis() > 0 ? " (it had told of a pause of " + told.inWords() + ")" : "");
    }

    /// Who of these does not hear a member that this node hears, or is; or whom it does not hear.
    private String missed(Member gone, SortedSet<NodeId> others) {
        SortedSet<NodeId> deaf = new TreeSet<>();
        SortedSet<NodeId> unheard = new TreeSet<>();
        for (NodeId other : others) {
            if (other.equals(gone.node())) {
                continue;
            }
            if (!other.equals(self.node()) && !heartbeats.heardBy(other).contains(gone.node())) {
                deaf.add(other);
            }
            boolean hears = gone.equals(self)
                    ? heartbeats
                            .last(other)
                            .filter(it -> heartbeats.hears(it.member(), now))
                            .isPresent()
                    : heartbeats.heardBy(gone.node()).contains(other);
            if (!hears) {
                unheard.add(other);
            }
        }
        if (!deaf.isEmpty()) {
            return ": " + names(deaf) + (deaf.size() == 1 ? " does" : " do") + " not hear it";
        }
        return unheard.isEmpty() ? "" : ": it does not hear " + names(unheard);
    }

    /// A generation in a sentence: who is in it, and what became of each who is not in it any more.
    public String describe(Generation before, Generation next) {
        StringBuilder text = new StringBuilder("generation " + next.number() + " is " + names(next.members()));
        for (Member gone : next.condemned()) {
            boolean earlier = next.number() == before.number() + 1 && !before.has(gone);
            text.append("; ").append(name(gone)).append(' ');
            text.append(earlier ? "is not yet proven gone" : fate(gone, next));
        }
        return text + " (decided by " + configuration.nameOf(next.decider()) + ")";
    }

    private String names(SortedSet<NodeId> nodes) {
        return String.join(", ", nodes.stream().map(configuration::nameOf).toList());
    }

    /// What leaves in order is heard until just before it is out; what fails while it leaves has been silent.
    private String fate(Member gone, Generation next) {
        boolean heard = !gone.equals(self) && heartbeats.hears(gone, now);
        if (leaving.contains(gone.node()) && (board.saysGone(gone) || heard)) {
            return "left in order";
        }
        if (board.saysGone(gone)) {
            return "has stopped";
        }
        return "is cast out" + cause(gone, heard, next);
    }

    /// Why, as far as this node can tell.
    private String cause(Member gone, boolean heard, Generation next) {
        if (!configuration.nodes().containsKey(gone.node())) {
            return ": it was removed from the cluster while it was let in";
        }
        if (gone.equals(self)) {
            return missed(gone, next.members());
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
        return heard ? missed(gone, next.members()) : " after a silence of " + silence(gone);
    }

    private String name(Member member) {
        return configuration.nameOf(member.node());
    }
}
