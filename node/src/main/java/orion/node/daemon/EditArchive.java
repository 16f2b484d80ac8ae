package orion.node.daemon;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import orion.core.configuration.Amounts;
import orion.core.configuration.Author;
import orion.core.configuration.Change;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Edit;
import orion.core.configuration.ResourceDefinition;
import orion.core.model.Lasting;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.node.api.ControlReply;
import orion.node.api.EditData;
import orion.node.api.EditData.EntryData;
import orion.node.definition.DefinitionException;
import orion.node.definition.DefinitionWriter;
import orion.node.definition.Definitions;
import orion.node.edit.EditHistory;
import orion.node.edit.KeptEdit;
import orion.node.edit.TextDifference;

/// Tells of the definitions there are, of what is different between them, and of who did what.
final class EditArchive {
    /// What stands for the definitions there are, where the number of an edit can stand.
    static final String NOW = "now";

    private final String node;
    private final EditHistory history;

    /// @param node the name of this node
    EditArchive(String node, EditHistory history) {
        this.node = node;
        this.history = history;
    }

    /// The number of an edit, as somebody wrote it.
    static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not the number of an edit; 'orion history' lists them", e);
        }
    }

    /// The definitions there are.
    ///
    /// @param names of the resources asked for; none for all
    ControlReply export(ClusterConfiguration configuration, List<String> names) {
        for (String name : names) {
            if (!configuration.resources().containsKey(name)) {
                return ControlReply.missing(
                        "there is no resource " + name + "; 'orion resources' lists those there are");
            }
        }
        Predicate<String> wanted = name -> names.isEmpty() || names.contains(name);
        return ControlReply.of("", data(configuration.version(), DefinitionWriter.text(configuration, wanted)));
    }

    /// What these changes would make of the definitions.
    ///
    /// @param name what they come from
    static ControlReply difference(ClusterConfiguration now, List<Change> changes, String name) {
        ClusterConfiguration then = now;
        for (Change change : changes) {
            then = switch (change) {
                case Change.PutResource(ResourceDefinition definition) -> then.withResource(definition);
                case Change.DeleteResource(String resource) -> then.withoutResource(resource);
                case Change.SetCapacity set ->
                    then.withNode(then.node(set.node()).withCapacity(set.capacity()));
                case Change.AddNode _,
                        Change.RemoveNode _,
                        Change.PutToken _,
                        Change.RemoveToken _,
                        Change.Confirm _,
                        Change.Undo _ -> then;
            };
        }
        return difference(now.version(), NOW, DefinitionWriter.text(now), name, DefinitionWriter.text(then));
    }

    private static ControlReply difference(long number, String before, String first, String after, String second) {
        String text = TextDifference.of(before, first, after, second);
        return ControlReply.of(text.isEmpty() ? before + " and " + after + " are the same" : "", data(number, text));
    }

    /// What is different between two edits.
    ControlReply difference(ClusterState state, String first, String second) throws IOException, NotSo {
        return difference(
                state.configuration().version(),
                title(first),
                document(state, first),
                title(second),
                document(state, second));
    }

    private static String title(String edit) {
        return edit.equals(NOW) ? NOW : "edit " + edit;
    }

    private String document(ClusterState state, String edit) throws IOException, NotSo {
        return edit.equals(NOW) || number(edit) == state.configuration().version()
                ? DefinitionWriter.text(state.configuration())
                : kept(state, number(edit)).document();
    }

    /// An edit that this node has.
    KeptEdit kept(ClusterState state, long number) throws IOException, NotSo {
        return history.read(number)
                .orElseThrow(() -> new NotSo(ControlReply.missing(noEdit(state, number)
                        .orElse(node + " does not have edit " + number
                                + ": it was away then, or has forgotten it; 'orion"
                                + " history' on the other nodes tells who has it"))));
    }

    /// That there was never an edit of this number; empty where there was.
    static Optional<String> noEdit(ClusterState state, long number) {
        long newest = state.configuration().version();
        return number < 1 || number > newest
                ? Optional.of("there is no edit " + number + "; the newest is " + newest)
                : Optional.empty();
    }

    /// The edit that counts as seen by whoever has seen that one (rule H3). The agreed state tells of the last edits
    /// only; of what was seen earlier this node can tell whether it is still so, if it has kept it.
    ///
    /// @return the newest edit where nothing that would be changed is different since; otherwise that one
    /// @throws NotSo where something is, or nobody can tell here
    long seen(ClusterState state, List<Change> changes, long number) throws IOException, DefinitionException, NotSo {
        ClusterConfiguration now = state.configuration();
        if (number >= now.version() || state.edits().since(number).isPresent()) {
            return number;
        }
        Definitions then = kept(state, number).definitions();
        for (Change change : changes) {
            if (!isAsSeen(change, then, now)) {
                throw new NotSo(ControlReply.refused(change.object(now) + " was changed after edit " + number
                        + ": 'orion diff " + number + "' shows how, 'orion history' who did it;"
                        + " look at it again, then decide anew"));
            }
        }
        return now.version();
    }

    private static boolean isAsSeen(Change change, Definitions then, ClusterConfiguration now) {
        return switch (change) {
            case Change.PutResource(ResourceDefinition wanted) ->
                wanted.equals(now.resources().get(wanted.name())) || isAsSeen(wanted.name(), then, now);
            case Change.DeleteResource(String name) -> isAsSeen(name, then, now);
            case Change.SetCapacity(NodeId node, Amounts wanted) -> {
                Amounts known = now.node(node).capacity();
                yield wanted.equals(known)
                        || known.equals(then.capacities().getOrDefault(now.nameOf(node), Amounts.NONE));
            }
            // Of these the definitions that are kept say nothing.
            case Change.AddNode _,
                    Change.RemoveNode _,
                    Change.PutToken _,
                    Change.RemoveToken _,
                    Change.Confirm _,
                    Change.Undo _ -> false;
        };
    }

    private static boolean isAsSeen(String resource, Definitions then, ClusterConfiguration now) {
        Optional<ResourceDefinition> seen = then.resources().stream()
                .filter(definition -> definition.name().equals(resource))
                .findFirst();
        return seen.equals(Optional.ofNullable(now.resources().get(resource)));
    }

    /// Who did what, as far as this node knows.
    ControlReply history(ClusterState state) throws IOException {
        SortedMap<Long, EntryData> entries = new TreeMap<>();
        for (KeptEdit kept : history.heads()) {
            entries.put(kept.number(), entry(kept.number(), kept.author(), kept.atSeconds(), kept.summary(), true));
        }
        for (Edit edit : state.edits().edits()) {
            boolean kept = entries.containsKey(edit.number());
            entries.put(
                    edit.number(),
                    entry(
                            edit.number(),
                            Optional.of(edit.author()),
                            edit.atSeconds(),
                            edit.summary() + onTrial(state, edit),
                            kept));
        }
        // What this node has and the cluster has not was never acknowledged to anybody.
        entries.tailMap(state.configuration().version() + 1).clear();
        long newest = state.configuration().version();
        entries.computeIfAbsent(newest, number -> entry(number, Optional.empty(), 0, "", false));
        return ControlReply.of("", new EditData(newest, "", List.of(), List.copyOf(entries.values())));
    }

    private static String onTrial(ClusterState state, Edit edit) {
        return state.edits()
                .trial()
                .filter(trial -> trial.edit() == edit.number())
                .map(trial -> trial.isOver()
                        ? " (is being undone)"
                        : " (on trial: undone within " + Lasting.words(trial.leftMillis()) + " unless confirmed)")
                .orElse("");
    }

    private static EntryData entry(long number, Optional<Author> author, long at, String summary, boolean kept) {
        return new EntryData(
                number,
                author.map(Author::user).orElse(""),
                author.map(Author::node).orElse(""),
                author.map(Author::remark).orElse(""),
                at == 0 ? "" : Instant.ofEpochSecond(at).toString(),
                summary,
                kept);
    }

    private static EditData data(long number, String document) {
        return new EditData(number, document, List.of(), List.of());
    }
}
