package orion.core;

import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.authority.Authority;
import orion.core.membership.Assessment;
import orion.core.membership.HeartbeatMonitor;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.NodeMap;
import orion.core.model.Timing;
import orion.core.resource.ResourceManager;
import orion.core.splitbrain.WhiteBoard;

/// Orders fencing devices to cut the power of a host, where that may end a wait. An accelerator and nothing more:
/// what is ordered and never confirmed changes nothing.
final class PowerFencing {
    private final Member self;
    private final Timing timing;
    private final Authority authority;
    private final HeartbeatMonitor heartbeats;
    private final WhiteBoard board;
    private final ResourceManager resources;
    private final SortedMap<NodeId, Long> devices = new NodeMap<>();
    private final SortedMap<Member, Long> orderedAt = new TreeMap<>();
    private final SortedSet<Member> orderedAsExcluded = new TreeSet<>();
    private long watchesSince = Long.MAX_VALUE;
    private long readFrom = Long.MIN_VALUE / 2;

    PowerFencing(
            Member self,
            Timing timing,
            Authority authority,
            HeartbeatMonitor heartbeats,
            WhiteBoard board,
            ResourceManager resources) {
        this.self = self;
        this.timing = timing;
        this.authority = authority;
        this.heartbeats = heartbeats;
        this.board = board;
        this.resources = resources;
    }

    /// What this host can fence, instead of what was said before; see [Input.FencingDevices].
    void available(SortedMap<NodeId, Long> found) {
        devices.clear();
        devices.putAll(found);
        devices.remove(self.node());
    }

    /// Orders what is due.
    ///
    /// @param mayAccuse whether this node trusts its own judgement, and its own links are up (rules S1 and E1)
    void progress(long now, Assessment assessment, boolean mayAccuse, Outbox outbox) {
        watch();
        if (devices.isEmpty() || !authority.leaseValid(now)) {
            return;
        }
        Generation known = authority.known();
        orderedAt
                .keySet()
                .removeIf(member -> !known.has(member) && !known.condemned().contains(member));
        orderedAsExcluded.retainAll(known.condemned());
        fenceExcluded(now, outbox);
        if (mayAccuse && board.healthy(now)) {
            fenceLifeless(now, assessment, outbox);
        }
    }

    /// Who did not read the board for a while was blind, and what it did not see there says nothing (rule F2).
    private void watch() {
        board.lastGood()
                .map(WhiteBoard.Cycle::startedAt)
                .filter(at -> at > readFrom)
                .ifPresent(at -> {
                    if (at - readFrom > 2 * timing.heartbeatMillis()) {
                        watchesSince = at;
                    }
                    readFrom = at;
                });
    }

    /// Rule F1: the master alone, and only whom a generation excludes. Whoever can still stop by itself says so within
    /// a heartbeat, and keeps its power.
    private void fenceExcluded(long now, Outbox outbox) {
        boolean master = resources.master().equals(Optional.of(self.node()));
        if (!master || now < authority.knownSince() + timing.heartbeatMillis()) {
            return;
        }
        for (Member member : authority.unproven(now)) {
            if (devices.containsKey(member.node()) && orderedAsExcluded.add(member)) {
                String why = "generation " + authority.known().number() + " is without it and nothing proves it gone";
                order(now, member, why, outbox);
            }
        }
    }

    /// Rule F2: where that is configured, a member without a sign of life is not waited for until the tolerance
    /// has passed. Nobody is fenced by this rule while somebody is not heard and yet writes on the board: then the
    /// network has failed, and more than one side lives. Of two nodes of which each finds the other lifeless, one
    /// would have found on the board what the other wrote (rule B2).
    private void fenceLifeless(long now, Assessment assessment, Outbox outbox) {
        for (Member victim : authority.known().fullMembers()) {
            Long configured = devices.get(victim.node());
            if (configured == null || orderedAt.containsKey(victim)) {
                continue;
            }
            long silence = Math.max(configured, 3 * timing.heartbeatMillis());
            // Silence first: nearly everybody is heard, and then nothing else needs to be asked.
            if (silent(now, victim, silence)
                    && !spared(victim)
                    && writesNothing(now, victim, silence)
                    && oneSideLives(now, silence)
                    && comesFirst(now, silence, assessment)) {
                order(now, victim, "it has shown no sign of life for " + silence + " ms", outbox);
            }
        }
    }

    /// Of whom better is known, or whose power a person may be about to switch off and on again.
    private boolean spared(Member victim) {
        return board.saysGone(victim)
                || authority.powerOff().contains(victim)
                || resources.committed().maintenance().covers(victim.node());
    }

    private boolean silent(long now, Member member, long silence) {
        return heartbeats.silenceMillis(member, now) >= silence;
    }

    /// Not seen to write: a recent reading began so long after its last new words.
    private boolean writesNothing(long now, Member member, long silence) {
        boolean watched = now - readFrom <= timing.heartbeatMillis() && readFrom - watchesSince >= silence;
        boolean unchanged = board.blockOf(member)
                .filter(seen -> readFrom - seen.tickSeenAt() >= silence)
                .isPresent();
        return watched && unchanged;
    }

    private boolean oneSideLives(long now, long silence) {
        return authority.known().fullMembers().stream()
                .allMatch(member ->
                        member.equals(self) || !silent(now, member, silence) || writesNothing(now, member, silence));
    }

    /// Only one orders it: the master, or whoever would lead if those that are silent were gone.
    private boolean comesFirst(long now, long silence, Assessment assessment) {
        SortedSet<NodeId> heard = new TreeSet<>();
        for (Member member : authority.known().fullMembers()) {
            if (member.equals(self) || !silent(now, member, silence)) {
                heard.add(member.node());
            }
        }
        return assessment.coordinator(heard).equals(Optional.of(self.node()));
    }

    private void order(long now, Member member, String why, Outbox outbox) {
        orderedAt.put(member, now);
        String name = resources.nameOf(member.node());
        outbox.happened(Event.Kind.AUTHORITY, name + " is to be fenced: " + why);
        outbox.add(new Output.Fence(member));
    }

    /// Its power is off for certain. Where that took a living host, people are to know.
    void confirmed(Member member, String by, Outbox outbox) {
        String name = resources.nameOf(member.node());
        outbox.happened(Event.Kind.AUTHORITY, name + " is confirmed" + by + " to have no power");
        Long ordered = orderedAt.get(member);
        if (ordered == null) {
            return;
        }
        long heard = heartbeats
                .last(member.node())
                .filter(entry -> entry.member().equals(member))
                .map(HeartbeatMonitor.Heard::at)
                .orElse(ordered);
        long ticked = board.blockOf(member).map(WhiteBoard.Seen::tickSeenAt).orElse(ordered);
        long lived = Math.max(heard, ticked) - ordered;
        if (lived > 0) {
            outbox.happened(
                    Event.Kind.AUTHORITY,
                    name + " may have lived when it was fenced: its last sign of life was seen " + lived
                            + " ms after the order");
        }
    }
}
