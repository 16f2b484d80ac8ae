package orion.core.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import orion.core.configuration.Author;
import orion.core.configuration.Change;
import orion.core.configuration.Edit;
import orion.core.configuration.Trial;
import orion.core.model.Generation;
import orion.core.model.Lasting;
import orion.core.model.Member;
import orion.core.resource.EditRules.Outcome;

/// How the trial of an edit ends (rule H4): it is confirmed, or undone by an edit of its own, whole or not at all. What
/// it created is taken offline before; where undoing it is refused for now, that is said, and it is undone as soon as
/// nothing speaks against it any more.
final class TrialRules {
    /// Who undoes what nobody has confirmed.
    private static final String MANAGER = "orion";

    private static final String UNDONE = " is undone";
    private static final String UNCONFIRMED = " was not confirmed within ";

    private final Generation generation;
    private final SortedSet<Member> unproven;

    /// @param unproven those excluded from the generation who may still hold something
    TrialRules(Generation generation, SortedSet<Member> unproven) {
        this.generation = generation;
        this.unproven = unproven;
    }

    /// The state after what is due about an edit on trial; the same where nothing is.
    ///
    /// @param node the name of the node that does it
    ClusterState next(ClusterState state, String node) {
        return state.edits()
                .trial()
                .filter(Trial::isOver)
                .map(trial -> undone(state, trial, node))
                .orElse(state);
    }

    /// What comes of an edit that ends a trial; empty where it is any other.
    Optional<Outcome> ending(ClusterState state, Request.Edit edit) {
        if (edit.changes().size() != 1 || edit.confirmWithinMillis() != 0) {
            return Optional.empty();
        }
        return switch (edit.changes().getFirst()) {
            case Change.Confirm(long number) -> Optional.of(confirmed(state, number, edit));
            case Change.Undo(long number) -> Optional.of(undoneAtOnce(state, number, edit));
            case Change.PutResource _,
                    Change.DeleteResource _,
                    Change.AddNode _,
                    Change.RemoveNode _,
                    Change.SetCapacity _,
                    Change.PutToken _,
                    Change.RemoveToken _ -> Optional.empty();
        };
    }

    /// Why any other edit cannot be made now, or not on trial. While one is on trial no other is made, so that undoing
    /// it undoes nothing else; but tokens, which it never brings back, can be removed at any time.
    ///
    /// @param changes whether it changes anything
    static Optional<EditFault> fault(ClusterState state, Request.Edit edit, boolean changes) {
        long within = edit.confirmWithinMillis();
        boolean relied = within == 0 && namesWhatIsOnTrial(state, edit);
        Optional<Trial> trial = state.edits().trial();
        if (trial.isPresent() && (changes || relied) && !onlyRemovesTokens(edit)) {
            long number = trial.get().edit();
            String confirm = "'orion confirm " + number;
            String text = state.edits().words(number) + " is on trial; first keep it with " + confirm
                    + "' or undo it with " + confirm + " --undo'";
            return Optional.of(new EditFault(Change.edit(number), "", text));
        }
        if (within != 0 && (within < Trial.SHORTEST_MILLIS || within > Trial.LONGEST_MILLIS)) {
            String asked = within < 0 ? "before it is made" : "within " + Lasting.words(within);
            return Optional.of(new EditFault("", "", "an edit can be confirmed within 10 s to 1 d, not " + asked));
        }
        return within != 0 && edit.changes().stream().anyMatch(TrialRules::isForGood)
                ? Optional.of(new EditFault("", "", "nodes and tokens cannot be added or removed on trial"))
                : Optional.empty();
    }

    private static boolean onlyRemovesTokens(Request.Edit edit) {
        return edit.changes().stream().allMatch(Change.RemoveToken.class::isInstance);
    }

    /// That it is so already is no promise that it stays so.
    private static boolean namesWhatIsOnTrial(ClusterState state, Request.Edit edit) {
        Set<String> tried = state.edits().trial().map(Trial::undo).orElse(List.of()).stream()
                .map(change -> change.object(state.configuration()))
                .collect(Collectors.toCollection(TreeSet::new));
        return edit.changes().stream()
                .map(change -> change.object(state.configuration()))
                .anyMatch(tried::contains);
    }

    /// A removed node may have gone for ever. And whoever takes a token away must be able to rely on that.
    private static boolean isForGood(Change change) {
        return switch (change) {
            case Change.AddNode _, Change.RemoveNode _, Change.PutToken _, Change.RemoveToken _ -> true;
            case Change.PutResource _, Change.DeleteResource _, Change.SetCapacity _, Change.Confirm _, Change.Undo _ ->
                false;
        };
    }

    /// What is said to whoever put an edit on trial.
    static String limit(ClusterState state) {
        return state.edits()
                .trial()
                .filter(trial -> trial.edit() == state.configuration().version())
                .map(trial -> "; it is undone in " + Lasting.words(trial.leftMillis()) + " unless 'orion confirm "
                        + trial.edit() + "' comes before")
                .orElse("");
    }

    private Outcome confirmed(ClusterState state, long number, Request.Edit edit) {
        // Who repeats what was done already, because the master died that did it, is told so.
        if (ending(state, number).filter(after -> confirms(after, number)).isPresent()) {
            return new Outcome(state, List.of(), List.of("edit " + number + " is confirmed already"), List.of());
        }
        if (!isOnTrial(state, number)) {
            return notOnTrial(state, number);
        }
        List<String> done = List.of("edit " + number + " is confirmed" + takenOffline(state));
        List<String> touched = List.of(Change.edit(number));
        long next = state.configuration().version() + 1;
        ClusterState kept = state.withTrial(Optional.empty())
                .withConfiguration(state.configuration().withVersion(next))
                .edited(Edit.of(next, edit.author(), edit.atSeconds(), done.stream(), touched));
        return new Outcome(kept, List.of(), done, touched);
    }

    /// Who confirms when the time is over is told what has been taken offline already.
    private static String takenOffline(ClusterState state) {
        String stopped = state.edits().trial().filter(Trial::isOver).map(trial -> created(state, trial)).stream()
                .flatMap(List::stream)
                .filter(resource -> !resource.wantedOnline())
                .map(resource -> "'orion online " + resource.name() + "'")
                .collect(Collectors.joining(", "));
        return stopped.isEmpty() ? "" : "; what it created was taken offline already: " + stopped + " brings it back";
    }

    private Outcome undoneAtOnce(ClusterState state, long number, Request.Edit edit) {
        if (ending(state, number)
                .filter(after -> isUndoing(after, number, edit))
                .isPresent()) {
            return new Outcome(state, List.of(), List.of("edit " + number + " is undone already"), List.of());
        }
        if (!isOnTrial(state, number)) {
            return notOnTrial(state, number);
        }
        Trial over = state.edits().trial().orElseThrow().undoneBy(edit.author(), edit.atSeconds());
        ClusterState next =
                undone(state.withTrial(Optional.of(over)), over, edit.author().node());
        Optional<Trial> waits = next.edits().trial();
        return waits.isPresent()
                ? new Outcome(
                        next,
                        List.of(),
                        List.of("edit " + number + " is undone as soon as it can be: "
                                + waits.get().obstacle()),
                        List.of())
                : new Outcome(next, List.of(), List.of("edit " + number + " is undone"), List.of(Change.edit(number)));
    }

    private static boolean isOnTrial(ClusterState state, long number) {
        return state.edits().trial().filter(trial -> trial.edit() == number).isPresent();
    }

    private static Outcome notOnTrial(ClusterState state, long number) {
        String text = Change.edit(number) + " is not on trial"
                + ending(state, number)
                        .or(() -> following(state, number))
                        .map(edit -> "; after it came " + edit.words())
                        .orElse("")
                + "; 'orion history' tells of all edits";
        return new Outcome(state, List.of(new EditFault(Change.edit(number), "", text)), List.of(), List.of());
    }

    private static Optional<Edit> following(ClusterState state, long number) {
        return state.edits().edits().stream()
                .filter(edit -> edit.number() == number + 1)
                .findFirst();
    }

    /// The edit that ended the trial of that one, as far as it is remembered.
    static Optional<Edit> ending(ClusterState state, long number) {
        return state.edits().edits().stream()
                .filter(edit -> edit.number() > number)
                .filter(edit -> confirms(edit, number)
                        || edit.summary().startsWith(Change.edit(number) + UNDONE)
                        || edit.summary().startsWith(Change.edit(number) + UNCONFIRMED))
                .findFirst();
    }

    /// Whether it is what came of that request, which is repeated where the master died that did it.
    private static boolean isUndoing(Edit made, long number, Request.Edit request) {
        return made.summary().startsWith(Change.edit(number) + UNDONE)
                && made.author().equals(request.author())
                && made.atSeconds() == request.atSeconds();
    }

    /// Whether an edit is the confirmation of that one.
    static boolean confirms(Edit edit, long number) {
        return edit.touched().equals(List.of(Change.edit(number)));
    }

    private ClusterState undone(ClusterState state, Trial trial, String node) {
        Optional<String> obstacle =
                underHands(state, trial).or(() -> fault(back(withoutCreated(state, trial), trial, node)));
        if (obstacle.isPresent()) {
            return state.withTrial(Optional.of(trial.because(obstacle.get())));
        }
        ClusterState stopped = withCreatedOffline(state, trial);
        List<ResourceState> left = created(stopped, trial).stream()
                .filter(resource -> resource.phase() != Phase.OFFLINE)
                .toList();
        if (!left.isEmpty()) {
            return stopped.withTrial(Optional.of(trial.because(stillThere(left))));
        }
        Outcome outcome = back(stopped, trial, node);
        return fault(outcome)
                .map(text -> stopped.withTrial(Optional.of(trial.because(text))))
                .orElseGet(() -> withoutWishes(outcome.state(), state));
    }

    /// @param node the name of the node that does it
    private Outcome back(ClusterState state, Trial trial, String node) {
        Author author = trial.undoneBy().orElse(new Author(MANAGER, node, ""));
        // Whoever puts an edit on trial gives leave to restart for it what runs with the parts on trial (rule H2).
        Request.Edit back = new Request.Edit(trial.undo(), author, trial.undoneAtSeconds(), OptionalLong.empty(), true);
        return new EditRules(state.withTrial(Optional.empty()), generation, unproven)
                .outcome(back, List.of(why(trial)));
    }

    private static Optional<String> fault(Outcome outcome) {
        return outcome.faults().isEmpty()
                ? Optional.empty()
                : Optional.of(outcome.faults().stream()
                        .map(EditFault::text)
                        .distinct()
                        .collect(Collectors.joining("; and ")));
    }

    /// What the passing of time alone would stop or restart under the hands of somebody who maintains it (rule R1).
    private static Optional<String> underHands(ClusterState state, Trial trial) {
        if (trial.undoneBy().isPresent()) {
            return Optional.empty();
        }
        String maintained = trial.undo().stream()
                .flatMap(change -> change.namedResource().stream())
                .flatMap(name -> Stream.ofNullable(state.resources().get(name)))
                .filter(resource ->
                        state.maintenance().covers(resource) && resource.at().isPresent())
                .map(ResourceState::name)
                .collect(Collectors.joining(", "));
        return maintained.isEmpty() ? Optional.empty() : Optional.of("in maintenance: " + maintained);
    }

    /// Why what the edit created is not offline yet; of what failed to stop nobody but a person can know more.
    private static String stillThere(List<ResourceState> left) {
        return "what it created is taken offline first: "
                + left.stream()
                        .map(resource -> resource.phase() == Phase.COMATOSE
                                ? resource.name() + ", which " + resource.reason()
                                        + " (see to the cause, then 'orion offline " + resource.name() + "')"
                                : resource.name())
                        .collect(Collectors.joining(", "));
    }

    private static String why(Trial trial) {
        return Change.edit(trial.edit())
                + (trial.undoneBy().isPresent() ? UNDONE : UNCONFIRMED + Lasting.words(trial.withinMillis()));
    }

    private ClusterState withCreatedOffline(ClusterState state, Trial trial) {
        ClusterState next = state;
        for (ResourceState resource : created(state, trial)) {
            // What could not be stopped is not stopped again and again: a person has to see to it.
            boolean isNowhere =
                    resource.phase() == Phase.COMATOSE && resource.at().isEmpty();
            if (resource.wantedOnline() || isNowhere) {
                next = new RequestRules(next, generation, unproven)
                        .judge(new Request.Offline(resource.name()))
                        .state();
            }
        }
        return next;
    }

    /// As if what the edit created were stopped: whether the rest can be undone is known before anything is.
    private static ClusterState withoutCreated(ClusterState state, Trial trial) {
        ClusterState next = state;
        for (ResourceState resource : created(state, trial)) {
            next = next.with(resource.wanting(false, Optional.empty()).inactive(Phase.OFFLINE, resource.reason()));
        }
        return next;
    }

    private static List<ResourceState> created(ClusterState state, Trial trial) {
        List<ResourceState> created = new ArrayList<>();
        for (Change change : trial.undo()) {
            if (change instanceof Change.DeleteResource(String name)) {
                created.add(state.resource(name));
            }
        }
        return created;
    }

    /// What the edit deleted was offline then, and is so again, however it starts.
    private static ClusterState withoutWishes(ClusterState after, ClusterState before) {
        ClusterState next = after;
        for (ResourceState resource : after.resources().values()) {
            if (!before.resources().containsKey(resource.name())) {
                next = next.with(resource.wanting(false, Optional.empty()));
            }
        }
        return next;
    }
}
