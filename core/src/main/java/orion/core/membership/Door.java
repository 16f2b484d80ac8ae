package orion.core.membership;

import java.util.SortedSet;
import java.util.TreeSet;
import orion.core.authority.Authority;
import orion.core.membership.HeartbeatMonitor.Heard;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.NodeSet;
import orion.core.splitbrain.WhiteBoard;

/// Who asks to be let in at one moment, and may be.
final class Door {
    private final long now;
    private final Assessment assessment;
    private final NodeId self;
    private final Authority authority;
    private final HeartbeatMonitor heartbeats;
    private final WhiteBoard board;

    Door(long now, Assessment assessment, Authority authority, HeartbeatMonitor heartbeats, WhiteBoard board) {
        this.now = now;
        this.assessment = assessment;
        this.self = assessment.self().node();
        this.authority = authority;
        this.heartbeats = heartbeats;
        this.board = board;
    }

    /// Nodes at the door: heard by all survivors, hearing all of them, ticking on the board, and in a life
    /// that was never in a generation (rule A1).
    SortedSet<Member> joiners(SortedSet<NodeId> survivors) {
        SortedSet<Member> joiners = new TreeSet<>();
        // Everybody chosen so far, and whom all of them hear.
        NodeSet chosen = NodeSet.copyOf(survivors);
        NodeSet welcome = heardByAll(chosen);
        for (Heard heard : heartbeats.all().values()) {
            Member candidate = heard.member();
            boolean mutual = heard.heartbeat().wantsIn()
                    && heard.heartbeat().hears().containsAll(chosen)
                    && welcome.contains(candidate.node());
            if (mutual && admissible(candidate)) {
                joiners.add(candidate);
                chosen = chosen.with(candidate.node());
                welcome = welcome.and(heard.heartbeat().hears());
            }
        }
        return joiners;
    }

    /// Whom each of these hears, by its last heartbeat.
    private NodeSet heardByAll(NodeSet nodes) {
        NodeSet heardByAll = NodeSet.ALL;
        for (NodeId node : nodes) {
            if (!node.equals(self)) {
                heardByAll = heardByAll.and(heartbeats.heardBy(node));
            }
        }
        return heardByAll;
    }

    private boolean admissible(Member candidate) {
        return assessment.knows(candidate)
                && assessment.levels().speaks(candidate, assessment.levels().next())
                && heartbeats.hears(candidate, now)
                && !authority.known().everHad(candidate)
                && board.blockOf(candidate)
                        .filter(seen -> !seen.block().stopped())
                        .isPresent();
    }
}
