package orion.core.authority;

import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.core.splitbrain.WhiteBoard;

/// What this node may do: the generation it knows, its lease in it, and whether those excluded are gone. The
/// gatekeeper between the protocol that suspects and the resource manager that acts; a death is believed only
/// here.
public final class Authority {
    private final Member self;
    private final Timing timing;
    private final Lease lease;
    private final Grants grants;
    private final Exclusions exclusions;
    private Generation known = Generation.NONE;
    private List<Member> knownMembers = List.of();
    private long knownSince;
    private long knownAtTick;

    public Authority(Member self, Timing timing, long now) {
        this.self = self;
        this.timing = timing;
        this.lease = new Lease(timing.leaseMillis());
        this.grants = new Grants(self);
        this.exclusions = new Exclusions(timing.takeOverWaitMillis());
        this.knownSince = now;
    }

    /// Learns of a newer generation; an older one is ignored.
    ///
    /// @param noGrantsFrom since when nobody excluded by it can have renewed over the network (at the latest now)
    /// @param cyclesBegun  how many board cycles this node had begun by now
    /// @return whether it was news
    public boolean learn(long now, Generation generation, long noGrantsFrom, long cyclesBegun) {
        if (generation.number() <= known.number()) {
            return false;
        }
        exclusions.learn(known, generation, known.has(self), grants, noGrantsFrom);
        known = generation;
        knownMembers = List.copyOf(generation.fullMembers());
        knownSince = now;
        knownAtTick = cyclesBegun;
        grants.enter(now, generation);
        return true;
    }

    /// A good board cycle: renews the lease where the newest generation on the board has this node in it.
    ///
    /// @return whether the lease lasts longer now
    public boolean onCycle(long now, WhiteBoard.Cycle cycle, WhiteBoard board) {
        // Rule T3: only a reading that began after the exclusion was known counts as evidence.
        if (cycle.written().tick() > knownAtTick) {
            exclusions.onReading(now, board);
        }
        return board.newest().number() <= known.number() && known.has(self) && lease.renew(cycle.startedAt());
    }

    /// A heartbeat of a member of the same generation.
    ///
    /// @return whether the lease lasts longer now
    public boolean onHeartbeat(Member from, long asked, SortedMap<NodeId, Long> itsGrants) {
        Long mine = itsGrants.get(self.node());
        grants.received(from, asked, mine == null ? OptionalLong.empty() : OptionalLong.of(mine));
        OptionalLong since = grants.consentedSince();
        return since.isPresent() && lease.renew(since.getAsLong());
    }

    /// What the next heartbeat grants; nothing while this node publishes a generation, because whoever reads
    /// the publication first counts on it (rule T4).
    public SortedMap<NodeId, Long> giveGrants(long now, boolean publishing) {
        return publishing ? new TreeMap<>() : grants.give(now);
    }

    /// Something that life of a node said has arrived.
    public void heard(Member from) {
        exclusions.heard(from);
    }

    /// A fencing device, a person or another node says for certain that a member has no power (rule T2).
    ///
    /// @return whether that is news, and matters for the generation this node knows
    public boolean powerOffConfirmed(Member member) {
        boolean matters = known.has(member) || known.condemned().contains(member);
        if (!matters || exclusions.powerOff().contains(member)) {
            return false;
        }
        exclusions.powerOffConfirmed(member);
        return true;
    }

    /// Those of the generation this node knows, excluded ones included, that are confirmed to have no power.
    public SortedSet<Member> powerOff() {
        return exclusions.powerOff();
    }

    public Generation known() {
        return known;
    }

    /// The members of the generation known, by number: worked out once, as everybody looks at them all the time.
    public List<Member> knownMembers() {
        return knownMembers;
    }

    /// When this node learned of the generation it knows.
    public long knownSince() {
        return knownSince;
    }

    /// Whether this node is a member of the newest generation it knows.
    public boolean isMember() {
        return known.has(self);
    }

    /// Whether the newest generation says that this life of the node is over.
    public boolean isCastOut() {
        return known.everHad(self) && !known.has(self);
    }

    public boolean leaseValid(long now) {
        return lease.valid(now);
    }

    public long leaseUntil() {
        return lease.until();
    }

    /// Whether a member's right has run out: the lease it had is over, or none came within a whole lease of its
    /// admission.
    public boolean leaseRanOut(long now) {
        if (!isMember()) {
            return false;
        }
        return lease.everHeld() ? !lease.valid(now) : now >= knownSince + timing.leaseMillis();
    }

    /// Those excluded who may still hold something.
    public SortedSet<Member> unproven(long now) {
        return exclusions.unproven(now);
    }

    /// Whether this node may start what others held before (rule T0: a lease, and everybody excluded is gone).
    public boolean mayStart(long now) {
        return isMember() && lease.valid(now) && exclusions.unproven(now).isEmpty();
    }

    /// When to look again even if nothing happens.
    public long nextDeadline(long now) {
        long expiry =
                !isMember() ? Long.MAX_VALUE : lease.everHeld() ? lease.until() : knownSince + timing.leaseMillis();
        return Math.min(expiry, exclusions.nextDeadline(now));
    }
}
