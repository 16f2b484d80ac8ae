package orion.core.membership;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import orion.core.Outbox;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.Timing;
import orion.core.wire.Message.ViewPrepare;
import orion.core.wire.Message.ViewVote;

/// The coordinator's side of agreeing on the next view: all its members are asked, and only when every one of
/// them has said yes is the white board asked to decide. A no, or a change of what the coordinator itself
/// sees, ends the attempt; the next assessment begins another.
public final class ViewAgreement {
    private final Member self;
    private final Timing timing;
    private long proposal;
    private Optional<Generation> proposed = Optional.empty();
    private SortedSet<Member> missing = new TreeSet<>();
    private boolean agreed;
    private long repeatAt = Long.MAX_VALUE;
    private long notBefore;

    public ViewAgreement(Member self, Timing timing) {
        this.self = self;
        this.timing = timing;
    }

    /// Proposes a view, unless the same one is proposed already or the last attempt was refused a moment ago.
    public void propose(long now, Generation next, Outbox outbox) {
        boolean same = proposed.isPresent()
                && proposed.get().number() == next.number()
                && proposed.get().level() == next.level()
                && proposed.get().fullMembers().equals(next.fullMembers());
        if (same || now < notBefore) {
            return;
        }
        proposal++;
        proposed = Optional.of(next);
        agreed = false;
        missing = next.fullMembers();
        missing.remove(self);
        ask(now, outbox);
    }

    private void ask(long now, Outbox outbox) {
        Generation next = proposed.orElseThrow();
        ViewPrepare question = new ViewPrepare(proposal, next.number() - 1, next.level(), next.fullMembers());
        missing.forEach(member -> outbox.send(member.node(), question));
        repeatAt = now + timing.repeatMillis();
    }

    /// Repeats the question to those who have not answered.
    public void onTime(long now, Outbox outbox) {
        if (proposed.isPresent() && !missing.isEmpty() && now >= repeatAt) {
            ask(now, outbox);
        }
    }

    /// A vote; late votes of earlier attempts are ignored.
    ///
    /// @return the reason, where the vote ended the attempt
    public Optional<String> onVote(long now, Member from, ViewVote vote) {
        if (proposed.isEmpty() || vote.proposal() != proposal) {
            return Optional.empty();
        }
        if (!vote.accepted()) {
            abandon();
            notBefore = now + timing.repeatMillis();
            return Optional.of(vote.reason());
        }
        missing.remove(from);
        return Optional.empty();
    }

    /// The view all have agreed to, once.
    public Optional<Generation> takeAgreed() {
        if (proposed.isEmpty() || !missing.isEmpty() || agreed) {
            return Optional.empty();
        }
        agreed = true;
        return proposed;
    }

    public void abandon() {
        proposed = Optional.empty();
        repeatAt = Long.MAX_VALUE;
    }

    public boolean underWay() {
        return proposed.isPresent();
    }

    public long nextDeadline() {
        long repeat = proposed.isPresent() && !missing.isEmpty() ? repeatAt : Long.MAX_VALUE;
        return Math.min(repeat, notBefore);
    }
}
