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
        Optional<Trial> is = after.edits().trial();
        boolean same = was.map(Trial::edit).equals(is.map(Trial::edit));
        if (was.isPresent() && !same) {
            long old = was.get().edit();
            TrialRules.ending(after, old).ifPresent(edit -> tell(outbox, ending(old, edit)));
        }
        if (is.isPresent() && !same) {
            long now = is.get().edit();
            tell(
                    outbox,
                    after.edits().words(now) + " is on trial: it is undone in "
                            + Lasting.words(is.get().leftMillis()) + " unless 'orion confirm " + now
                            + "' comes before");
        }
        if (is.isPresent()
                && !is.get().obstacle().isEmpty()
                && !is.map(Trial::obstacle).equals(was.map(Trial::obstacle))) {
            tell(outbox, notUndone(is.get()));
        }
    }

    /// Why it is not undone yet, and what a person can do about that.
    private static String notUndone(Trial trial) {
        return "edit " + trial.edit() + " is to be undone, and cannot be yet: " + trial.obstacle()
                + "; it is undone as soon as nothing speaks against that, or kept with 'orion confirm " + trial.edit()
                + "'";
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
