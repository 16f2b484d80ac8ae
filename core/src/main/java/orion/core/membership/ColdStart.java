package orion.core.membership;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import orion.core.authority.Authority;
import orion.core.configuration.ClusterConfiguration;
import orion.core.membership.HeartbeatMonitor.Heard;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeSet;
import orion.core.splitbrain.WhiteBoard;

/// Begins a new run of the cluster when nobody of the newest generation is left: the first start ever, or
/// after all nodes were down.
///
/// It is safe only when nobody of that generation can still hold anything:
/// - each member is gone by its own words, or the newest reading of the board began a take-over wait after its present
///   tick was seen (rule C1): one that was written since would renew its lease; and
/// - nobody can renew by grants, which need *all* members: because one member is certainly gone, or because
///   there is only one (rule C2). Otherwise members that lost the board but still hear each other may be at
///   work unseen.
public final class ColdStart {
    private final Member self;
    private final ClusterConfiguration configuration;
    private final long startedAt;
    private long grantsEndedAt = Long.MAX_VALUE;
    private long grantsEndedIn;

    public ColdStart(Member self, ClusterConfiguration configuration, long now) {
        this.self = self;
        this.configuration = configuration;
        this.startedAt = now;
    }

    /// Since when no member of that generation can have renewed by grants, as far as this node knows; at the latest
    /// now.
    public long grantsEndedAt(long now, Generation generation) {
        return generation.number() == grantsEndedIn ? Math.min(grantsEndedAt, now) : now;
    }

    /// What still forbids a cold start, in a sentence; empty when it may be proposed.
    public Optional<String> obstacle(long now, Authority authority, HeartbeatMonitor heartbeats, WhiteBoard board) {
        Generation newest = authority.known();
        if (newest.everHad(self)) {
            return Optional.of("this life of the node is over: it was in a generation before (rule A1)");
        }
        if (!board.healthy(now) || board.newest().number() > newest.number()) {
            return Optional.of("the white board cannot be read");
        }
        if (now - startedAt < 2 * configuration.timing().heartbeatMillis()) {
            return Optional.of("listening for others");
        }
        long readAt = board.lastGood().map(WhiteBoard.Cycle::startedAt).orElse(startedAt);
        boolean oneIsGone = newest.members().size() <= 1;
        for (Member member : newest.fullMembers()) {
            boolean gone = board.saysGone(member) || authority.powerOff().contains(member);
            oneIsGone |= gone;
            long tickSeenAt =
                    board.blockOf(member).map(WhiteBoard.Seen::tickSeenAt).orElse(startedAt);
            long still = readAt - tickSeenAt;
            boolean silent = !heartbeats.hears(member, now);
            if (!gone && (!silent || still < configuration.timing().takeOverWaitMillis())) {
                return Optional.of(configuration.nameOf(member.node()) + " of generation " + newest.number()
                        + " may still be at work");
            }
        }
        if (!oneIsGone) {
            return Optional.of("all of generation " + newest.number() + " (" + names(newest)
                    + ") are silent, but without the board they could still be at work together;"
                    + " start one of them, or confirm that one of them has no power");
        }
        grantsEndedAt = grantsEndedAt(now, newest);
        grantsEndedIn = newest.number();
        return Optional.empty();
    }

    private String names(Generation generation) {
        return String.join(
                ", ", generation.members().stream().map(configuration::nameOf).toList());
    }

    /// Everybody at the door who hears everybody chosen before and is heard by them, this node first.
    public SortedSet<Member> founders(long now, HeartbeatMonitor heartbeats, WhiteBoard board, Generation newest) {
        SortedSet<Member> founders = new TreeSet<>();
        founders.add(self);
        // Everybody chosen so far, and whom all the others of them hear.
        NodeSet chosen = NodeSet.NONE.with(self.node());
        NodeSet welcome = NodeSet.ALL;
        for (Heard heard : heartbeats.all().values()) {
            Member candidate = heard.member();
            boolean mutual = heartbeats.hears(candidate, now)
                    && heard.heartbeat().wantsIn()
                    && heard.heartbeat().hears().containsAll(chosen)
                    && welcome.contains(candidate.node());
            if (mutual && !newest.everHad(candidate) && board.blockOf(candidate).isPresent()) {
                founders.add(candidate);
                chosen = chosen.with(candidate.node());
                welcome = welcome.and(heard.heartbeat().hears());
            }
        }
        return founders;
    }
}
