package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.node.daemon.HarbourCluster.N1;
import static orion.node.daemon.HarbourCluster.N2;
import static orion.node.daemon.HarbourCluster.N3;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import orion.core.NodeView;
import orion.core.Standing;
import orion.core.membership.HeartbeatMonitor.Heard;
import orion.core.model.Generation;
import orion.core.model.Levels;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Pause;
import orion.core.resource.ClusterState;
import orion.core.resource.Maintenance;
import orion.core.resource.ResourceState;
import orion.core.resource.StateId;
import orion.core.wire.Message.Heartbeat;
import orion.node.api.StatusData;
import orion.node.api.StatusData.BoardData;
import orion.node.api.StatusData.DiskData;
import orion.node.api.StatusData.MaintenanceData;
import orion.node.api.StatusData.NodeData;
import orion.node.api.StatusData.ResourceData;
import orion.node.board.ClusterIdentity;
import orion.node.board.DiskLocation;
import orion.node.board.LatencyHistogram;

/// What people are shown of what n1 thinks, and when they are warned.
final class StatusReportTest {
    private static final long NOW = 100_000;
    private static final DiskLocation BOARD = DiskLocation.of(Path.of("/dev/board"));
    private static final NodeSettings SETTINGS =
            new NodeSettings(new ClusterIdentity("harbour", new UUID(1, 2)), N1, "n1", List.of(BOARD));
    private static final Member N3_FIRST_LIFE = new Member(N3, 1);

    /// A watchdog that protects, or one that does not.
    record Dog(boolean protects) implements Watchdog {
        @Override
        public Optional<String> weakness() {
            return protects ? Optional.empty() : Optional.of("no watchdog that bites");
        }

        @Override
        public long timeoutMillis() {
            return 1_000;
        }

        @Override
        public void feed() {
            throw new IllegalStateException("a report feeds no watchdog");
        }

        @Override
        public String description() {
            return "a dog";
        }

        @Override
        public void close() {
            throw new IllegalStateException("a report closes no watchdog");
        }
    }

    private static StatusData report(NodeView view, boolean watchdogProtects) {
        return report(view, watchdogProtects, view.boardHealthy() ? "" : "the disk is broken");
    }

    private static StatusData report(NodeView view, boolean watchdogProtects, String trouble) {
        LatencyHistogram.Snapshot cycles = new LatencyHistogram.Snapshot(12, 2_500_000, 9_000_999, 20_000_000);
        Optional<String> why = Optional.of(trouble).filter(text -> !text.isEmpty());
        return report(view, watchdogProtects, List.of(new DiskWatch.Health(BOARD, why, List.of(), cycles)));
    }

    private static StatusData report(NodeView view, boolean watchdogProtects, List<DiskWatch.Health> disks) {
        return new StatusReport(SETTINGS, new Dog(watchdogProtects), node -> "").of(view, NOW, disks, Optional.empty());
    }

    private static Generation generation() {
        SortedMap<NodeId, Long> admitted = new TreeMap<>(Map.of(N1, 1L, N2, 1L, N3, 1L));
        return new Generation(8, 1, 1, N2, new TreeSet<>(List.of(N1, N2)), new TreeSet<>(List.of(N3)), admitted);
    }

    private static Heard heard(NodeId node, long at, boolean boardHealthy, int latenessMillis) {
        Heartbeat heartbeat = new Heartbeat(
                Levels.SPOKEN,
                8,
                false,
                new TreeSet<>(List.of(N1, N2)),
                true,
                boardHealthy,
                3,
                at,
                new TreeMap<>(),
                new TreeSet<>(),
                StateId.NONE,
                Pause.of(latenessMillis, Pause.Cause.COLLECTION),
                Pause.NONE,
                4);
        return new Heard(new Member(node, 1), at, heartbeat, 1_300);
    }

    private static NodeView view(Standing standing, boolean healthy, SortedSet<Member> unproven, ClusterState state) {
        return view(standing, healthy, unproven, state, heard(N2, NOW - 300, true, 17));
    }

    private static NodeView view(
            Standing standing, boolean healthy, SortedSet<Member> unproven, ClusterState state, Heard n2) {
        SortedMap<NodeId, Heard> heard = new TreeMap<>();
        heard.put(N2, n2);
        Optional<String> obstacle =
                standing == Standing.MEMBER && healthy ? Optional.empty() : Optional.of("listening for others");
        return new NodeView(
                new Member(N1, 1),
                standing,
                generation(),
                NOW + 4_500,
                state,
                Optional.empty(),
                Optional.of(N2),
                healthy,
                healthy,
                heard,
                new TreeMap<>(),
                7,
                unproven,
                new TreeSet<>(List.of("mail")),
                new TreeMap<>(),
                new TreeMap<>(),
                obstacle,
                Pause.of(5, Pause.Cause.PROCESSORS_BUSY));
    }

    private static NodeView member() {
        return view(Standing.MEMBER, true, new TreeSet<>(), HarbourCluster.state());
    }

    private static ResourceData web(String state, String node, int lives, String reason, String upSince) {
        List<String> nodes = List.of("n2", "n1");
        return new ResourceData("web", state, node, lives, true, "", nodes, reason, List.of(), false, "", "", upSince);
    }

    @Test
    void aMemberShowsItsClusterItsMasterAndItsLease() {
        StatusData status = report(member(), true);

        assertThat(status.cluster()).isEqualTo("harbour");
        assertThat(status.node()).isEqualTo("n1");
        assertThat(status.standing()).isEqualTo("is a member");
        assertThat(status.member()).isTrue();
        assertThat(status.epoch()).isEqualTo(8);
        assertThat(status.master()).isEqualTo("n2");
        assertThat(status.quorumReached()).isTrue();
        assertThat(status.quorum()).isEqualTo(2);
        assertThat(status.leaseMillis()).isEqualTo(4_500);
        assertThat(status.toleranceMillis()).isEqualTo(8_000);
        assertThat(status.heartbeatMillis()).isEqualTo(1_000);
        assertThat(status.watchdog()).isEqualTo("a dog");
        assertThat(status.watchdogMillis()).isEqualTo(1_000);
    }

    @Test
    void aNodeOutsideShowsWhyAndNeitherMasterNorLease() {
        StatusData status = report(view(Standing.OUTSIDE, true, new TreeSet<>(), HarbourCluster.state()), true);

        assertThat(status.standing()).isEqualTo("waits to be let in (listening for others)");
        assertThat(status.member()).isFalse();
        assertThat(status.master()).isEmpty();
        assertThat(status.leaseMillis()).isZero();
        assertThat(status.nodes().getFirst().member())
                .as("an earlier life of it may be in the generation")
                .isFalse();
    }

    @Test
    void whoIsNoMemberDoesNotClaimToKnowWhereResourcesAre() {
        for (Standing standing : Standing.values()) {
            List<ResourceData> resources = report(view(standing, true, new TreeSet<>(), loadingOn(N2, "web")), true)
                    .resources();
            if (standing == Standing.MEMBER) {
                assertThat(resources).extracting(ResourceData::state).containsExactly("Loading");
            } else {
                assertThat(resources)
                        .containsExactly(web(
                                "Unknown",
                                "",
                                1,
                                "n1 is no member and does not know; when it knew last: Loading on n2",
                                ""));
            }
        }
    }

    @Test
    void theBoardIsShownInMicroseconds() {
        DiskData disk = new DiskData("/dev/board", true, "", List.of(), 12, 2_500, 9_000, 20_000);
        assertThat(report(member(), true).board()).isEqualTo(new BoardData(true, 1, List.of(disk)));
    }

    @Test
    void everyConfiguredNodeIsShownWithWhatItSaysOfItself() {
        NodeView view = view(
                Standing.MEMBER, true, new TreeSet<>(), HarbourCluster.state().withLeaving(new TreeSet<>(List.of(N2))));

        assertThat(report(view, true).nodes())
                .containsExactly(
                        new NodeData(
                                1,
                                "n1",
                                "10.0.0.1:7023",
                                true,
                                false,
                                false,
                                -1,
                                Optional.of(true),
                                Optional.of(5),
                                Optional.of("other threads had the processors"),
                                Optional.of(7),
                                -1,
                                ""),
                        new NodeData(
                                2,
                                "n2",
                                "10.0.0.2:7023",
                                true,
                                true,
                                true,
                                300,
                                Optional.of(true),
                                Optional.of(17),
                                Optional.of("garbage collection"),
                                Optional.of(4),
                                1_300,
                                ""),
                        new NodeData(
                                3,
                                "n3",
                                "10.0.0.3:7023",
                                false,
                                false,
                                false,
                                -1,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                -1,
                                ""));
    }

    @Test
    void ofANodeThatIsNotHeardNothingIsKnownButForHowLong() {
        NodeData silent = n2Silent(2_001);
        assertThat(silent.silentMillis()).isEqualTo(2_001);
        assertThat(List.of(silent.boardHealthy(), silent.boardMillis(), silent.pauseMillis(), silent.pauseCause()))
                .containsOnly(Optional.empty());
        assertThat(n2Silent(2_000).boardHealthy()).contains(true);
    }

    private static NodeData n2Silent(long millis) {
        Heard n2 = heard(N2, NOW - millis, true, 17);
        return report(view(Standing.MEMBER, true, new TreeSet<>(), HarbourCluster.state(), n2), true)
                .nodes()
                .get(1);
    }

    @Test
    void everyResourceIsShownWithWhereItIsAndWhy() {
        assertThat(report(member(), true).resources())
                .containsExactly(web(
                        "Running",
                        "n2",
                        3,
                        "started on n2 because it is the most preferred node",
                        "2023-11-14T22:13:20Z"));
    }

    @Test
    void aResourceThatIsNowhereHasNoNode() {
        ClusterState state = HarbourCluster.state();
        ClusterState stopped = state.coldStart(9);
        StatusData status = report(view(Standing.MEMBER, true, new TreeSet<>(), stopped), true);

        assertThat(status.resources()).containsExactly(web("Offline", "", 3, "not started yet", ""));
        assertThat(status.quorumReached()).isFalse();
    }

    private static ClusterState loadingOn(NodeId node, String name) {
        ResourceState loading =
                ResourceState.created(name, true).loading(new Member(node, 1), "n3 failed; started on n2");
        ClusterState state = HarbourCluster.state();
        return state.with(loading);
    }

    private static List<ResourceData> loading(NodeId node, SortedSet<Member> unproven) {
        return report(view(Standing.MEMBER, true, unproven, loadingOn(node, "web")), true)
                .resources();
    }

    @Test
    void whatWaitsForProofOnAnotherNodeSaysOfWhom() {
        ResourceData waits = loading(N2, new TreeSet<>(List.of(N3_FIRST_LIFE))).getFirst();
        assertThat(waits.state()).isEqualTo("Loading");
        assertThat(waits.awaitsProofOf()).containsExactly("n3");
        assertThat(waits.explanation()).isEqualTo("waiting for proof that n3 is gone");
        assertThat(waits.reason()).isEqualTo("n3 failed; started on n2");

        ResourceData loads = loading(N2, new TreeSet<>()).getFirst();
        assertThat(loads.awaitsProofOf()).isEmpty();
        assertThat(loads.explanation()).isEqualTo("n3 failed; started on n2");
    }

    @Test
    void whatThisNodeHasBegunToLoadWaitsForNothing() {
        assertThat(loading(N1, new TreeSet<>(List.of(N3_FIRST_LIFE))).getFirst().awaitsProofOf())
                .as("n1 holds back mail only")
                .isEmpty();
    }

    @Test
    void maintenanceIsShownWithWhatItCoversAndHowLong() {
        ClusterState state = HarbourCluster.state();
        Maintenance ofN2AndWeb = Maintenance.NONE
                .with(new Maintenance.Scope.Node(N2), 1_800_000)
                .with(new Maintenance.Scope.Resource("web"), Maintenance.UNTIL_ENDED);
        StatusData status =
                report(view(Standing.MEMBER, true, new TreeSet<>(), state.withMaintenance(ofN2AndWeb)), true);

        assertThat(status.maintenance())
                .containsExactly(new MaintenanceData("node", "n2", 1_800), new MaintenanceData("resource", "web", -1));
        assertThat(status.warnings())
                .containsExactly(
                        "node n2 is in maintenance for 30 min: nothing there is started, moved or restarted by itself",
                        "resource web is in maintenance until 'orion maintenance off --resource web': nothing there is started, moved"
                                + " or restarted by itself");
        assertThat(status.resources().getFirst().explanation())
                .isEqualTo("in maintenance; started on n2 because it is the most preferred node");

        Maintenance whole = Maintenance.NONE.with(new Maintenance.Scope.Cluster(), 1);
        assertThat(report(view(Standing.MEMBER, true, new TreeSet<>(), state.withMaintenance(whole)), true)
                        .maintenance())
                .containsExactly(new MaintenanceData("cluster", "harbour", 1));
        assertThat(report(member(), true).maintenance()).isEmpty();
        assertThat(report(member(), true).resources().getFirst().maintenance()).isFalse();
    }

    @Test
    void whereAllIsWellNobodyIsWarned() {
        assertThat(report(member(), true).warnings()).isEmpty();
    }

    @Test
    void aMissingWatchdogIsWarnedOfWithTheOptionThatHelps() {
        assertThat(report(member(), false).warnings())
                .singleElement()
                .asString()
                .startsWith("no watchdog that bites: ")
                .contains("start the daemon with --watchdog");
    }

    @Test
    void whatKeepsTheBoardFromBeingUsedIsSaid() {
        NodeView view = view(Standing.MEMBER, false, new TreeSet<>(), HarbourCluster.state());
        assertThat(report(view, true, "it belongs to cluster 'lake'").warnings().get(1))
                .startsWith(
                        "the white board /dev/board cannot be used (it belongs to cluster 'lake') from this node: it lives");
        assertThat(report(view, true, "").warnings().get(1))
                .startsWith("the white board /dev/board cannot be used from this node: it lives by");
    }

    @Test
    void whatKeepsAGenerationFromBeginningALostBoardLostLinksAndTheUnprovenAreEachWarnedOf() {
        SortedSet<Member> unproven = new TreeSet<>(List.of(N3_FIRST_LIFE));
        List<String> warnings = report(view(Standing.MEMBER, false, unproven, HarbourCluster.state()), true)
                .warnings();

        assertThat(warnings).hasSize(4).startsWith("listening for others");
        assertThat(warnings.get(1))
                .startsWith(
                        "the white board /dev/board cannot be used (the disk is broken) from this node: it lives by");
        assertThat(warnings.get(2)).contains("no network link of this node has a carrier");
        assertThat(warnings.get(3)).contains("n3 was cast out and may still hold resources");
    }
}
