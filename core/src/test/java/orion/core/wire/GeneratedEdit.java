package orion.core.wire;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.configuration.ApiToken;
import orion.core.configuration.Author;
import orion.core.configuration.Change;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Edit;
import orion.core.configuration.RecentEdits;
import orion.core.configuration.Role;
import orion.core.configuration.Trial;
import orion.core.model.NodeId;
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
        return switch (from.below(9)) {
            case 0 -> new Change.PutResource(from.resource());
            case 1 -> new Change.DeleteResource(from.name());
            case 2 -> new Change.AddNode(from.nodeDefinition());
            case 3 -> new Change.RemoveNode(from.node());
            case 4 -> new Change.Confirm(from.int64());
            case 5 -> new Change.Undo(from.int64());
            case 6 -> new Change.PutToken(token());
            case 7 -> new Change.RemoveToken(from.name());
            default -> new Change.SetCapacity(from.node(), new GeneratedPolicy(from).amounts());
        };
    }

    SortedMap<String, ApiToken> tokens() {
        SortedMap<String, ApiToken> tokens = new TreeMap<>();
        from.list(0, 3, this::token).forEach(token -> tokens.put(token.name(), token));
        return tokens;
    }

    private ApiToken token() {
        StringBuilder proof = new StringBuilder();
        while (proof.length() < 64) {
            proof.append(HexFormat.of().toHexDigits(from.int64()));
        }
        List<Role> roles = from.list(1, 4, () -> List.of(Role.values()).get(from.below(4)));
        return new ApiToken(from.name(), proof.toString(), new TreeSet<>(roles), 1 + from.below(Integer.MAX_VALUE));
    }

    private Author author() {
        return new Author(from.name(), from.name(), from.flag() ? "" : "\u017e " + from.name());
    }

    Edit edit(long number) {
        return new Edit(number, author(), from.int64(), from.name(), from.list(0, Edit.MOST_TOUCHED, from::name));
    }

    /// Those that led to this configuration.
    RecentEdits recent(ClusterConfiguration configuration) {
        long last = configuration.version();
        RecentEdits recent = RecentEdits.NONE;
        long many = Math.min(last, from.below(2 * RecentEdits.MOST));
        for (long number = last - many + 1; number <= last && number > 0; number++) {
            recent = recent.with(edit(number));
        }
        return recent.edits().isEmpty() || from.flag()
                ? recent
                : recent.with(Optional.of(
                        trial(Math.max(1, last - from.below(9)), from.list(0, 4, () -> undo(configuration)))));
    }

    private Change undo(ClusterConfiguration configuration) {
        List<String> resources = List.copyOf(configuration.resources().keySet());
        List<NodeId> nodes = List.copyOf(configuration.nodes().keySet());
        int kind = from.below(3);
        if (kind == 0 && !resources.isEmpty()) {
            return new Change.DeleteResource(resources.get(from.below(resources.size())));
        }
        return kind == 1 && !nodes.isEmpty()
                ? new Change.SetCapacity(nodes.get(from.below(nodes.size())), new GeneratedPolicy(from).amounts())
                : new Change.PutResource(from.resource());
    }

    Trial trial(long edit, List<Change> undo) {
        long within = Trial.SHORTEST_MILLIS + from.below((int) (Trial.LONGEST_MILLIS - Trial.SHORTEST_MILLIS));
        return new Trial(
                edit,
                within,
                from.flag() ? 0 : from.below((int) within),
                from.flag() ? Optional.empty() : Optional.of(author()),
                from.int64(),
                from.flag() ? "" : "\u017e " + from.name(),
                undo);
    }
}
