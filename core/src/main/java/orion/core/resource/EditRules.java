package orion.core.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import orion.core.configuration.ApiToken;
import orion.core.configuration.Change;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Edit;
import orion.core.configuration.Endpoint;
import orion.core.configuration.NodeDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.Trial;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.RequestRules.Verdict;

/// What an edit makes of the cluster objects, all of it at once or nothing (rule H1), and of what runs: only what is to
/// consist of something else is restarted, and only where its author allows that (rule H2).
public final class EditRules {
    /// What comes of an edit.
    ///
    /// @param state  after it; the one before where it is refused, or changes nothing
    /// @param faults all that speaks against it
    /// @param done   what it does, a few words for each change
    /// @param touched the objects that it changes; none where there is nothing to do
    public record Outcome(ClusterState state, List<EditFault> faults, List<String> done, List<String> touched) {
        public Outcome {
            faults = List.copyOf(faults);
            done = List.copyOf(done);
            touched = List.copyOf(touched);
        }
    }

    private final ClusterState before;
    private final Generation generation;
    private final SortedSet<Member> unproven;
    private final List<EditFault> faults = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final List<String> unchanged = new ArrayList<>();
    private final List<String> touched = new ArrayList<>();
    private ClusterState next;

    /// @param unproven those excluded from the generation who may still hold something
    public EditRules(ClusterState state, Generation generation, SortedSet<Member> unproven) {
        this.before = state;
        this.next = state;
        this.generation = generation;
        this.unproven = unproven;
    }

    Verdict judge(Request.Edit edit) {
        Outcome outcome = outcome(edit);
        if (!outcome.faults().isEmpty()) {
            String text =
                    outcome.faults().stream().map(EditFault::text).distinct().collect(Collectors.joining("; and "));
            return new Verdict(false, before, text);
        }
        String words = outcome.done().isEmpty() ? "nothing to do" : String.join("; ", outcome.done());
        return new Verdict(
                true,
                outcome.state(),
                outcome.touched().isEmpty()
                        ? words
                        : "edit " + outcome.state().configuration().version() + ": " + words
                                + TrialRules.limit(outcome.state()));
    }

    /// Judges an edit, once.
    public Outcome outcome(Request.Edit edit) {
        return new TrialRules(generation, unproven).ending(before, edit).orElseGet(() -> outcome(edit, List.of()));
    }

    /// Judges an edit, once.
    ///
    /// @param why what its summary begins with
    Outcome outcome(Request.Edit edit, List<String> why) {
        SortedSet<String> named = new TreeSet<>();
        for (Change change : edit.changes()) {
            String object = change.object(before.configuration());
            if (!named.add(object)) {
                faults.add(new EditFault(object, "", "the edit names " + object + " twice; leave one of them out"));
            }
        }
        edit.changes().forEach(change -> make(change, edit.restart()));
        TrialRules.fault(before, edit, !touched.isEmpty()).ifPresent(faults::add);
        judgeWhole(edit);
        overtaken(edit).ifPresent(faults::add);
        if (!faults.isEmpty()) {
            return new Outcome(before, faults, List.of(), List.of());
        }
        if (touched.isEmpty()) {
            return new Outcome(before, List.of(), unchanged, List.of());
        }
        long number = before.configuration().version() + 1;
        ClusterState made = next.withConfiguration(next.configuration().withVersion(number))
                .edited(Edit.of(
                        number, edit.author(), edit.atSeconds(), Stream.concat(why.stream(), done.stream()), touched));
        return new Outcome(made.withTrial(trial(edit)), List.of(), done, touched);
    }

    private Optional<Trial> trial(Request.Edit edit) {
        // What may be edited beside an edit on trial leaves it there (rule H4).
        return edit.confirmWithinMillis() == 0
                ? before.edits().trial()
                : Optional.of(Trial.of(edit.confirmWithinMillis(), before.configuration(), next.configuration()));
    }

    private void make(Change change, boolean restart) {
        int known = done.size();
        switch (change) {
            case Change.PutResource put -> put(put.definition(), restart);
            case Change.DeleteResource delete -> delete(delete.resource());
            case Change.AddNode add -> add(add.node());
            case Change.RemoveNode remove -> remove(remove.node());
            case Change.SetCapacity set -> capacity(set);
            case Change.PutToken(ApiToken token) -> add(token);
            case Change.RemoveToken(String token) -> removeToken(token);
            case Change.Confirm _, Change.Undo _ ->
                faults.add(new EditFault(
                        change.object(before.configuration()), "", "an edit is confirmed or undone by itself alone"));
        }
        String object = change.object(before.configuration());
        if (done.size() > known && !touched.contains(object)) {
            touched.add(object);
        }
    }

    private void put(ResourceDefinition definition, boolean restart) {
        String name = definition.name();
        ResourceDefinition old = next.configuration().resources().get(name);
        if (definition.equals(old)) {
            unchanged.add(name + " is unchanged");
            return;
        }
        next = next.withConfiguration(next.configuration().withResource(definition));
        if (old == null) {
            done.add(name + " created");
            return;
        }
        boolean otherParts = !old.parts().equals(definition.parts());
        done.add(
                name + (otherParts && consistOf(next.resource(name), restart) ? " changed and restarted" : " changed"));
    }

    /// Rule H2: what runs is made anew where it is, of its new parts. What is being stopped, or must be before it can
    /// run again, is unloaded as it was loaded, and loaded as it is defined then.
    private boolean consistOf(ResourceState resource, boolean restart) {
        String name = resource.name();
        boolean runs = resource.phase() == Phase.RUNNING || resource.phase() == Phase.LOADING;
        if (!runs) {
            return false;
        }
        if (resource.phase() == Phase.LOADING || !resource.wantedOnline()) {
            fault(
                    name,
                    "parts",
                    name + " is " + (resource.wantedOnline() ? "being loaded" : "being taken offline")
                            + "; change its parts when that is done");
        } else if (!restart) {
            fault(
                    name,
                    "parts",
                    name + " runs on " + nameOf(resource.at().orElseThrow().node())
                            + ", and other parts mean that it is restarted there; say --restart if that may be now");
        } else {
            next = next.with(resource.restarting(resource.failures(), "its parts were changed"));
            return true;
        }
        return false;
    }

    private void delete(String name) {
        ResourceState resource = next.resources().get(name);
        if (resource == null) {
            fault(name, "", "there is no resource " + name + "; 'orion resources' lists those there are");
        } else if (resource.phase() != Phase.OFFLINE || resource.wantedOnline()) {
            fault(name, "", name + " is " + resource.phase().title() + "; take it offline before you delete it");
        } else {
            next = next.withConfiguration(next.configuration().withoutResource(name));
            done.add(name + " deleted");
        }
    }

    private void fault(String resource, String field, String text) {
        faults.add(new EditFault(Change.resource(resource), field, text));
    }

    private void faultOf(String node, String text) {
        faults.add(new EditFault("node " + node, "", text));
    }

    private void add(NodeDefinition node) {
        ClusterConfiguration configuration = next.configuration();
        Optional<NodeDefinition> sameName = configuration.nodeNamed(node.name());
        if (sameName.isPresent() && !sameName.get().id().equals(node.id())) {
            faultOf(
                    node.name(),
                    "there is already a node " + node.name() + " in cluster " + configuration.clusterName()
                            + "; choose another name");
            return;
        }
        NodeDefinition sameNumber = configuration.nodes().get(node.id());
        if (sameNumber != null && !sameNumber.withCapacity(node.capacity()).equals(node)) {
            faultOf(node.name(), "number " + node.id().number() + " belongs to node " + sameNumber.name());
            return;
        }
        for (NodeDefinition other : configuration.nodes().values()) {
            Optional<Endpoint> taken =
                    node.links().stream().filter(other.links()::contains).findFirst();
            if (!other.id().equals(node.id()) && taken.isPresent()) {
                faultOf(
                        node.name(),
                        "address " + taken.get() + " belongs to node " + other.name() + "; choose another one");
                return;
            }
        }
        // Who comes back has what was said of it before.
        if (sameNumber == null) {
            next = next.withConfiguration(configuration.withNode(node));
            done.add(node.name() + " may join");
        } else {
            unchanged.add(node.name() + " may join");
        }
    }

    private void capacity(Change.SetCapacity set) {
        NodeDefinition known = next.configuration().nodes().get(set.node());
        if (known == null) {
            faultOf(
                    nameOf(set.node()),
                    nameOf(set.node()) + " is not configured in cluster "
                            + next.configuration().clusterName() + "; 'orion status' lists the nodes there are");
        } else if (known.capacity().equals(set.capacity())) {
            unchanged.add("the capacity of " + known.name() + " is unchanged");
        } else {
            next = next.withConfiguration(next.configuration().withNode(known.withCapacity(set.capacity())));
            done.add(known.name() + " has another capacity");
        }
    }

    private void add(ApiToken token) {
        ClusterConfiguration configuration = next.configuration();
        String object = Change.token(token.name());
        if (token.equals(configuration.tokens().get(token.name()))) {
            unchanged.add(object + " is unchanged");
            return;
        }
        Optional<String> obstacle = TokenRules.obstacle(token, configuration);
        if (obstacle.isPresent()) {
            faults.add(new EditFault(object, "", obstacle.get()));
        } else {
            next = next.withConfiguration(configuration.withToken(token));
            done.add(object + ": added, " + token.words());
        }
    }

    private void removeToken(String name) {
        Optional<String> obstacle = TokenRules.obstacle(name, next.configuration());
        if (obstacle.isPresent()) {
            faults.add(new EditFault(Change.token(name), "", obstacle.get()));
        } else {
            next = next.withConfiguration(next.configuration().withoutToken(name));
            done.add(Change.token(name) + ": removed");
        }
    }

    private void remove(NodeId node) {
        String name = nameOf(node);
        ClusterConfiguration configuration = next.configuration();
        Optional<String> obstacle = obstacle(node, name);
        if (obstacle.isPresent()) {
            faultOf(name, obstacle.get());
            return;
        }
        List<String> others = preferring(name, preferred -> true);
        SortedSet<NodeId> leaving = new TreeSet<>(next.leaving());
        leaving.remove(node);
        next = next.withLeaving(leaving).withConfiguration(configuration.withoutNode(node));
        done.add(name + " is removed from cluster " + configuration.clusterName()
                + (others.isEmpty() ? "" : ", and from the nodes of " + String.join(", ", others)));
    }

    private Optional<String> obstacle(NodeId node, String name) {
        String cluster = next.configuration().clusterName();
        if (!next.configuration().nodes().containsKey(node)) {
            return Optional.of(
                    name + " is not configured in cluster " + cluster + "; 'orion status' lists the nodes there are");
        }
        if (generation.members().contains(node)) {
            return Optional.of(name + " is a member of cluster " + cluster
                    + "; take it out first with 'orion leave' on it, then end its daemon");
        }
        boolean holds = next.resources().values().stream()
                .anyMatch(resource ->
                        resource.at().filter(at -> at.node().equals(node)).isPresent());
        if (holds || unproven.stream().anyMatch(member -> member.node().equals(node))) {
            return Optional.of(name + " was cast out and may still hold resources; wait until it is proven gone, or if"
                    + " its host has no power, vouch for that with 'orion confirm-off " + name + "'");
        }
        List<String> only = preferring(name, preferred -> preferred.size() == 1);
        // An empty list would mean that it may run anywhere.
        return only.isEmpty()
                ? Optional.empty()
                : Optional.of(name + " is the only node of " + String.join(", ", only)
                        + "; give that another node first, or delete it");
    }

    /// Resources that have that node in their list, and a list like that.
    private List<String> preferring(String node, Predicate<List<String>> like) {
        return next.configuration().resources().values().stream()
                .filter(resource -> resource.preferredNodes().contains(node) && like.test(resource.preferredNodes()))
                .map(ResourceDefinition::name)
                .toList();
    }

    /// What comes of all changes together must be sound, in whatever order they were named.
    private void judgeWhole(Request.Edit edit) {
        ConfigurationRules rules = new ConfigurationRules(next.configuration());
        SortedMap<String, String> apart = new TreeMap<>();
        for (Change change : edit.changes()) {
            switch (change) {
                case Change.PutResource(ResourceDefinition definition) -> {
                    faults.addAll(rules.faults(definition));
                    together(definition).ifPresent(text -> apart.put(definition.name(), text));
                }
                case Change.DeleteResource(String name) -> rules.missed(name).ifPresent(faults::add);
                case Change.PutToken(ApiToken token) ->
                    TokenRules.unseen(token, edit).ifPresent(faults::add);
                case Change.AddNode _,
                        Change.RemoveNode _,
                        Change.SetCapacity _,
                        Change.RemoveToken _,
                        Change.Confirm _,
                        Change.Undo _ -> {}
            }
        }
        apart.forEach((name, text) -> fault(name, "apart", text));
        if (faults.isEmpty() && !touched.isEmpty()) {
            rules.tooLarge(touched.size() == 1 ? what(edit.changes().getFirst()) : "these changes", trial(edit))
                    .ifPresent(faults::add);
        }
    }

    private String what(Change change) {
        return change instanceof Change.SetCapacity ? "that capacity" : change.object(before.configuration());
    }

    /// Nothing that runs is moved away for a new exclusion group (rule R6): a person does that first.
    private Optional<String> together(ResourceDefinition definition) {
        if (!next.resources().containsKey(definition.name())) {
            return Optional.empty();
        }
        Draft draft = new Draft(next);
        return next.resource(definition.name())
                .at()
                .flatMap(at -> draft.neighbour(definition.name(), at.node())
                        .map(ground -> definition.name() + " cannot be kept apart now: " + nameOf(at.node()) + " "
                                + ground.words(next.configuration())
                                + "; move one of them first with 'orion migrate'"));
    }

    /// Rule H3: who edits what somebody else has changed meanwhile has not seen it.
    private Optional<EditFault> overtaken(Request.Edit edit) {
        long newest = before.configuration().version();
        if (edit.basedOn().isEmpty() || edit.basedOn().getAsLong() == newest || touched.isEmpty()) {
            return Optional.empty();
        }
        long seen = edit.basedOn().getAsLong();
        if (seen > newest) {
            return Optional.of(new EditFault("", "", "there is no edit " + seen + "; the newest is " + newest));
        }
        String again = "; look at it again, then decide anew";
        Optional<List<Edit>> since = before.edits().since(seen);
        if (since.isEmpty()) {
            return Optional.of(new EditFault(
                    "", "", "so much was edited since edit " + seen + " that nobody can tell what of it" + again));
        }
        return since.get().stream()
                .flatMap(later -> touched.stream()
                        .filter(later::mayHaveChanged)
                        .map(object ->
                                new EditFault(object, "", object + " was changed meanwhile: " + later.words() + again)))
                .findFirst();
    }

    private String nameOf(NodeId node) {
        return next.configuration().nameOf(node);
    }
}
