package orion.core;

import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import orion.core.membership.HeartbeatMonitor;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Pause;
import orion.core.resource.ClusterState;
import orion.core.resource.Moment;
import orion.core.resource.Recent;
import orion.core.resource.Transaction;

/// What one node knows and thinks at one moment.
///
/// @param prepared   the change of the state that it has prepared and not yet made
/// @param master     the master of the generation, where this node is a member
/// @param leaseUntil when its right to hold resources ends, by its own clock
/// @param heard      the last heartbeat of every node ever heard
/// @param ticked     for every node on the white board: when this one first saw its present tick
/// @param boardMillis how long a cycle on the white board took at worst of late
/// @param unproven   excluded members that may still hold something
/// @param heldBack   resources that this node is to load as soon as nobody is unproven any more
/// @param memberSince since when each member is in, as far as this life was there to see
/// @param recent    when it happened what counts of resources for a while, as far as this life was there to see
/// @param obstacle   what keeps it from becoming a member, or its generation from beginning, in a sentence
/// @param worstPause the longest of late for which its own loop did not run
public record NodeView(
        Member self,
        Standing standing,
        Generation generation,
        long leaseUntil,
        ClusterState state,
        Optional<Transaction> prepared,
        Optional<NodeId> master,
        boolean boardHealthy,
        boolean linkUp,
        SortedMap<NodeId, HeartbeatMonitor.Heard> heard,
        SortedMap<NodeId, Long> ticked,
        int boardMillis,
        SortedSet<Member> unproven,
        SortedSet<String> heldBack,
        SortedMap<Member, Long> memberSince,
        SortedMap<String, Recent> recent,
        Optional<String> obstacle,
        Pause worstPause) {
    /// What the resource manager's judgement of the state depends on besides.
    public Moment moment(long now) {
        return Moment.at(now, generation, state.quorumReached(), memberSince, recent);
    }

    /// Whether the power of this life of a node is still to be cut, asked before each device, because one before
    /// may have taken minutes: it is excluded and not proven gone, or a member that shows no sign of life; and this
    /// node is a member, whose word counts.
    public boolean isStillToBeFenced(long now, Member victim) {
        if (standing != Standing.MEMBER) {
            return false;
        }
        long silence = 2 * state.configuration().timing().heartbeatMillis();
        HeartbeatMonitor.Heard last = heard.get(victim.node());
        boolean silent = last == null || !last.member().equals(victim) || now - last.at() > silence;
        boolean still = now - ticked.getOrDefault(victim.node(), Long.MIN_VALUE / 2) > silence;
        return unproven.contains(victim) || (generation.has(victim) && silent && still);
    }
}
