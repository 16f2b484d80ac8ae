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
public record Moment(Generation generation, boolean quorumWaited, SortedMap<Member, Long> presentMillis) {
    public Moment {
        presentMillis = Collections.unmodifiableSortedMap(new TreeMap<>(presentMillis));
    }

    /// Now.
    ///
    /// @param since since when each member has been in
    public static Moment at(long now, Generation generation, boolean quorumWaited, SortedMap<Member, Long> since) {
        SortedMap<Member, Long> present = new TreeMap<>();
        since.forEach((known, begun) -> present.put(known, now - begun));
        return new Moment(generation, quorumWaited, present);
    }

    /// The same with other members.
    Moment with(Generation next) {
        return new Moment(next, quorumWaited, presentMillis);
    }

    /// The same, where this member has been in for as long as anything waits for.
    Moment settling(Member member) {
        SortedMap<Member, Long> present = new TreeMap<>(presentMillis);
        present.put(member, Long.MAX_VALUE);
        return new Moment(generation, quorumWaited, present);
    }

    /// For how long a member has been in.
    long presentMillis(Member member) {
        return presentMillis.getOrDefault(member, 0L);
    }
}
