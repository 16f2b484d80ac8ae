package orion.core.resource;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import orion.core.model.Generation;
import orion.core.model.Member;

/// What a judgement of the agreed state depends on besides: the members, and how much time has passed by the monotonic
/// clock of whoever judges. Times are not agreed on: whoever has measured less waits longer (ADR 15).
///
/// @param quorumWaited  whether the quorum time-out has passed
/// @param presentMillis for how long each member has been in, as far as the judge was there to see
/// @param now           by the judge's clock
/// @param recent        what of late has happened to each resource, by the same clock; never changed, as it is shared
public record Moment(
        Generation generation,
        boolean quorumWaited,
        SortedMap<Member, Long> presentMillis,
        long now,
        SortedMap<String, Recent> recent) {
    public Moment {
        presentMillis = Collections.unmodifiableSortedMap(new TreeMap<>(presentMillis));
    }

    /// A moment before which nothing had happened.
    public Moment(Generation generation, boolean quorumWaited, SortedMap<Member, Long> presentMillis) {
        this(generation, quorumWaited, presentMillis, 0, Collections.emptySortedMap());
    }

    /// Now.
    ///
    /// @param since since when each member has been in
    public static Moment at(
            long now,
            Generation generation,
            boolean quorumWaited,
            SortedMap<Member, Long> since,
            SortedMap<String, Recent> recent) {
        SortedMap<Member, Long> present = new TreeMap<>();
        since.forEach((known, begun) -> present.put(known, now - begun));
        return new Moment(generation, quorumWaited, present, now, recent);
    }

    /// The same with other members.
    Moment with(Generation next) {
        return new Moment(next, quorumWaited, presentMillis, now, recent);
    }

    /// The same, where this member has been in for as long as anything waits for.
    Moment settling(Member member) {
        SortedMap<Member, Long> present = new TreeMap<>(presentMillis);
        present.put(member, Long.MAX_VALUE);
        return new Moment(generation, quorumWaited, present, now, recent);
    }

    /// For how long a member has been in.
    long presentMillis(Member member) {
        return presentMillis.getOrDefault(member, 0L);
    }

    /// What of late has happened to a resource.
    Recent recent(String resource) {
        return recent.getOrDefault(resource, Recent.NOTHING);
    }
}
