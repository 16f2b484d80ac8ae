package orion.core.resource;

import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import orion.core.configuration.ResourcePolicy.Mode;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;

/// What a request changes in the agreed state, or why it is refused. Decided by the master only, so that a
/// request is judged against the state it will change.
public final class RequestRules {
    /// The judgement: the state to commit, and what to tell the asker in one sentence.
    public record Verdict(boolean accepted, ClusterState state, String text) {}

    private final ClusterState state;
    private final Generation generation;
    private final SortedSet<Member> unproven;

    /// @param unproven those excluded from the generation who may still hold something
    public RequestRules(ClusterState state, Generation generation, SortedSet<Member> unproven) {
        this.state = state;
        this.generation = generation;
        this.unproven = unproven;
    }

    public Verdict judge(Request request) {
        return switch (request) {
            case Request.Online online -> withResource(online.resource(), found -> online(found, online.node()));
            case Request.Offline offline -> withResource(offline.resource(), this::offline);
            case Request.Migrate migrate -> withResource(migrate.resource(), found -> migrate(found, migrate.node()));
            case Request.Answer answer -> withResource(answer.resource(), found -> answered(found, answer));
            case Request.Edit edit -> new EditRules(state, generation, unproven).judge(edit);
            case Request.Leave leave -> leave(leave.node());
            case Request.Down() ->
                accept(state.withLeaving(generation.members()), "all resources stop, then all nodes leave");
            case Request.BeginMaintenance begin -> new MaintenanceRules(state).begin(begin);
            case Request.EndMaintenance end -> new MaintenanceRules(state).end(end);
            case Request.ActionDone done -> new ReportRules(state).ended(done);
            case Request.Failed failed -> new ReportRules(state).failed(failed);
        };
    }

    private interface ResourceJudgement {
        Verdict of(ResourceState resource);
    }

    private Verdict withResource(String name, ResourceJudgement judgement) {
        ResourceState found = state.resources().get(name);
        return found != null
                ? judgement.of(found)
                : refuse("there is no resource " + name + "; 'orion resources' lists those there are");
    }

    private Verdict online(ResourceState resource, Optional<NodeId> node) {
        String name = resource.name();
        Optional<String> obstacle = node.flatMap(target -> obstacle(resource, target));
        if (obstacle.isPresent()) {
            return refuse(obstacle.get());
        }
        return switch (resource.phase()) {
            case COMATOSE ->
                refuse(name + " is comatose (" + resource.reason()
                        + "); see to the cause, then take it offline before you bring it online");
            case UNLOADING ->
                resource.wantedOnline()
                        ? onlineOnTheMove(resource, node)
                        : accept(state.with(sentTo(resource, node)), name + " starts again when it has stopped");
            case RUNNING, LOADING -> onlineWhereItIs(resource, node);
            case STOPPED -> {
                ResourceState wanted = sentTo(resource, node);
                yield accept(state.with(wanted.restarting(0, resource.reason())), name + " is restarted");
            }
            case OFFLINE, QUORUM_WAIT, UNASSIGNED, ALERT ->
                state.maintenance().covers(resource) && node.isEmpty()
                        ? onlineInMaintenance(resource)
                        : accept(state.with(sentTo(resource, node)), name + " goes online");
        };
    }

    /// Wanted, on the node that a person named, if any. Who sends it away from its first node does not want it to
    /// go back there by itself, as long as that node lives on (rule R5).
    private ResourceState sentTo(ResourceState resource, Optional<NodeId> node) {
        ResourceState wanted = resource.wanting(true, node);
        Mode failback = state.configuration().resource(resource.name()).policy().failback();
        return node.isEmpty() || failback == Mode.DISABLE
                ? wanted
                : wanted.stayingFrom(
                        first(resource).filter(first -> !first.node().equals(node.get())));
    }

    private Optional<Member> first(ResourceState resource) {
        return FailbackRules.first(state, generation, resource.name());
    }

    /// What a person answers is done where it was asked. An answer may come again, to a new master that finds it done.
    private Verdict answered(ResourceState resource, Request.Answer answer) {
        String name = resource.name();
        if (resource.alert().filter(alert -> alert.kind() == answer.kind()).isEmpty()) {
            return answeredBefore(resource, answer);
        }
        return switch (answer.kind()) {
            case START, FAILOVER ->
                answer.yes()
                        ? online(resource, Optional.empty())
                        : accept(
                                state.with(resource.wanting(false, Optional.empty())
                                        .inactive(Phase.OFFLINE, "a person said that it may not start")),
                                name + " stays offline until 'orion online " + name + "'");
            case FAILBACK -> failback(resource, answer.yes());
        };
    }

    private Verdict failback(ResourceState resource, boolean yes) {
        String name = resource.name();
        Optional<Member> first = first(resource);
        if (first.isEmpty()) {
            return refuse("the first node of " + name + " has gone again; nothing was changed");
        }
        String there = nameOf(first.get().node());
        return yes
                ? migrate(resource, first.get().node())
                : accept(
                        state.with(resource.asking(Optional.empty()).stayingFrom(first)),
                        name + " stays where it is; it is asked about again when " + there + " has left and come back");
    }

    private Verdict answeredBefore(ResourceState resource, Request.Answer answer) {
        String name = resource.name();
        boolean done = switch (answer.kind()) {
            case START, FAILOVER -> answer.yes() == resource.wantedOnline();
            case FAILBACK ->
                answer.yes()
                        ? first(resource).map(Member::node).equals(resource.at().map(Member::node))
                                || resource.moveTo().isPresent()
                        : resource.staysFrom().isPresent();
        };
        String now = resource.alert()
                .map(other -> other.question(name))
                .orElse("it is " + resource.phase().title() + ", and nobody is asked");
        return done && resource.alert().isEmpty()
                ? accept(state, name + " was answered for already; nothing to do")
                : refuse(name + " asks something else by now, and nothing was changed: " + now);
    }

    /// The manager places nothing by itself in maintenance; a person asks for it, so a node is chosen here and now.
    private Verdict onlineInMaintenance(ResourceState resource) {
        Placement.Choice choice = new Placement(state, generation.members()).choose(resource);
        return accept(
                state.with(resource.wanting(true, choice.node())),
                choice.node().isPresent()
                        ? resource.name() + " goes online"
                        : resource.name() + " goes online when the maintenance is over: at present " + choice.reason());
    }

    /// It is active. Where it was to go offline as soon as it is loaded, that is taken back; on another node than the
    /// one asked for it is loaded first and moves then, because an order that has begun is never broken off.
    private Verdict onlineWhereItIs(ResourceState resource, Optional<NodeId> node) {
        String name = resource.name();
        String phase = resource.phase().title().toLowerCase(Locale.ROOT);
        String already = resource.phase() == Phase.RUNNING ? " already runs on " : " is already loading on ";
        NodeId at = resource.at().orElseThrow().node();
        boolean here = node.isEmpty() || node.get().equals(at);
        if (resource.wantedOnline()) {
            return here
                    ? accept(state, name + already + nameOf(at) + "; nothing to do")
                    : refuse(name + " is " + resource.phase().title() + " on " + nameOf(at)
                            + "; use migrate to move it when it runs");
        }
        return accept(
                state.with(sentTo(resource, here ? Optional.empty() : node)),
                name + " is " + phase + " on " + nameOf(at) + " and no longer goes offline"
                        + (here ? "" : "; it moves to " + nameOf(node.orElseThrow()) + " when it runs"));
    }

    /// It is unloaded to be loaded again, here or elsewhere: who wants it online has what he asks for. Who names a node
    /// has it only where that is the node it goes to.
    private Verdict onlineOnTheMove(ResourceState resource, Optional<NodeId> node) {
        String name = resource.name();
        if (node.isEmpty()) {
            return accept(
                    state, name + " is unloading (" + resource.reason() + ") and is loaded again then; nothing to do");
        }
        return isOnItsWay(resource, node.get())
                ? onItsWay(resource, node.get())
                : refuse(name + " is on the move (" + resource.reason() + "); when it runs, 'orion migrate " + name
                        + " " + nameOf(node.get()) + "' sends it there");
    }

    /// Why a resource cannot be sent to a node, if anything forbids it.
    private Optional<String> obstacle(ResourceState resource, NodeId node) {
        if (!generation.members().contains(node)) {
            return Optional.of(notUp(node));
        }
        if (state.leaving().contains(node)) {
            return Optional.of(nameOf(node) + " is leaving cluster "
                    + state.configuration().clusterName() + "; name another node, or wait until it has joined again");
        }
        if (state.configuration().resource(resource.name()).policy().followsMaster()) {
            return Optional.of(resource.name() + " follows the master; no node can be chosen for it");
        }
        return new Draft(state)
                .claimant(resource.name(), node)
                .map(ground -> nameOf(node) + " " + ground.words(state.configuration()) + "; move or stop that first");
    }

    private Verdict offline(ResourceState resource) {
        if (resource.phase() == Phase.COMATOSE) {
            ResourceState unwanted = resource.wanting(false, Optional.empty());
            return accept(
                    state.with(
                            resource.at().isPresent()
                                    ? unwanted.unloading("taken offline")
                                    : unwanted.inactive(Phase.OFFLINE, "taken offline")),
                    resource.name() + " goes offline");
        }
        return resource.phase() == Phase.OFFLINE && !resource.wantedOnline()
                ? accept(state, resource.name() + " is already offline; nothing to do")
                : accept(state.with(resource.wanting(false, Optional.empty())), resource.name() + " goes offline");
    }

    private Verdict migrate(ResourceState resource, NodeId node) {
        Optional<String> obstacle = obstacle(resource, node);
        if (obstacle.isPresent()) {
            return refuse(obstacle.get());
        }
        // An order may be asked for again after it was taken: the asker repeats it to a new master.
        boolean active = resource.phase() == Phase.RUNNING || resource.phase() == Phase.LOADING;
        if (active && resource.at().orElseThrow().node().equals(node)) {
            return onlineWhereItIs(resource, Optional.of(node));
        }
        if (isOnItsWay(resource, node)) {
            return onItsWay(resource, node);
        }
        if (resource.phase() != Phase.RUNNING) {
            return refuse(notMoved(resource, node));
        }
        Optional<String> missing = new Draft(state).awaited(resource.name());
        return missing.isEmpty()
                ? accept(state.with(sentTo(resource, Optional.of(node))), resource.name() + " moves to " + nameOf(node))
                : refuse(resource.name() + " is left where it runs: loaded elsewhere, it would wait for "
                        + missing.get() + ", which does not run; bring that online first");
    }

    /// Why, and what instead: in the time until a master could judge the request, much may have happened.
    private String notMoved(ResourceState resource, NodeId node) {
        String name = resource.name();
        String where = resource.at().map(at -> " on " + nameOf(at.node())).orElse("");
        String instead = switch (resource.phase()) {
            case LOADING, UNLOADING, RUNNING, STOPPED -> "ask again when it runs";
            case OFFLINE, QUORUM_WAIT, UNASSIGNED, ALERT ->
                "'orion online " + name + " " + nameOf(node) + "' has it loaded there";
            case COMATOSE -> "see to the cause, take it offline, then bring it online there";
        };
        return name + " was not moved: it is " + resource.phase().title() + where + " (" + resource.reason()
                + "), and only what runs can be moved; " + instead;
    }

    /// Whether it is being unloaded to be loaded on that node.
    private static boolean isOnItsWay(ResourceState resource, NodeId node) {
        return resource.phase() == Phase.UNLOADING
                && resource.wantedOnline()
                && resource.moveTo().equals(Optional.of(node));
    }

    private Verdict onItsWay(ResourceState resource, NodeId node) {
        return accept(state, resource.name() + " is already on its way to " + nameOf(node) + "; nothing to do");
    }

    private Verdict leave(NodeId node) {
        if (!generation.members().contains(node)) {
            return refuse(notUp(node));
        }
        SortedSet<NodeId> leaving = new TreeSet<>(state.leaving());
        leaving.add(node);
        return accept(state.withLeaving(leaving), nameOf(node) + " leaves when its resources have moved");
    }

    private String notUp(NodeId node) {
        return nameOf(node) + " is not a member of cluster "
                + state.configuration().clusterName() + " at present; 'orion view' shows who is";
    }

    private String nameOf(NodeId node) {
        return state.configuration().nameOf(node);
    }

    private Verdict refuse(String text) {
        return new Verdict(false, state, text);
    }

    private Verdict accept(ClusterState next, String text) {
        return new Verdict(true, next, text);
    }
}
