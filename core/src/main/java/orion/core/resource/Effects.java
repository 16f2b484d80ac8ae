package orion.core.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import orion.core.configuration.Change;
import orion.core.configuration.ClusterConfiguration;
import orion.core.model.Member;
import orion.core.model.NodeId;

/// What an edit does to what runs, told before it is made: the rules by which the master acts are followed to where
/// nothing changes any more, with the edit and without it (ADR 18).
public final class Effects {
    /// What becomes of a resource.
    public enum Kind {
        CREATED,
        DELETED,
        /// stopped and loaded again where it is
        RESTARTED,
        /// ends elsewhere, or in another phase, than without the edit
        MOVED,
        /// runs on where it is, or goes on not to run
        CHANGED
    }

    /// What an edit does to one resource.
    ///
    /// @param phase how it stands in the end; empty where it is deleted
    /// @param from  where it is now
    /// @param to    where it is then
    /// @param words for people, to follow its name
    public record Effect(
            String resource,
            Kind kind,
            Optional<Phase> phase,
            Optional<NodeId> from,
            Optional<NodeId> to,
            String words) {}

    private final ClusterState before;
    private final EditRules.Outcome outcome;
    private final ClusterState undisturbed;
    private final ClusterState after;

    private Effects(ClusterState before, Moment moment, EditRules.Outcome outcome) {
        this.before = before;
        this.outcome = outcome;
        this.undisturbed = new Rehearsal(before, moment).settled().state();
        this.after = new Rehearsal(outcome.state(), moment).settled().state();
    }

    /// Of an edit that was judged, on all resources that it touches or that end otherwise for it, by name.
    public static List<Effect> of(ClusterState before, Moment moment, EditRules.Outcome outcome) {
        return outcome.touched().isEmpty() ? List.of() : new Effects(before, moment, outcome).all();
    }

    private List<Effect> all() {
        SortedSet<String> names = new TreeSet<>(before.resources().keySet());
        names.addAll(after.resources().keySet());
        List<Effect> effects = new ArrayList<>();
        for (String name : names) {
            boolean touched = outcome.touched().contains(Change.resource(name));
            if (touched || isRestarted(name) || endsOtherwise(name)) {
                effects.add(of(name));
            }
        }
        return effects;
    }

    private boolean isRestarted(String name) {
        ResourceState now = before.resources().get(name);
        ResourceState ordered = outcome.state().resources().get(name);
        return now != null && ordered != null && now.action() != ordered.action();
    }

    private boolean endsOtherwise(String name) {
        ResourceState then = after.resources().get(name);
        ResourceState otherwise = undisturbed.resources().get(name);
        return then != null
                && otherwise != null
                && (then.phase() != otherwise.phase() || !then.at().equals(otherwise.at()));
    }

    private Effect of(String name) {
        ResourceState now = before.resources().get(name);
        ResourceState then = after.resources().get(name);
        if (now == null) {
            return effect(name, Kind.CREATED, "created, " + stands(after.resource(name)));
        }
        if (then == null) {
            return effect(name, Kind.DELETED, "deleted");
        }
        if (endsOtherwise(name)) {
            String moves = now.at().isPresent() && then.at().isPresent()
                    ? "moves from " + node(now) + " to " + node(then)
                    : stands(then);
            return effect(name, Kind.MOVED, isRestarted(name) ? "changed, " + moves : moves);
        }
        return isRestarted(name)
                ? effect(name, Kind.RESTARTED, "changed, restarts on " + node(then))
                : effect(name, Kind.CHANGED, "changed, nothing is stopped or moved");
    }

    private String stands(ResourceState then) {
        return switch (then.phase()) {
            case RUNNING -> "starts on " + node(then);
            case OFFLINE -> "stays offline";
            case ALERT -> "asks a person: " + then.reason();
            case QUORUM_WAIT, UNASSIGNED, LOADING, UNLOADING, COMATOSE, STOPPED ->
                "is " + then.phase().title() + ": " + then.reason();
        };
    }

    private String node(ResourceState resource) {
        ClusterConfiguration configuration = outcome.state().configuration();
        return resource.at().map(at -> configuration.nameOf(at.node())).orElse("no node");
    }

    private Effect effect(String name, Kind kind, String words) {
        Optional<ResourceState> now = Optional.ofNullable(before.resources().get(name));
        Optional<ResourceState> then = Optional.ofNullable(after.resources().get(name));
        return new Effect(
                name,
                kind,
                then.map(ResourceState::phase),
                now.flatMap(ResourceState::at).map(Member::node),
                then.flatMap(ResourceState::at).map(Member::node),
                words);
    }
}
