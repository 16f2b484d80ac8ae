package orion.core.authority;

import java.util.Collections;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.NodeMap;

/// The second channel of renewal: over the network, by consent of **all** other members of the same
/// generation. A grant is a promise to count a whole lease from the moment it was given before the other is
/// treated as gone (rule G1). So a dead board with a healthy network kills nobody.
///
/// A member alone in its generation has nobody to ask; it lives by the board only (rule G2).
final class Grants {
    private final Member self;
    private Generation generation = Generation.NONE;
    private final SortedMap<NodeId, Long> askedOfMe = new NodeMap<>();
    private final SortedMap<NodeId, Long> granted = new NodeMap<>();
    private final SortedMap<Member, Long> lastGivenAt = new TreeMap<>();
    private final SortedMap<NodeId, Long> given = new NodeMap<>();

    Grants(Member self) {
        this.self = self;
    }

    /// Grants are valid only between members of the same generation; what was asked in an earlier one is forgotten.
    ///
    /// A newcomer cannot know what the others granted one another just before it came, and not all of them may know
    /// yet that it did; it counts as if it had granted everybody now (rule G3).
    void enter(long now, Generation next) {
        if (next.has(self) && !generation.has(self)) {
            next.fullMembers().forEach(member -> lastGivenAt.merge(member, now, Math::max));
        }
        generation = next;
        askedOfMe.clear();
        granted.clear();
        given.clear();
    }

    /// A heartbeat of another member in the same generation.
    void received(Member from, long asked, OptionalLong grantForMe) {
        if (!generation.has(self) || !generation.has(from)) {
            return;
        }
        askedOfMe.merge(from.node(), asked, Math::max);
        if (grantForMe.isPresent()) {
            granted.merge(from.node(), grantForMe.getAsLong(), Math::max);
        }
    }

    /// What the next heartbeat grants. Remembers when each request was first granted.
    SortedMap<NodeId, Long> give(long now) {
        askedOfMe.forEach((node, asked) -> {
            Long before = given.put(node, asked);
            if (before == null || before < asked) {
                lastGivenAt.put(generation.admittedMember(node).orElseThrow(), now);
            }
        });
        return Collections.unmodifiableSortedMap(new NodeMap<>(given));
    }

    /// Since when the consent of all others reaches, if it does.
    OptionalLong consentedSince() {
        if (!generation.has(self) || generation.members().size() < 2) {
            return OptionalLong.empty();
        }
        long since = Long.MAX_VALUE;
        for (NodeId node : generation.members()) {
            if (!node.equals(self.node())) {
                Long time = granted.get(node);
                if (time == null) {
                    return OptionalLong.empty();
                }
                since = Math.min(since, time);
            }
        }
        return OptionalLong.of(since);
    }

    /// When a request of that member was last granted by this node, if ever.
    OptionalLong lastGivenTo(Member member) {
        Long time = lastGivenAt.get(member);
        return time == null ? OptionalLong.empty() : OptionalLong.of(time);
    }
}
