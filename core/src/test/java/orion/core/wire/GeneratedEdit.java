package orion.core.wire;

import java.util.OptionalLong;
import orion.core.configuration.Author;
import orion.core.configuration.Change;
import orion.core.configuration.Edit;
import orion.core.configuration.RecentEdits;
import orion.core.resource.Request;

/// Edits, drawn.
record GeneratedEdit(Generated from) {
    Request.Edit request() {
        return new Request.Edit(
                from.list(0, 4, this::change),
                author(),
                from.int64(),
                from.flag() ? OptionalLong.empty() : OptionalLong.of(from.int64()),
                from.flag());
    }

    private Change change() {
        return switch (from.below(5)) {
            case 0 -> new Change.PutResource(from.resource());
            case 1 -> new Change.DeleteResource(from.name());
            case 2 -> new Change.AddNode(from.nodeDefinition());
            case 3 -> new Change.RemoveNode(from.node());
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
        return recent;
    }
}
