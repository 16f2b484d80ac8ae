package orion.node.daemon;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import orion.core.NodeView;
import orion.core.Standing;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.NodeDefinition;
import orion.core.configuration.Trial;
import orion.core.membership.HeartbeatMonitor.Heard;
import orion.core.model.Lasting;
import orion.core.model.Levels;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Pause;
import orion.core.model.Timing;
import orion.core.resource.Alert;
import orion.core.resource.ClusterState;
import orion.core.resource.Maintenance;
import orion.core.resource.Maintenance.Scope;
import orion.core.resource.Phase;
import orion.core.resource.ResourceState;
import orion.core.resource.WhatIf;
import orion.core.wire.Message.Heartbeat;
import orion.node.api.StatusData;
import orion.node.api.StatusData.BoardData;
import orion.node.api.StatusData.DiskData;
import orion.node.api.StatusData.MaintenanceData;
import orion.node.api.StatusData.NodeData;
import orion.node.api.StatusData.ResourceData;
import orion.node.api.StatusData.TrialData;
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

    /// Why a host that freezes is not reset before its lease ends; empty where it is.
    Optional<String> watchdogWeakness() {
        return watchdog.weakness();
    }

    /// What the node sees while it has a life.
    ///
    /// @param keys what weakens the protection while the keys of the cluster are exchanged
    StatusData of(NodeView view, long now, List<DiskWatch.Health> disks, Optional<String> keys) {
        ClusterConfiguration configuration = view.state().configuration();
        BoardData board = board(view.boardHealthy(), disks, configuration);
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
                view.generation().level(),
                Levels.SPOKEN.highest(),
                view.generation().number(),
                view.master().filter(node -> member).map(configuration::nameOf).orElse(""),
                view.state().quorumReached(),
                configuration.quorumMembership(),
                member && view.leaseUntil() > now ? view.leaseUntil() - now : 0,
                configuration.timing().toleranceMillis(),
                configuration.timing().heartbeatMillis(),
                watchdog.description(),
                watchdog.timeoutMillis(),
                warnings(view, board, keys),
                maintenance(view.state()),
                trial(view.state()),
                board,
                nodes(view, now),
                resources(view));
    }

    /// What a node that has left still knows: of the others it sees nothing.
    StatusData of(Departed departed, List<DiskWatch.Health> disks) {
        Timing timing = departed.known().configuration().timing();
        return new StatusData(
                settings.cluster().name(),
                settings.name(),
                "left the cluster at " + departed.at().truncatedTo(ChronoUnit.SECONDS) + ": " + departed.reason()
                        + "; 'orion join' brings it back",
                false,
                0,
                Levels.SPOKEN.highest(),
                departed.known().id().generation(),
                "",
                false,
                departed.known().configuration().quorumMembership(),
                0,
                timing.toleranceMillis(),
                timing.heartbeatMillis(),
                watchdog.description(),
                watchdog.timeoutMillis(),
                List.of(),
                List.of(),
                Optional.empty(),
                board(false, disks, departed.known().configuration()),
                List.of(),
                List.of());
    }

    private static BoardData board(boolean healthy, List<DiskWatch.Health> disks, ClusterConfiguration configuration) {
        List<DiskData> all = new ArrayList<>();
        for (DiskWatch.Health disk : disks) {
            LatencyHistogram.Snapshot cycles = disk.cycles();
            all.add(new DiskData(
                    disk.disk().toString(),
                    disk.trouble().isEmpty(),
                    disk.trouble().orElse(""),
                    disk.silent().stream()
                            .filter(configuration.nodes()::containsKey)
                            .map(configuration::nameOf)
                            .toList(),
                    cycles.count(),
                    cycles.p50Nanos() / 1000,
                    cycles.p99Nanos() / 1000,
                    cycles.maxNanos() / 1000));
        }
        return new BoardData(healthy, disks.size() / 2 + 1, all);
    }

    /// What impairs the white board, seen from here.
    private List<String> warnings(BoardData board) {
        List<String> warnings = new ArrayList<>();
        int size = board.disks().size();
        String working = board.working() + " of its " + size + " disks work here";
        if (!board.healthy()) {
            warnings.add("the white board "
                    + (size == 1
                            ? settings.boards().getFirst() + " cannot be used"
                                    + why(board.disks().getFirst())
                            : "cannot be used (" + working + ", " + board.needed() + " are needed)")
                    + " from this node: it lives by the"
                    + " consent of all other members, and no failure can be arbitrated from here");
        } else if (board.working() < size) {
            warnings.add("protection is reduced: of the white board " + working);
        }
        for (DiskData disk : board.disks()) {
            if (size > 1 && !disk.works()) {
                warnings.add("the white board's disk " + disk.path() + " does not work here: " + disk.trouble());
            } else if (size > 1 && !disk.notWrittenBy().isEmpty()) {
                warnings.add("protection is reduced: the white board's disk " + disk.path() + " is not written by "
                        + String.join(", ", disk.notWrittenBy()));
            }
        }
        return warnings;
    }

    private static String why(DiskData disk) {
        return disk.works() ? "" : " (" + disk.trouble() + ")";
    }

    private List<String> warnings(NodeView view, BoardData board, Optional<String> keys) {
        List<String> warnings = new ArrayList<>();
        view.obstacle().filter(text -> view.standing() == Standing.MEMBER).ifPresent(warnings::add);
        watchdog.weakness()
                .ifPresent(weakness -> warnings.add(weakness
                        + ": a host that stops for longer than the tolerance and comes back may write to"
                        + " shared data before it notices; start the daemon with --watchdog DEVICE"));
        warnings.addAll(warnings(board));
        if (!view.linkUp()) {
            warnings.add("no network link of this node has a carrier");
        }
        keys.ifPresent(warnings::add);
        for (Member member : view.unproven()) {
            warnings.add(view.state().configuration().nameOf(member.node())
                    + " was cast out and may still hold resources; nothing starts until that is disproved");
        }
        for (WhatIf.Overload overload : WhatIf.overloads(view.state())) {
            warnings.add("%s is overloaded: its resources need %d of %s, and it has %d; move one to a node with room"
                    .formatted(
                            view.state().configuration().nameOf(overload.node()),
                            overload.needed(),
                            overload.what(),
                            overload.capacity()));
        }
        view.state()
                .maintenance()
                .leftMillis()
                .forEach((scope, left) -> warnings.add(scope.title(view.state().configuration()) + " is in maintenance "
                        + scope.lasting(left, view.state().configuration())
                        + ": nothing there is started, moved or restarted by itself"));
        view.state().edits().trial().ifPresent(trial -> warnings.add(warning(view.state(), trial)));
        return warnings;
    }

    private static String warning(ClusterState state, Trial trial) {
        long number = trial.edit();
        return trial.isOver()
                ? "edit " + number + " is to be undone"
                        + (trial.obstacle().isEmpty() ? "" : ", and cannot be yet: " + trial.obstacle())
                        + "; 'orion confirm " + number + "' keeps it"
                : state.edits().words(number)
                        + " is on trial: it is undone within " + Lasting.words(trial.leftMillis())
                        + " unless 'orion confirm " + number + "' comes before";
    }

    private static Optional<TrialData> trial(ClusterState state) {
        return state.edits()
                .trial()
                .map(trial -> new TrialData(trial.edit(), (trial.leftMillis() + 999) / 1_000, trial.obstacle()));
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

    /// What a node says of itself.
    private record Condition(boolean boardHealthy, int boardMillis, Pause worstPause) {
        static Condition of(Heartbeat heartbeat) {
            return new Condition(heartbeat.boardHealthy(), heartbeat.boardMillis(), heartbeat.worstPause());
        }
    }

    private List<NodeData> nodes(NodeView view, long now) {
        List<NodeData> nodes = new ArrayList<>();
        long heartbeatMillis = view.state().configuration().timing().heartbeatMillis();
        for (NodeDefinition node : view.state().configuration().nodes().values()) {
            boolean self = node.id().equals(view.self().node());
            boolean in = !self || view.standing() == Standing.MEMBER || view.standing() == Standing.LEAVING;
            Optional<Heard> heard = Optional.ofNullable(view.heard().get(node.id()));
            // Of a node that is not heard nothing is known: what it said last may be true no longer.
            Optional<Condition> condition = self
                    ? Optional.of(new Condition(view.boardHealthy(), view.boardMillis(), view.worstPause()))
                    : heard.filter(it -> !StatusData.isSilence(now - it.at(), heartbeatMillis))
                            .map(it -> Condition.of(it.heartbeat()));
            nodes.add(new NodeData(
                    node.id().number(),
                    node.name(),
                    node.links().getFirst().toString(),
                    in && view.generation().members().contains(node.id()),
                    in && view.master().equals(Optional.of(node.id())),
                    view.state().leaving().contains(node.id()),
                    self ? -1 : heard.map(it -> now - it.at()).orElse(-1L),
                    condition.map(Condition::boardHealthy),
                    condition.map(it -> it.worstPause().millis()),
                    condition.map(it -> it.worstPause().cause().title()),
                    condition.map(Condition::boardMillis),
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
            if (view.standing() != Standing.MEMBER) {
                resources.add(unknown(view, resource));
                continue;
            }
            resources.add(new ResourceData(
                    resource.name(),
                    resource.phase().title(),
                    at.map(configuration::nameOf).orElse(""),
                    resource.lives(),
                    resource.wantedOnline(),
                    resource.moveTo().map(configuration::nameOf).orElse(""),
                    configuration.resource(resource.name()).preferredNodes(),
                    resource.reason(),
                    awaitsProofOf(view, resource),
                    view.state().maintenance().covers(resource),
                    asks(resource).map(alert -> lowerCase(alert.kind())).orElse(""),
                    asks(resource).map(alert -> alert.question(resource.name())).orElse(""),
                    upSince(resource)));
        }
        return resources;
    }

    /// Whoever is no member knows only what it once was told.
    private static ResourceData unknown(NodeView view, ResourceState resource) {
        ClusterConfiguration configuration = view.state().configuration();
        String where = resource.at()
                .map(at -> " on " + configuration.nameOf(at.node()))
                .orElse("");
        return new ResourceData(
                resource.name(),
                "Unknown",
                "",
                resource.lives(),
                resource.wantedOnline(),
                "",
                configuration.resource(resource.name()).preferredNodes(),
                configuration.nameOf(view.self().node()) + " is no member and does not know; when it knew last: "
                        + resource.phase().title() + where,
                List.of(),
                view.state().maintenance().covers(resource),
                "",
                "",
                "");
    }

    /// What holds a resource back is asked when nothing else does.
    private static Optional<Alert> asks(ResourceState resource) {
        return resource.alert().filter(_ -> resource.phase() == Phase.ALERT || resource.phase() == Phase.RUNNING);
    }

    private static String lowerCase(Alert.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String upSince(ResourceState resource) {
        long seconds = resource.tally().upSinceSeconds();
        return seconds == 0 ? "" : Instant.ofEpochSecond(seconds).toString();
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
