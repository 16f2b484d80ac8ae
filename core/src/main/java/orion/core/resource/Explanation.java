package orion.core.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import orion.core.configuration.ClusterConfiguration;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.Placement.Candidate;
import orion.core.resource.Placement.Choice;

/// Why a resource is where it is, why it is not on each of the other nodes, and what would have to change for that.
///
/// @param place   where it is, or would be loaded next
/// @param now     what keeps it as it is, in a sentence
/// @param options every configured node, by number
public record Explanation(ResourceState resource, Optional<NodeId> place, String now, List<Option> options) {
    /// A node.
    ///
    /// @param steps what would have to happen, one after the other, for the resource to run there; none where
    /// nothing has to; empty where nobody knows a way
    public record Option(NodeId node, Ground ground, Optional<List<Remedy>> steps) {}

    public Explanation {
        options = List.copyOf(options);
    }

    /// Explains a resource that there is.
    public static Explanation of(ClusterState state, Moment moment, String name) {
        ResourceState resource = state.resource(name);
        Placement placement = new Placement(state, moment.generation().members());
        Choice choice = stays(resource) ? placement.staying(resource) : placement.choose(resource);
        Rehearsal settled = new Rehearsal(state, moment).settled();
        List<Option> options = new ArrayList<>();
        for (Candidate candidate : choice.candidates()) {
            options.add(new Option(candidate.node(), candidate.ground(), steps(settled, resource, candidate.node())));
        }
        return new Explanation(resource, choice.node(), now(state, moment, resource, choice), options);
    }

    private static boolean stays(ResourceState resource) {
        return resource.at().isPresent() && (resource.phase() != Phase.UNLOADING || !resource.wantedOnline());
    }

    private static String now(ClusterState state, Moment moment, ResourceState resource, Choice choice) {
        ClusterConfiguration configuration = state.configuration();
        String name = resource.name();
        Optional<Maintenance.Scope> maintenance = state.maintenance().covering(resource);
        String covered = maintenance
                .map(scope -> scope.title(configuration)
                        + " is in maintenance, so nothing is done by itself; 'orion maintenance off"
                        + scope.option(configuration) + "' ends that")
                .orElse("");
        String where = choice.node().map(configuration::nameOf).orElse("");
        return switch (resource.phase()) {
            case OFFLINE ->
                !resource.wantedOnline()
                        ? "nobody wants it online; 'orion online " + name + "' "
                                + (where.isEmpty() ? "lets it wait: " + choice.reason() : "loads it on " + where)
                        : covered.isEmpty() ? next(state, moment, resource, choice) : covered;
            case QUORUM_WAIT -> quorum(state, moment);
            case UNASSIGNED -> covered.isEmpty() ? next(state, moment, resource, choice) : covered;
            case ALERT -> resource.alert().map(alert -> alert.question(name)).orElse(resource.reason());
            case LOADING -> "it is being loaded there, and an order that has begun is never broken off";
            case UNLOADING ->
                resource.wantedOnline()
                        ? "it is being unloaded, to be loaded " + (where.isEmpty() ? "when it can be" : "on " + where)
                        : "it is being unloaded, to be offline";
            case RUNNING -> running(state, moment, resource, covered);
            case STOPPED ->
                !covered.isEmpty()
                        ? covered
                        : isToReboot(state, moment, resource)
                                ? "its node is about to be rebooted"
                                : "it is about to be loaded again";
            case COMATOSE -> "see to the cause, then 'orion offline " + name + "' and 'orion online " + name + "'";
        };
    }

    /// What becomes of it when it is judged next.
    private static String next(ClusterState state, Moment moment, ResourceState resource, Choice choice) {
        boolean free = state.quorumReached()
                || state.configuration().resource(resource.name()).policy().ignoreQuorum();
        if (!free) {
            return quorum(state, moment);
        }
        return new Draft(state)
                .awaited(resource.name())
                .map(ResourceRules::mustRunFirst)
                .orElse(choice.node().isEmpty() ? choice.reason() : "it is about to be loaded");
    }

    private static String quorum(ClusterState state, Moment moment) {
        return "%d of %d nodes are up that must be, or be waited for for %d s"
                .formatted(
                        moment.generation().members().size(),
                        ResourceRules.neededForQuorum(state),
                        state.configuration().quorumTimeoutSeconds());
    }

    private static boolean isToReboot(ClusterState state, Moment moment, ResourceState resource) {
        return new RebootRules(state, moment.generation().members())
                .cause()
                .filter(resource::equals)
                .isPresent();
    }

    private static String running(ClusterState state, Moment moment, ResourceState resource, String covered) {
        return standing(state, moment, resource, covered)
                + RecoveryRules.counting(state, moment, resource).orElse("");
    }

    private static String standing(ClusterState state, Moment moment, ResourceState resource, String covered) {
        if (!covered.isEmpty()) {
            return covered;
        }
        if (resource.alert().isPresent()) {
            return resource.alert().get().question(resource.name());
        }
        FailbackRules failback = new FailbackRules(new Draft(state), moment);
        long millis = failback.dueInMillis(resource);
        String first = FailbackRules.first(state, moment.generation(), resource.name())
                .map(member -> state.configuration().nameOf(member.node()))
                .orElse("");
        if (!failback.judged(resource).equals(resource)) {
            return first + " is back, the first of its nodes; it is about to go there, or to ask whether it may";
        }
        return millis == Long.MAX_VALUE
                ? "it runs, and what runs stays where it is"
                : first + " is back, the first of its nodes; when that has been so for " + (millis + 999) / 1_000
                        + " s more, it goes there or asks whether it may";
    }

    /// Some steps that may help, seen from where those before have led.
    private interface Stage {
        List<Remedy> steps(Rehearsal now, ResourceState resource, NodeId node);
    }

    /// The ways that are tried, those that ask least of people first.
    private static final List<List<Stage>> WAYS = List.of(
            List.of(),
            List.of(Explanation::ends),
            List.of(Explanation::succession),
            List.of(Explanation::succession, Explanation::ends),
            List.of(Explanation::order),
            List.of(Explanation::ends, Explanation::order),
            List.of(Explanation::succession, Explanation::order),
            List.of(Explanation::succession, Explanation::ends, Explanation::order));

    /// @param now what is, with what is under way done
    private static Optional<List<Remedy>> steps(Rehearsal now, ResourceState resource, NodeId node) {
        if (runsOn(now, resource, node)) {
            return Optional.of(List.of());
        }
        Predecessors first = Predecessors.of(now, resource.name());
        return WAYS.stream()
                .flatMap(way -> tried(way, first, resource, node).stream())
                .findFirst();
    }

    /// The steps of a way, where it leads to the node.
    private static Optional<List<Remedy>> tried(
            List<Stage> way, Predecessors first, ResourceState resource, NodeId node) {
        List<Remedy> taken = new ArrayList<>(first.steps());
        Rehearsal at = first.after();
        List<Stage> all = new ArrayList<>(List.of(Explanation::presence, Explanation::end, Explanation::clearance));
        all.addAll(way);
        for (Stage stage : all) {
            for (Remedy step : stage.steps(at, resource, node)) {
                Optional<Rehearsal> after = step.taken(at);
                if (after.isEmpty()) {
                    return Optional.empty();
                }
                at = after.get();
                taken.add(step);
            }
        }
        return runsOn(at, resource, node) ? Optional.of(List.copyOf(taken)) : Optional.empty();
    }

    private static boolean runsOn(Rehearsal end, ResourceState resource, NodeId node) {
        ResourceState then = end.state().resource(resource.name());
        return then.phase() == Phase.RUNNING && then.at().map(Member::node).equals(Optional.of(node));
    }

    /// The node must be up and stay, and with it as many as must be up before anything is loaded.
    private static List<Remedy> presence(Rehearsal now, ResourceState resource, NodeId node) {
        ClusterState state = now.state();
        List<Remedy> steps = new ArrayList<>();
        if (!now.generation().members().contains(node)) {
            steps.add(new Remedy.Join(node));
        } else if (state.leaving().contains(node)) {
            steps.add(new Remedy.Rejoin(node));
        }
        int joining = now.generation().members().contains(node) ? 0 : 1;
        boolean free = state.configuration().resource(resource.name()).policy().ignoreQuorum();
        long missing = state.quorumReached() || free
                ? 0
                : ResourceRules.neededForQuorum(state)
                        - now.generation().members().size()
                        - joining;
        state.configuration().nodes().keySet().stream()
                .filter(other -> !other.equals(node))
                .filter(other -> !now.generation().members().contains(other))
                .limit(Math.max(0, missing))
                .forEach(other -> steps.add(new Remedy.Join(other)));
        return steps;
    }

    /// What is comatose must be taken offline before anything else is done with it.
    private static List<Remedy> end(Rehearsal now, ResourceState resource, NodeId node) {
        return now.state().resource(resource.name()).phase() == Phase.COMATOSE
                ? List.of(new Remedy.Ask(new Request.Offline(resource.name())))
                : List.of();
    }

    /// What must be kept apart from it makes room: it moves to where it can be, or stops.
    private static List<Remedy> clearance(Rehearsal now, ResourceState resource, NodeId node) {
        List<Remedy> steps = new ArrayList<>();
        Rehearsal at = now;
        for (Optional<String> other = apart(at, resource, node); other.isPresent(); other = apart(at, resource, node)) {
            Remedy step = makingRoom(at, other.get(), node);
            steps.add(step);
            Optional<Rehearsal> after = step.taken(at);
            if (after.isEmpty()) {
                return steps;
            }
            at = after.get();
        }
        return steps;
    }

    private static Optional<String> apart(Rehearsal now, ResourceState resource, NodeId node) {
        return new Draft(now.state())
                .neighbour(resource.name(), node)
                .filter(Ground.Apart.class::isInstance)
                .map(ground -> ((Ground.Apart) ground).other());
    }

    private static Remedy makingRoom(Rehearsal now, String other, NodeId node) {
        for (NodeId elsewhere : now.generation().members()) {
            Remedy move = new Remedy.Ask(new Request.Migrate(other, elsewhere));
            boolean moves = !elsewhere.equals(node)
                    && move.taken(now)
                            .filter(after -> runsOn(after, now.state().resource(other), elsewhere))
                            .isPresent();
            if (moves) {
                return move;
            }
        }
        return new Remedy.Ask(new Request.Offline(other));
    }

    /// What follows the master goes there when all that rank before the node have gone.
    private static List<Remedy> succession(Rehearsal now, ResourceState resource, NodeId node) {
        ClusterConfiguration configuration = now.state().configuration();
        if (!configuration.resource(resource.name()).policy().followsMaster()) {
            return List.of();
        }
        return now.generation().members().stream()
                .filter(member -> configuration.byAddress().compare(member, node) > 0)
                .<Remedy>map(Remedy.Go::new)
                .toList();
    }

    /// The maintenance that keeps the manager from acting.
    private static List<Remedy> ends(Rehearsal now, ResourceState resource, NodeId node) {
        Maintenance maintenance = now.state().maintenance();
        List<Remedy> steps = new ArrayList<>();
        Maintenance rest = maintenance;
        for (Optional<Maintenance.Scope> scope = rest.covering(resource);
                scope.isPresent();
                scope = rest.covering(resource)) {
            steps.add(new Remedy.Ask(new Request.EndMaintenance(scope.get())));
            rest = rest.without(scope.get());
        }
        if (rest.covers(node)) {
            steps.add(new Remedy.Ask(new Request.EndMaintenance(new Maintenance.Scope.Node(node))));
        }
        return steps;
    }

    /// What a person can order.
    private static List<Remedy> order(Rehearsal now, ResourceState resource, NodeId node) {
        ResourceState then = now.state().resource(resource.name());
        boolean follows =
                now.state().configuration().resource(resource.name()).policy().followsMaster();
        Remedy online =
                new Remedy.Ask(new Request.Online(resource.name(), follows ? Optional.empty() : Optional.of(node)));
        return switch (then.phase()) {
            case RUNNING -> follows ? List.of() : List.of(new Remedy.Ask(new Request.Migrate(resource.name(), node)));
            case OFFLINE, QUORUM_WAIT, UNASSIGNED, ALERT, LOADING, STOPPED, UNLOADING, COMATOSE -> List.of(online);
        };
    }
}
