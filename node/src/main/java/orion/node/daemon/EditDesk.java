package orion.node.daemon;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import orion.core.NodeView;
import orion.core.Standing;
import orion.core.configuration.Amounts;
import orion.core.configuration.Author;
import orion.core.configuration.Change;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.NodeDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.Role;
import orion.core.configuration.Trial;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.EditFault;
import orion.core.resource.EditRules;
import orion.core.resource.Effects;
import orion.core.resource.Request;
import orion.node.access.Caller;
import orion.node.access.RootWork;
import orion.node.api.CheckData;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;
import orion.node.api.EditData;
import orion.node.api.EditData.EffectData;
import orion.node.definition.DefinitionException;
import orion.node.definition.Definitions;
import orion.node.definition.ResourceFile;

/// Edits of the cluster objects; what people ask about them is in the [EditArchive]:
///
/// - `apply` and `check`: the text of a file, its name, then any of `prune`, `restart` and `based-on=N`
/// - `delete` (a resource), `capacity` (a node and amounts)
/// - `export`: names of resources, or nothing for all
/// - `diff`: `file`, its text, its name and perhaps `prune`; or `edits` and one number or two
/// - `history`
/// - `rollback`: a number, then any of `restart` and `dry-run`
/// - `confirm`: a number, or `newest` for the one on trial, if the caller made it; then perhaps `undo`
///
/// What edits may end with `--confirm-within=SECONDS`.
final class EditDesk {
    private static final String WITHIN = "--confirm-within=";

    private final ControlDesk desk;
    private final NodeSettings settings;
    private final EditArchive archive;
    private final ControlRequest request;
    private final Caller caller;

    /// For one request.
    ///
    /// @param caller who asks, as this node knows it
    EditDesk(ControlDesk desk, NodeSettings settings, StateStore store, ControlRequest request, Caller caller) {
        this.desk = desk;
        this.settings = settings;
        this.archive = new EditArchive(settings.name(), store.history());
        this.request = request;
        this.caller = caller;
    }

    static boolean knows(String verb) {
        return switch (verb) {
            case "apply", "check", "delete", "capacity", "export", "diff", "history", "rollback", "confirm" -> true;
            default -> false;
        };
    }

    ControlReply answer() throws ExecutionException, InterruptedException, TimeoutException {
        Optional<NodeView> view = desk.view().filter(it -> it.standing() == Standing.MEMBER);
        if (view.isEmpty()) {
            return ControlDesk.notMember(settings);
        }
        List<String> words = request.words();
        try {
            return switch (request.verb()) {
                case "apply", "check" -> file(view.get(), request.word(0, "definition"), request.word(1, "file name"));
                case "delete" ->
                    made(view.get(), List.of(new Change.DeleteResource(request.word(0, "resource"))), Optional.empty());
                case "capacity" -> capacity(view.get(), request.word(0, "node"));
                case "export" -> archive.export(view.get().state().configuration(), words);
                case "diff" -> difference(view.get().state());
                case "history" -> archive.history(view.get().state());
                case "confirm" -> confirm(view.get().state(), request.word(0, "edit"));
                default -> rollback(view.get(), EditArchive.number(request.word(0, "edit")));
            };
        } catch (DefinitionException e) {
            return ControlReply.wrong(SetupException.reason(e));
        } catch (NotSo told) {
            return told.reply();
        } catch (IOException unreadable) {
            return ControlReply.refused("the history of edits on " + settings.name() + " cannot be read: "
                    + SetupException.reason(unreadable) + "; ask on another node");
        }
    }

    private boolean has(String flag) {
        return flags().contains(flag);
    }

    /// What follows the words that have a place: a file or a resource may have the name of a flag.
    private List<String> flags() {
        List<String> words = request.words();
        int placed = switch (request.verb()) {
            case "apply", "check" -> 2;
            case "diff" -> 3;
            case "rollback", "delete", "confirm" -> 1;
            // Amounts have whatever names people give them, and none begins like this.
            case "capacity" ->
                (int) words.stream().takeWhile(word -> !word.startsWith("--")).count();
            default -> words.size();
        };
        return words.subList(Math.min(placed, words.size()), words.size());
    }

    private ControlReply file(NodeView view, String text, String name)
            throws IOException, DefinitionException, NotSo, ExecutionException, InterruptedException, TimeoutException {
        Definitions definitions = ResourceFile.read(name, text);
        return made(view, changes(view.state().configuration(), definitions, has("prune")), Optional.of(definitions));
    }

    private ControlReply difference(ClusterState state) throws DefinitionException, IOException, NotSo {
        if (!request.word(0, "kind of difference").equals("file")) {
            List<String> words = request.words();
            return archive.difference(
                    state, request.word(1, "edit"), words.size() > 2 ? words.get(2) : EditArchive.NOW);
        }
        String name = request.word(2, "file name");
        Definitions definitions = ResourceFile.read(name, request.word(1, "definition"));
        return EditArchive.difference(
                state.configuration(), changes(state.configuration(), definitions, has("prune")), name);
    }

    /// What has to change for these definitions.
    static List<Change> changes(ClusterConfiguration now, Definitions wanted, boolean prune) {
        List<Change> changes = new ArrayList<>();
        SortedSet<String> named = new TreeSet<>();
        for (ResourceDefinition definition : wanted.resources()) {
            named.add(definition.name());
            changes.add(new Change.PutResource(definition));
        }
        wanted.capacities().forEach((name, capacity) -> {
            NodeId node = now.nodeNamed(name)
                    .map(NodeDefinition::id)
                    .orElseThrow(
                            () -> new IllegalArgumentException(wanted.located("node " + name, "", noNode(now, name))));
            changes.add(new Change.SetCapacity(node, capacity));
        });
        if (prune) {
            now.resources().keySet().stream()
                    .filter(name -> !named.contains(name))
                    .forEach(name -> changes.add(new Change.DeleteResource(name)));
        }
        return changes;
    }

    private static NodeId node(ClusterConfiguration configuration, String name) {
        return configuration
                .nodeNamed(name)
                .map(NodeDefinition::id)
                .orElseThrow(() -> new IllegalArgumentException(noNode(configuration, name)));
    }

    private static String noNode(ClusterConfiguration configuration, String name) {
        return "there is no node " + name + " in cluster " + configuration.clusterName()
                + "; 'orion view' lists those there are";
    }

    private List<String> amounts() {
        List<String> words = request.words();
        return words.subList(0, words.size() - flags().size());
    }

    private ControlReply capacity(NodeView view, String node)
            throws IOException, DefinitionException, NotSo, ExecutionException, InterruptedException, TimeoutException {
        Change change = new Change.SetCapacity(node(view.state().configuration(), node), CapacityWords.of(amounts()));
        return made(view, List.of(change), Optional.empty());
    }

    /// How long it may take to confirm the edit; 0 where it is to stay.
    private long confirmWithinMillis() {
        return flags().stream()
                .filter(word -> word.startsWith(WITHIN))
                .mapToLong(word -> seconds(word.substring(WITHIN.length())) * 1_000)
                .findFirst()
                .orElse(0);
    }

    private static long seconds(String text) {
        if (!text.matches("[1-9][0-9]{0,9}")) {
            throw new IllegalArgumentException("'" + text + "' is not a number of seconds");
        }
        return Long.parseLong(text);
    }

    /// Keeps the edit on trial, or has it undone.
    private ControlReply confirm(ClusterState state, String edit)
            throws ExecutionException, InterruptedException, TimeoutException {
        Optional<Trial> trial = state.edits().trial();
        Author author = author(request, caller, settings);
        boolean newest = edit.equals("newest");
        if (newest && trial.isEmpty()) {
            return ControlReply.refused("no edit is on trial; 'orion history' tells of all edits");
        }
        long number = newest ? trial.orElseThrow().edit() : EditArchive.number(edit);
        Optional<String> none = EditArchive.noEdit(state, number);
        if (none.isPresent()) {
            return ControlReply.missing(none.get());
        }
        // By sudo everybody is root, and the remark tells who that was.
        boolean own = state.edits().edits().stream()
                .anyMatch(made -> made.number() == number
                        && made.author().user().equals(author.user())
                        && made.author().remark().equals(author.remark()));
        if (newest && !own) {
            // Whoever means their own, which is over already, has not looked at this one.
            String undo = has("undo") ? " --undo" : "";
            return ControlReply.refused(state.edits().words(number)
                    + " is on trial, and not known to be yours: 'orion confirm " + number + undo + "' means it");
        }
        Change change = has("undo") ? new Change.Undo(number) : new Change.Confirm(number);
        return desk.ask(new Request.Edit(
                List.of(change), author, System.currentTimeMillis() / 1_000, OptionalLong.empty(), false));
    }

    /// Asks the master for an edit that this node has found good by what it knows; or only tells what it would do.
    private ControlReply made(NodeView view, List<Change> changes, Optional<Definitions> from)
            throws IOException, DefinitionException, NotSo, ExecutionException, InterruptedException, TimeoutException {
        Request.Edit edit = new Request.Edit(
                changes,
                author(request, caller, settings),
                System.currentTimeMillis() / 1_000,
                seen(view.state(), changes),
                has("restart"),
                confirmWithinMillis());
        EditRules.Outcome outcome = new EditRules(view.state(), view.generation(), view.unproven()).outcome(edit);
        if (!outcome.faults().isEmpty()) {
            return ControlReply.refused(outcome.faults().stream()
                    .map(fault -> located(fault, from))
                    .distinct()
                    .collect(Collectors.joining("; ")));
        }
        SortedSet<String> rootWork =
                RootWork.added(view.state().configuration(), outcome.state().configuration());
        if (!rootWork.isEmpty() && !caller.may(Role.SCRIPT_AUTHOR)) {
            return ControlReply.denied(RootWork.objection(caller, rootWork));
        }
        if (outcome.touched().isEmpty()) {
            return ControlReply.of(
                    "nothing to do: the cluster is already as it is to be",
                    new EditData(view.state().configuration().version(), "", List.of(), List.of()));
        }
        if (!request.verb().equals("check") && !has("dry-run")) {
            CheckData dangers = desk.lint().dangers(view.state(), outcome);
            return desk.ask(edit).with(dangers);
        }
        // Where the planner is busy this ends here: without its effects a dry run would look as if there were none.
        List<EffectData> effects = new ArrayList<>(desk.effects(view, outcome));
        CheckData news = desk.lint().news(view.state(), outcome);
        effects.addAll(capacities(view.state().configuration(), changes));
        return ControlReply.of(
                        told(effects, outcome.done()),
                        new EditData(outcome.state().configuration().version(), "", effects, List.of()))
                .with(news);
    }

    /// The newest edit that the author has seen, where that is known.
    private OptionalLong seen(ClusterState state, List<Change> changes) throws IOException, DefinitionException, NotSo {
        OptionalLong basedOn = flags().stream()
                .filter(word -> word.startsWith("based-on="))
                .mapToLong(word -> EditArchive.number(word.substring("based-on=".length())))
                .findFirst();
        long now = state.configuration().version();
        if (basedOn.isPresent()) {
            long seen = archive.seen(state, changes, basedOn.getAsLong());
            return OptionalLong.of(caller.may(Role.SCRIPT_AUTHOR) ? seen : Math.min(seen, now));
        }
        // What a file leaves out, and where it leads back to, was found in what this node knows now; and so was that an
        // edit changes nothing of what runs as root.
        boolean asSeen = has("prune") || request.verb().equals("rollback") || !caller.may(Role.SCRIPT_AUTHOR);
        return asSeen ? OptionalLong.of(now) : OptionalLong.empty();
    }

    /// Of nodes that get another capacity, which does nothing to what runs.
    private static List<EffectData> capacities(ClusterConfiguration now, List<Change> changes) {
        List<EffectData> nodes = new ArrayList<>();
        for (Change change : changes) {
            if (change instanceof Change.SetCapacity(NodeId node, Amounts wanted)
                    && !wanted.equals(now.node(node).capacity())) {
                nodes.add(new EffectData("node " + now.nameOf(node), "changed", "has another capacity"));
            }
        }
        return nodes;
    }

    /// One part for each resource, and for what is changed besides.
    private static String told(List<EffectData> effects, List<String> done) {
        String told = effects.stream()
                .map(effect -> effect.resource() + ": " + effect.effect())
                .collect(Collectors.joining("; "));
        return told.isEmpty() ? String.join("; ", done) : told;
    }

    static String located(EditFault fault, Optional<Definitions> from) {
        return from.map(file -> file.located(fault.object(), fault.field(), fault.text()))
                .orElse(fault.text());
    }

    /// Whoever asks for an edit, by the name that the kernel knows.
    static Author author(ControlRequest request, Caller caller, NodeSettings settings) {
        String remark = request.remark().orElse("").replaceAll("\\p{Cc}", " ");
        return author(caller, settings, remark);
    }

    /// Who asked, as an edit remembers it.
    static Author author(Caller caller, NodeSettings settings, String remark) {
        String user = caller.name().isBlank() ? "nobody" : caller.name();
        return new Author(shortened(user), settings.name(), shortened(remark));
    }

    private static String shortened(String text) {
        return text.length() <= Author.LONGEST ? text : text.substring(0, Author.LONGEST - 3) + "...";
    }

    /// What an edit does to what runs, as data.
    static List<EffectData> effects(List<Effects.Effect> effects) {
        return effects.stream()
                .map(effect -> new EffectData(
                        effect.resource(), effect.kind().name().toLowerCase(Locale.ROOT), effect.words()))
                .toList();
    }

    private ControlReply rollback(NodeView view, long number)
            throws IOException, DefinitionException, NotSo, ExecutionException, InterruptedException, TimeoutException {
        ClusterState state = view.state();
        ClusterConfiguration now = state.configuration();
        Definitions wanted = archive.kept(state, number).definitions();
        List<String> gone = new ArrayList<>();
        wanted.capacities().keySet().stream()
                .filter(name -> now.nodeNamed(name).isEmpty())
                .forEach(gone::add);
        wanted.resources().stream()
                .flatMap(resource -> resource.preferredNodes().stream())
                .filter(name -> now.nodeNamed(name).isEmpty() && !gone.contains(name))
                .forEach(gone::add);
        if (!gone.isEmpty()) {
            return ControlReply.refused("edit " + number + " speaks of nodes that are no longer in this cluster: "
                    + String.join(", ", gone) + "; export it with 'orion diff', change that, and apply it");
        }
        List<Change> changes = changes(now, wanted, true);
        for (Map.Entry<String, Amounts> entry : missingCapacities(now, wanted).entrySet()) {
            changes.add(new Change.SetCapacity(node(now, entry.getKey()), entry.getValue()));
        }
        ControlReply made = made(view, changes, Optional.empty());
        return hadTokens(state, number)
                ? made.saying("; tokens are left as they are: what was removed stays removed, what was added stays")
                : made;
    }

    /// Whether there are tokens now, or there may have been others then. Nothing that was removed ever comes back.
    private static boolean hadTokens(ClusterState state, long then) {
        return !state.configuration().tokens().isEmpty()
                || state.edits().edits().stream()
                        .filter(edit -> edit.number() > then)
                        .flatMap(edit -> edit.touched().stream())
                        .anyMatch(object -> object.startsWith(Change.token("")));
    }

    /// Nodes of which nothing was said then.
    private static SortedMap<String, Amounts> missingCapacities(ClusterConfiguration now, Definitions wanted) {
        SortedMap<String, Amounts> missing = new TreeMap<>();
        now.nodes().values().stream()
                .filter(node -> !node.capacity().equals(Amounts.NONE))
                .filter(node -> !wanted.capacities().containsKey(node.name()))
                .forEach(node -> missing.put(node.name(), Amounts.NONE));
        return missing;
    }
}
