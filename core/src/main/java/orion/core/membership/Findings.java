package orion.core.membership;

import java.util.SortedSet;
import orion.core.model.Member;
import orion.core.model.NodeSet;
import orion.core.resource.ClusterState;

/// What an [Assessment] comes to. Nearly every heartbeat only repeats the one before, and then all of this stays as it
/// is for a while; so it is kept until there is news or its time is over.
///
/// @param agreed        the state of which it was found, a prepared change counted as made
/// @param hearing       whom this node hears
/// @param survivors     those of the side that lives; nobody where this node is no member
/// @param joiners       nodes at the door
/// @param level         of the protocol, at which the next generation acts
/// @param boardMaySpeak whether the board is worth more than the usual looks
/// @param holdUntil     when it has to be found again though nothing but time has passed
record Findings(
        ClusterState agreed,
        NodeSet hearing,
        NodeSet survivors,
        SortedSet<Member> joiners,
        int level,
        boolean boardMaySpeak,
        long holdUntil) {

    /// Whether it is still so, where there has been no news.
    boolean hold(long now, ClusterState newest) {
        return now < holdUntil && agreed.equals(newest);
    }
}
