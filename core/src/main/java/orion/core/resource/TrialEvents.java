package orion.core.resource;

import java.util.Optional;
import orion.core.Event;
import orion.core.Outbox;
import orion.core.configuration.Edit;
import orion.core.configuration.Trial;
import orion.core.model.Lasting;

/// What every node tells of an edit on trial (rule H4).
final class TrialEvents {
    private TrialEvents() {}

    static void tell(ClusterState before, ClusterState after, Outbox outbox) {
        Optional<Trial> was = before.edits().trial();
        long old = before.configuration().version();
        Optional<Trial> is = after.edits().trial();
        long now = after.configuration().version();
        boolean same = was.isPresent() && old == now;
        if (was.isPresent() && (is.isEmpty() || !same)) {
            after.edits().edits().stream()
                    .filter(edit -> edit.number() == old + 1)
                    .findFirst()
                    .ifPresent(edit -> tell(outbox, ending(old, edit)));
        }
        if (is.isPresent() && !same) {
            tell(
                    outbox,
                    after.edits().newest().orElseThrow().words() + " is on trial: it is undone in "
                            + Lasting.words(is.get().leftMillis()) + " unless 'orion confirm " + now
                            + "' comes before");
        }
        if (is.isPresent()
                && !is.get().obstacle().isEmpty()
                && !is.map(Trial::obstacle).equals(was.map(Trial::obstacle))) {
            tell(outbox, notUndone(now, is.get()));
        }
    }

    /// Why it is not undone yet, and what a person can do about that.
    static String notUndone(long number, Trial trial) {
        return "edit " + number + " is to be undone, and cannot be yet: " + trial.obstacle()
                + "; it is undone as soon as nothing speaks against that, or kept with 'orion confirm " + number + "'";
    }

    private static String ending(long number, Edit after) {
        return TrialRules.confirms(after, number)
                ? "edit " + number + " is confirmed by " + after.author().words()
                : after.words() + " has undone edit " + number;
    }

    private static void tell(Outbox outbox, String text) {
        outbox.happened(Event.Kind.RESOURCE, text);
    }
}
