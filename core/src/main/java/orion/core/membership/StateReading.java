package orion.core.membership;

import java.util.Optional;
import java.util.SortedMap;
import orion.core.Event;
import orion.core.Outbox;
import orion.core.Output;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.NodeMap;
import orion.core.model.Timing;

/// When a node outside reads what the members have agreed on from the copies they keep on the white board (rule C3).
/// It needs them where no member tells it: before it founds the cluster anew, because what was agreed on last would
/// be forgotten otherwise; and while it hears no member, because it may not know the nodes they are. Members need them
/// where all who ever had the state of this run are gone.
///
/// Before founding, only a reading counts that began when nobody could agree on anything any more.
final class StateReading {
    private final Timing timing;
    private boolean underWay;
    private long begunAt;
    private long endedBegunAt = Long.MIN_VALUE;
    private long goodBegunAt = Long.MIN_VALUE;
    private long tryAt;
    private String error = "";
    private long nobodyLeftSince = Long.MAX_VALUE;
    private long complainedSince = Long.MIN_VALUE;
    private final SortedMap<NodeId, Asked> asked = new NodeMap<>();

    /// Since when somebody asks with a proposal.
    private record Asked(Member by, long proposal, long since) {}

    /// @param now when this life began, with what it had read just before
    StateReading(Timing timing, long now) {
        this.timing = timing;
        this.begunAt = now;
    }

    /// Looks whether it is time to read.
    ///
    /// @param mayFound  whether all else allows a cold start
    /// @param alone     whether no member is heard
    void progress(long now, boolean mayFound, boolean alone, Outbox outbox) {
        nobodyLeftSince = mayFound ? Math.min(nobodyLeftSince, now) : Long.MAX_VALUE;
        boolean again = alone && now - begunAt >= timing.toleranceMillis();
        if ((mayFound && obstacle().isPresent()) || again) {
            begin(now, outbox);
        }
    }

    /// A master needs a good reading that began since then, and nothing is started before: reads, unless one is under
    /// way, and tells once where that fails or takes longer than anybody may be silent.
    ///
    /// @return what it waits for, in a sentence
    String readSince(long now, long since, Outbox outbox) {
        if (goodBegunAt <= since) {
            begin(now, outbox);
        }
        boolean failed = endedBegunAt >= since && !error.isEmpty();
        boolean hangs = now - since >= timing.toleranceMillis();
        String waits = "what was agreed on before must be read from the white board first"
                + (failed ? ", which fails: " + error : hangs ? ", which does not end" : "")
                + "; nothing is started until this node can read the board: see to its disks";
        if ((failed || hangs) && complainedSince != since) {
            complainedSince = since;
            outbox.happened(Event.Kind.MEMBERSHIP, waits);
        }
        return waits;
    }

    /// When the last reading began that went well.
    long goodSince() {
        return goodBegunAt;
    }

    private void begin(long now, Outbox outbox) {
        if (!underWay && now >= tryAt) {
            underWay = true;
            begunAt = now;
            tryAt = now + timing.repeatMillis();
            outbox.add(new Output.ReadStates());
        }
    }

    /// The reading under way has ended.
    ///
    /// @param why what went wrong, empty where nothing did
    void ended(String why) {
        underWay = false;
        error = why;
        endedBegunAt = begunAt;
        if (why.isEmpty()) {
            goodBegunAt = begunAt;
        }
    }

    /// What keeps this node from founding, as far as reading goes.
    Optional<String> obstacle() {
        if (goodBegunAt >= nobodyLeftSince) {
            return Optional.empty();
        }
        return Optional.of("what was agreed on last must be read from the white board first"
                + (error.isEmpty() ? "" : ", which fails: " + error));
    }

    /// Whether this node has read, or tried to, since somebody else began to ask for a cold start; if not, it does now.
    /// Where the one who founds dies at once, what it has read lives on in the others.
    boolean triedSince(long now, Member from, long proposal, Outbox outbox) {
        // Of each who asks apart: two who ask in turn would otherwise both wait for ever.
        Asked before = asked.get(from.node());
        if (before == null || !before.by().equals(from) || before.proposal() != proposal) {
            before = new Asked(from, proposal, now);
            asked.put(from.node(), before);
        }
        if (endedBegunAt < before.since()) {
            begin(now, outbox);
        }
        return endedBegunAt >= before.since();
    }
}
