package orion.core.membership;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import orion.core.model.NodeSet;
import orion.core.model.Pause;
import orion.core.model.RecentWorst;
import orion.core.model.Timing;

/// Measures how late this node's own loop runs. A node that did not run for a while has not heard what others
/// said meanwhile; it distrusts itself first and accuses nobody until their heartbeats had the time to arrive
/// (rule S1): neither by proposing, nor by telling them whom it hears.
public final class SelfDoubt {
    private static final long MEMORY_MILLIS = 60_000;
    private final Timing timing;
    private final RecentWorst worst = new RecentWorst(MEMORY_MILLIS);
    private Pause.Cause worstCause = Pause.Cause.UNKNOWN;
    private final List<Ended> recent = new ArrayList<>();
    private long doubtUntil = Long.MIN_VALUE;
    private NodeSet lastTold = NodeSet.NONE;

    /// A pause, and when it was over.
    private record Ended(long at, Pause pause) {}

    public SelfDoubt(Timing timing) {
        this.timing = timing;
    }

    /// A step that should have begun at `due` begins now.
    ///
    /// @param cause why it is late, if it is
    /// @return the pause, where it is one worth telling about
    public Optional<Pause> stepBegins(long now, long due, Pause.Cause cause) {
        long late = Math.max(0, now - due);
        if (worst.note(now, late)) {
            worstCause = cause;
        }
        if (late <= timing.heartbeatMillis() / 2) {
            return Optional.empty();
        }
        doubtUntil = now + 2 * timing.heartbeatMillis();
        Pause pause = Pause.of(late, cause);
        recent.removeIf(ended -> !isRecent(ended, now));
        recent.add(new Ended(now, pause));
        return Optional.of(pause);
    }

    /// The pause that may be to blame for what befalls this node now: the longest of those that ended within the
    /// tolerance.
    public Optional<Pause> toBlame(long now) {
        return recent.stream()
                .filter(ended -> isRecent(ended, now))
                .map(Ended::pause)
                .max(Comparator.comparingInt(Pause::millis));
    }

    private boolean isRecent(Ended ended, long now) {
        return now - ended.at() <= timing.toleranceMillis();
    }

    /// Whether this node may accuse others of being silent.
    public boolean trustsItself(long now) {
        return now >= doubtUntil;
    }

    /// Whom to tell others that this node hears. One that was late goes on telling of those it heard before: their
    /// heartbeats may wait to be read.
    ///
    /// @param hearing those heard within the tolerance
    public NodeSet tells(long now, NodeSet hearing) {
        lastTold = trustsItself(now) ? hearing : NodeSet.ofBits(hearing.bits() | lastTold.bits());
        return lastTold;
    }

    /// The longest pause of the last minute, however short.
    public Pause worst() {
        return Pause.of(worst.value(), worstCause);
    }

    public long nextDeadline() {
        return doubtUntil;
    }
}
