package orion.node.daemon;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import orion.core.NodeView;
import orion.core.Standing;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.NodeDefinition;
import orion.core.membership.HeartbeatMonitor.Heard;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Pause;
import orion.core.model.Timing;
import orion.core.resource.ClusterState;
import orion.core.resource.Maintenance;
import orion.core.resource.Maintenance.Scope;
import orion.core.resource.Phase;
import orion.core.resource.ResourceState;
import orion.node.api.StatusData;
import orion.node.api.StatusData.BoardData;
import orion.node.api.StatusData.MaintenanceData;
import orion.node.api.StatusData.NodeData;
import orion.node.api.StatusData.ResourceData;
import orion.node.board.LatencyHistogram;

/// Turns what the node thinks into what people and programs are shown.
final class StatusReport {
    private final NodeSettings settings;
    private final Watchdog watchdog;
    private final Function<String, String> fencing;

    /// @param fencing what is shown of the fencing devices of a node, by its name
    StatusReport(NodeSettings settings, Watchdog watchdog, Function<String, String> fencing) {
        this.settings = settings;
        this.watchdog = watchdog;
        this.fencing = fencing;
    }

    StatusData of(NodeView view, long now, LatencyHistogram.Snapshot cycles) {
        ClusterConfiguration configuration = view.state().configuration();
        boolean member = view.standing() == Standing.MEMBER;
        String standing = view.obstacle()
                .filter(text -> !member)
                .map(text -> view.standing().description() + " (" + text + ")")
                .orElse(view.standing().description());
        return new StatusData(
                configuration.clusterName(),
                settings.name(),
                standing,
                member,
                view.generation().number(),
                view.master().filter(node -> member).map(configuration::nameOf).orElse(""),
                view.state().quorumReached(),
                member && view.leaseUntil() > now ? view.leaseUntil() - now : 0,
                configuration.timing().toleranceMillis(),
                configuration.timing().heartbeatMillis(),
                watchdog.description(),
                watchdog.timeoutMillis(),
                warnings(view),
                maintenance(view.state()),
                board(view.boardHealthy(), cycles),
                nodes(view, now),
                resources(view));
    }

    /// What a node that has left still knows: of the others it sees nothing.
    StatusData of(Departed departed, LatencyHistogram.Snapshot cycles) {
        Timing timing = departed.known().configuration().timing();
        return new StatusData(
                settings.cluster().name(),
                settings.name(),
                "left the cluster at " + departed.at().truncatedTo(ChronoUnit.SECONDS) + ": " + departed.reason()
                        + "; 'orion join' brings it back",
                false,
                departed.known().id().generation(),
                "",
                false,
                0,
                timing.toleranceMillis(),
                timing.heartbeatMillis(),
                watchdog.description(),
                watchdog.timeoutMillis(),
                List.of(),
                List.of(),
                board(false, cycles),
                List.of(),
                List.of());
    }

    private BoardData board(boolean healthy, LatencyHistogram.Snapshot cycles) {
        return new BoardData(
                settings.board().toString(),
                healthy,
                cycles.count(),
                cycles.p50Nanos() / 1000,
                cycles.p99Nanos() / 1000,
                cycles.maxNanos() / 1000);
    }

    private List<String> warnings(NodeView view) {
        List<String> warnings = new ArrayList<>();
        watchdog.weakness()
                .ifPresent(weakness -> warnings.add(weakness
                        + ": a host that stops for longer than the tolerance and comes back may write to"
                        + " shared data before it notices; start the daemon with --watchdog DEVICE"));
        if (!view.boardHealthy()) {
            warnings.add("the white board " + settings.board() + " cannot be used from this node: it lives by the"
                    + " consent of all other members, and no failure can be arbitrated from here");
        }
        if (!view.linkUp()) {
            warnings.add("no network link of this node has a carrier");
        }
        for (Member member : view.unproven()) {
            warnings.add(view.state().configuration().nameOf(member.node())
                    + " was cast out and may still hold resources; nothing starts until that is disproved");
        }
        view.state()
                .maintenance()
                .leftMillis()
                .forEach((scope, left) -> warnings.add(scope.title(view.state().configuration()) + " is in maintenance "
                        + Maintenance.inWords(left) + ": nothing there is started, moved or restarted by itself"));
        return warnings;
    }

    private static List<MaintenanceData> maintenance(ClusterState state) {
        ClusterConfiguration configuration = state.configuration();
        List<MaintenanceData> all = new ArrayList<>();
        state.maintenance().leftMillis().forEach((scope, left) -> {
            long seconds = left == Maintenance.UNTIL_ENDED ? -1 : (left + 999) / 1_000;
            all.add(
                    switch (scope) {
                        case Scope.Cluster() -> new MaintenanceData("cluster", configuration.clusterName(), seconds);
                        case Scope.Node(NodeId node) ->
                            new MaintenanceData("node", configuration.nameOf(node), seconds);
                        case Scope.Resource(String name) -> new MaintenanceData("resource", name, seconds);
                    });
        });
        return all;
    }

    private List<NodeData> nodes(NodeView view, long now) {
        List<NodeData> nodes = new ArrayList<>();
        for (NodeDefinition node : view.state().configuration().nodes().values()) {
            boolean self = node.id().equals(view.self().node());
            Optional<Heard> heard = Optional.ofNullable(view.heard().get(node.id()));
            Pause pause = self
                    ? view.worstPause()
                    : heard.map(it -> it.heartbeat().worstPause()).orElse(Pause.NONE);
            nodes.add(new NodeData(
                    node.id().number(),
                    node.name(),
                    node.links().getFirst().toString(),
                    view.generation().members().contains(node.id()),
                    view.master().equals(Optional.of(node.id())),
                    view.state().leaving().contains(node.id()),
                    self ? -1 : heard.map(it -> now - it.at()).orElse(-1L),
                    self
                            ? view.boardHealthy()
                            : heard.map(it -> it.heartbeat().boardHealthy()).orElse(false),
                    pause.millis(),
                    pause.cause().title(),
                    self
                            ? view.boardMillis()
                            : heard.map(it -> it.heartbeat().boardMillis()).orElse(0),
                    self
                            ? -1
                            : heard.map(it -> Math.max(it.worstGapMillis(), now - it.at()))
                                    .orElse(-1L),
                    fencing.apply(node.name())));
        }
        return nodes;
    }

    private static List<ResourceData> resources(NodeView view) {
        ClusterConfiguration configuration = view.state().configuration();
        List<ResourceData> resources = new ArrayList<>();
        for (ResourceState resource : view.state().resources().values()) {
            Optional<NodeId> at = resource.at().map(Member::node);
            resources.add(new ResourceData(
                    resource.name(),
                    resource.phase().title(),
                    at.map(configuration::nameOf).orElse(""),
                    resource.lives(),
                    resource.wantedOnline(),
                    configuration.resource(resource.name()).preferredNodes(),
                    resource.reason(),
                    awaitsProofOf(view, resource),
                    view.state().maintenance().covers(resource)));
        }
        return resources;
    }

    /// This node knows what it holds back itself; of the others it knows that they need the same proofs.
    private static List<String> awaitsProofOf(NodeView view, ResourceState resource) {
        boolean own = resource.at().equals(Optional.of(view.self()));
        boolean waits = own ? view.heldBack().contains(resource.name()) : resource.phase() == Phase.LOADING;
        return waits
                ? view.unproven().stream()
                        .map(member -> view.state().configuration().nameOf(member.node()))
                        .toList()
                : List.of();
    }
}
