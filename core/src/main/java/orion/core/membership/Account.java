package orion.core.membership;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.StringJoiner;
import orion.core.authority.Authority;
import orion.core.configuration.ClusterConfiguration;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Pause;
import orion.core.model.Timing;
import orion.core.resource.ClusterState;
import orion.core.splitbrain.WhiteBoard;

/// Tells people who is suspected and who is out, and why, as this node sees it at one moment.
public final class Account {
    private final long now;
    private final Member self;
    private final ClusterConfiguration configuration;
    private final Timing timing;
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
        this.timing = configuration.timing();
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
            text.add(complaint.about(name(member)) + (complaint == Complaint.SILENT ? " for " + silence(member) : ""));
        });
        return text.toString();
    }

    /// For how long a member has been silent, and the pause it told of before, if that was long enough to be the
    /// reason.
    private String silence(Member member) {
        Pause told = heartbeats
                .last(member.node())
                .filter(heard -> heard.member().equals(member))
                .map(heard -> heard.heartbeat().worstPause())
                .orElse(Pause.NONE);
        return Pause.seconds(heartbeats.silenceMillis(member, now))
                + (told.millis() > timing.heartbeatMillis() / 2
                        ? " (it had told of a pause of " + told.inWords() + ")"
                        : "");
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
        if (board.saysGone(gone)) {
            return "has stopped";
        }
        if (!configuration.nodes().containsKey(gone.node())) {
            return "is cast out, because it was removed from the cluster while it was let in";
        }
        return "is cast out" + (heard || gone.equals(self) ? "" : " after a silence of " + silence(gone));
    }

    private String name(Member member) {
        return configuration.nameOf(member.node());
    }
}
