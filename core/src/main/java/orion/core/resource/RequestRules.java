package orion.core.resource;

import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Endpoint;
import orion.core.configuration.NodeDefinition;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.wire.StateCodec;

/// What a request changes in the agreed state, or why it is refused. Decided by the master only, so that a
/// request is judged against the state it will change.
public final class RequestRules {
    /// How often a resource that stops by itself is started again before it is given up.
    static final int MOST_FAILURES = 3;

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
            case Request.PutResource put -> put(put.definition());
            case Request.DeleteResource delete -> withResource(delete.resource(), this::delete);
            case Request.AddNode add -> addNode(add.node());
            case Request.RemoveNode remove -> removeNode(remove.node());
            case Request.Leave leave -> leave(leave.node());
            case Request.Down() ->
                accept(state.withLeaving(generation.members()), "all resources stop, then all nodes leave");
            case Request.BeginMaintenance begin -> new MaintenanceRules(state).begin(begin);
            case Request.EndMaintenance end -> new MaintenanceRules(state).end(end);
            case Request.ActionDone done ->
                reported(done.resource(), done.member(), done.action(), found -> ended(found, done));
            case Request.Failed failed ->
                reported(failed.resource(), failed.member(), failed.action(), found -> failed(found, failed));
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
                        ? node.filter(target -> isOnItsWay(resource, target)).isPresent()
                                ? onItsWay(resource, node.get())
                                : refuse(name + " is on the move; wait until it runs")
                        : accept(state.with(resource.wanting(true, node)), name + " starts again when it has stopped");
            case RUNNING, LOADING -> onlineWhereItIs(resource, node);
            case STOPPED -> {
                ResourceState wanted = resource.wanting(true, node);
                yield accept(state.with(wanted.restarting(0, resource.reason())), name + " is restarted");
            }
            case OFFLINE, QUORUM_WAIT, UNASSIGNED ->
                state.maintenance().covers(resource) && node.isEmpty()
                        ? onlineInMaintenance(resource)
                        : accept(state.with(resource.wanting(true, node)), name + " goes online");
        };
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
                state.with(resource.wanting(true, here ? Optional.empty() : node)),
                name + " is " + phase + " on " + nameOf(at) + " and no longer goes offline"
                        + (here ? "" : "; it moves to " + nameOf(node.orElseThrow()) + " when it runs"));
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
        return state.configuration().resource(resource.name()).followsMaster()
                ? Optional.of(resource.name() + " follows the master; no node can be chosen for it")
                : Optional.empty();
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
        return resource.phase() == Phase.RUNNING
                ? accept(
                        state.with(resource.wanting(true, Optional.of(node))),
                        resource.name() + " moves to " + nameOf(node))
                : refuse(notMoved(resource, node));
    }

    /// Why, and what instead: in the time until a master could judge the request, much may have happened.
    private String notMoved(ResourceState resource, NodeId node) {
        String name = resource.name();
        String where = resource.at().map(at -> " on " + nameOf(at.node())).orElse("");
        String instead = switch (resource.phase()) {
            case LOADING, UNLOADING, RUNNING, STOPPED -> "ask again when it runs";
            case OFFLINE, QUORUM_WAIT, UNASSIGNED ->
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

    private Verdict put(ResourceDefinition definition) {
        for (String name : definition.preferredNodes()) {
            if (state.configuration().nodeNamed(name).isEmpty()) {
                return refuse("resource " + definition.name() + " prefers node " + name
                        + ", which is not in this cluster; 'orion view' lists the nodes");
            }
        }
        ResourceState existing = state.resources().get(definition.name());
        ResourceDefinition before = state.configuration().resources().get(definition.name());
        if (definition.equals(before)) {
            return accept(state, definition.name() + " is unchanged");
        }
        Optional<String> taken = addressTaken(definition);
        if (taken.isPresent()) {
            return refuse(taken.get());
        }
        if (existing != null && (existing.phase() != Phase.OFFLINE || existing.wantedOnline())) {
            return refuse(
                    definition.name() + " is " + existing.phase().title() + "; take it offline before you change it");
        }
        return configured(
                state.configuration().withResource(definition),
                "resource " + definition.name(),
                definition.name() + (before == null ? " created" : " changed"));
    }

    /// Two resources with one address would have it on two nodes at once.
    private Optional<String> addressTaken(ResourceDefinition definition) {
        for (ResourceDefinition other : state.configuration().resources().values()) {
            Optional<PartDefinition.Address> taken = addresses(definition)
                    .filter(own -> addresses(other).anyMatch(their -> sameHost(own, their)))
                    .findFirst();
            if (!other.name().equals(definition.name()) && taken.isPresent()) {
                return Optional.of("resource " + definition.name() + " wants address "
                        + taken.get().host() + ", which belongs to resource " + other.name() + "; choose another one");
            }
        }
        return Optional.empty();
    }

    private static Stream<PartDefinition.Address> addresses(ResourceDefinition definition) {
        return definition.parts().stream()
                .filter(PartDefinition.Address.class::isInstance)
                .map(PartDefinition.Address.class::cast);
    }

    private static boolean sameHost(PartDefinition.Address one, PartDefinition.Address other) {
        return one.prefix().octets().equals(other.prefix().octets());
    }

    private Verdict delete(ResourceState resource) {
        return resource.phase() == Phase.OFFLINE && !resource.wantedOnline()
                ? accept(
                        state.withConfiguration(state.configuration().withoutResource(resource.name())),
                        resource.name() + " deleted")
                : refuse(
                        resource.name() + " is " + resource.phase().title() + "; take it offline before you delete it");
    }

    private Verdict addNode(NodeDefinition node) {
        ClusterConfiguration configuration = state.configuration();
        Optional<NodeDefinition> sameName = configuration.nodeNamed(node.name());
        if (sameName.isPresent() && !sameName.get().id().equals(node.id())) {
            return refuse("there is already a node " + node.name() + " in cluster " + configuration.clusterName()
                    + "; choose another name");
        }
        NodeDefinition sameNumber = configuration.nodes().get(node.id());
        if (sameNumber != null && !sameNumber.equals(node)) {
            return refuse("number " + node.id().number() + " belongs to node " + sameNumber.name());
        }
        for (NodeDefinition other : configuration.nodes().values()) {
            Optional<Endpoint> taken =
                    node.links().stream().filter(other.links()::contains).findFirst();
            if (!other.id().equals(node.id()) && taken.isPresent()) {
                return refuse("address " + taken.get() + " belongs to node " + other.name() + "; choose another one");
            }
        }
        return configured(configuration.withNode(node), "node " + node.name(), node.name() + " may join");
    }

    private Verdict removeNode(NodeId node) {
        String name = nameOf(node);
        ClusterConfiguration configuration = state.configuration();
        if (!configuration.nodes().containsKey(node)) {
            return refuse(name + " is not configured in cluster " + configuration.clusterName()
                    + "; 'orion status' lists the nodes there are");
        }
        if (generation.members().contains(node)) {
            return refuse(name + " is a member of cluster " + configuration.clusterName()
                    + "; take it out first with 'orion leave' on it, then end its daemon");
        }
        boolean holds = state.resources().values().stream()
                .anyMatch(resource ->
                        resource.at().filter(at -> at.node().equals(node)).isPresent());
        if (holds || unproven.stream().anyMatch(member -> member.node().equals(node))) {
            return refuse(name + " was cast out and may still hold resources; wait until it is proven gone, or if its"
                    + " host has no power, vouch for that with 'orion confirm-off " + name + "'");
        }
        SortedSet<NodeId> leaving = new TreeSet<>(state.leaving());
        leaving.remove(node);
        return accept(
                state.withLeaving(leaving).withConfiguration(configuration.withoutNode(node)),
                name + " is removed from cluster " + configuration.clusterName());
    }

    /// A larger configuration than the white board's copies can hold is refused here, where somebody can be told:
    /// later it could only be dropped.
    private Verdict configured(ClusterConfiguration next, String what, String done) {
        int bytes = StateCodec.copyBytes(next);
        return bytes <= StateCodec.LONGEST_COPY
                ? accept(state.withConfiguration(next), done)
                : refuse("with " + what + " the configuration has " + bytes
                        + " bytes, and the white board holds at most " + StateCodec.LONGEST_COPY
                        + "; shorten definitions of resources or delete those not needed");
    }

    private Verdict leave(NodeId node) {
        if (!generation.members().contains(node)) {
            return refuse(notUp(node));
        }
        SortedSet<NodeId> leaving = new TreeSet<>(state.leaving());
        leaving.add(node);
        return accept(state.withLeaving(leaving), nameOf(node) + " leaves when its resources have moved");
    }

    private Verdict reported(String name, Member member, long action, ResourceJudgement judgement) {
        ResourceState found = state.resources().get(name);
        if (found == null || found.action() != action || !found.at().equals(Optional.of(member))) {
            return accept(state, "stale");
        }
        return judgement.of(found);
    }

    private Verdict ended(ResourceState resource, Request.ActionDone done) {
        String where = " on " + nameOf(done.member().node()) + ": " + done.reason();
        return switch (resource.phase()) {
            case LOADING ->
                accept(
                        state.with(
                                done.succeeded()
                                        ? resource.running()
                                        : notLoaded(resource, done.dirty(), "could not be loaded" + where)),
                        "noted");
            case UNLOADING ->
                accept(
                        state.with(
                                done.succeeded()
                                        ? resource.inactive(Phase.OFFLINE, resource.reason())
                                        : resource.comatose(done.dirty(), "could not be unloaded" + where)),
                        "noted");
            case OFFLINE, QUORUM_WAIT, UNASSIGNED, RUNNING, STOPPED, COMATOSE -> accept(state, "stale");
        };
    }

    /// What is to be offline needs no person because its load has failed: it only must leave nothing behind.
    private static ResourceState notLoaded(ResourceState resource, boolean dirty, String why) {
        if (resource.wantedOnline()) {
            return resource.comatose(dirty, why);
        }
        return dirty
                ? resource.unloading("taken offline; it " + why)
                : resource.inactive(Phase.OFFLINE, "taken offline; it " + why);
    }

    /// A failure may overtake the report that the load has ended: it says that as well.
    private Verdict failed(ResourceState resource, Request.Failed failed) {
        if (resource.phase() != Phase.RUNNING && resource.phase() != Phase.LOADING) {
            return accept(state, "stale");
        }
        int failures = failed.ranLong() ? 1 : resource.failures() + 1;
        String what = "stopped by itself on " + nameOf(failed.member().node()) + ": " + failed.reason();
        ResourceState stopped = resource.stopped(failures, what);
        return accept(
                state.with(state.maintenance().covers(resource) ? stopped : ResourceRules.recovering(stopped)),
                "noted");
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
