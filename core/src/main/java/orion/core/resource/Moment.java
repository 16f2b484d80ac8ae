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

    /// For how long a member has been in.
    long presentMillis(Member member) {
        return presentMillis.getOrDefault(member, 0L);
    }
}
