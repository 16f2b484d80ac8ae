package orion.core.wire;

import java.util.Optional;
import java.util.OptionalLong;
import orion.core.configuration.Author;
import orion.core.configuration.Change;
import orion.core.configuration.Edit;
import orion.core.configuration.RecentEdits;
import orion.core.configuration.Trial;
import orion.core.resource.Request;

/// Edits, drawn.
record GeneratedEdit(Generated from) {
    Request.Edit request() {
        return new Request.Edit(
                from.list(0, 4, this::change),
                author(),
                from.int64(),
                from.flag() ? OptionalLong.empty() : OptionalLong.of(from.int64()),
                from.flag(),
                from.flag() ? 0 : from.int64());
    }

    private Change change() {
        return switch (from.below(7)) {
            case 0 -> new Change.PutResource(from.resource());
            case 1 -> new Change.DeleteResource(from.name());
            case 2 -> new Change.AddNode(from.nodeDefinition());
            case 3 -> new Change.RemoveNode(from.node());
            case 4 -> new Change.Confirm(from.int64());
            case 5 -> new Change.Undo(from.int64());
            default -> new Change.SetCapacity(from.node(), new GeneratedPolicy(from).amounts());
        };
    }

    private Author author() {
        return new Author(from.name(), from.name(), from.flag() ? "" : "\u017e " + from.name());
    }

    Edit edit(long number) {
        return new Edit(number, author(), from.int64(), from.name(), from.list(0, Edit.MOST_TOUCHED, from::name));
    }

    /// Those that led to the edit of this number.
    RecentEdits recent(long last) {
        RecentEdits recent = RecentEdits.NONE;
        long many = Math.min(last, from.below(2 * RecentEdits.MOST));
        for (long number = last - many + 1; number <= last && number > 0; number++) {
            recent = recent.with(edit(number));
        }
        return recent.edits().isEmpty() || from.flag() ? recent : recent.with(Optional.of(trial()));
    }

    Trial trial() {
        long within = Trial.SHORTEST_MILLIS + from.below((int) (Trial.LONGEST_MILLIS - Trial.SHORTEST_MILLIS));
        return new Trial(
                within,
                from.flag() ? 0 : from.below((int) within),
                from.flag() ? Optional.empty() : Optional.of(author()),
                from.int64(),
                from.flag() ? "" : "\u017e " + from.name(),
                from.list(0, 4, this::change));
    }
}
