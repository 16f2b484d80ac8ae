package orion.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import orion.node.api.StatusData;
import orion.node.api.StatusData.BoardData;
import orion.node.api.StatusData.DiskData;
import orion.node.api.StatusData.NodeData;
import orion.node.api.StatusData.ResourceData;

/// Shows what a node sees of the cluster to people: the same words and tables in every command.
final class StatusText {
    private final Screen screen;
    private final StatusData status;

    StatusText(Screen screen, StatusData status) {
        this.screen = screen;
        this.status = status;
    }

    /// Whether the node has left the cluster: then it sees nothing of the others.
    boolean outside() {
        return !status.member() && status.nodes().isEmpty();
    }

    /// The three lines of `view`; of a node that has left, only the two that it can know.
    void view() {
        screen.line("Cluster " + Screen.plain(status.cluster()));
        screen.line("This node " + status.node() + " [ " + standing() + " ]");
        if (outside()) {
            return;
        }
        String members = status.nodes().stream()
                .filter(NodeData::member)
                .map(NodeData::name)
                .collect(Collectors.joining(", "));
        screen.line("Cluster nodes [ " + members + " ]");
    }

    private String standing() {
        return status.member()
                ? "epoch " + status.epoch() + " master node " + status.master()
                : Screen.plain(status.standing());
    }

    /// What impairs the protection, each on a line of its own.
    void warnings() {
        for (String warning : status.warnings()) {
            screen.line(screen.paint(Screen.Tone.BAD, "Warning: ") + Screen.plain(warning));
        }
    }

    /// Settings, lease, watchdog and board.
    void health() {
        screen.line("Heartbeat %d ms, tolerance %d ms, lease %s, %s"
                .formatted(
                        status.heartbeatMillis(),
                        status.toleranceMillis(),
                        status.leaseMillis() > 0 ? status.leaseMillis() + " ms left" : "none",
                        quorum()));
        screen.line(protocol());
        screen.line("Watchdog " + Screen.plain(status.watchdog())
                + (status.watchdogMillis() > 0 ? ", resets this host after " + status.watchdogMillis() + " ms" : ""));
        board(status.board());
    }

    private String protocol() {
        if (status.level() == 0) {
            return "Protocol: no level is agreed on yet, this node speaks up to level " + status.highestLevel();
        }
        return "Protocol level " + status.level()
                + (status.level() == status.highestLevel()
                        ? ", the highest that this node speaks"
                        : "; this node speaks up to level " + status.highestLevel()
                                + ", and some other one does not or was not heard yet");
    }

    private void board(BoardData board) {
        int size = board.disks().size();
        String health = board.healthy()
                ? screen.paint(Screen.Tone.GOOD, "healthy")
                : screen.paint(Screen.Tone.BAD, "NOT HEALTHY");
        if (size == 1) {
            screen.line(disk("Board ", board.disks().getFirst(), health));
            return;
        }
        String working = board.working() + " of " + size + " disks work";
        boolean all = board.working() == size;
        screen.line("Board: " + health + ", " + (all ? working : screen.paint(Screen.Tone.BAD, working))
                + (all ? "" : board.healthy() ? "; protection is reduced" : ", " + board.needed() + " are needed"));
        for (DiskData disk : board.disks()) {
            String works = disk.works()
                    ? screen.paint(Screen.Tone.GOOD, "works")
                    : screen.paint(Screen.Tone.BAD, "DOES NOT WORK");
            screen.line(disk("  Disk ", disk, works)
                    + (disk.notWrittenBy().isEmpty()
                            ? ""
                            : ", not written by " + String.join(", ", disk.notWrittenBy())));
        }
    }

    private static String disk(String title, DiskData disk, String health) {
        return title
                + "%s: %s, %d cycles, typically %s, 99 %% within %s, longest %s"
                        .formatted(
                                Screen.plain(disk.path()),
                                health,
                                disk.cycles(),
                                millis(disk.p50Micros()),
                                millis(disk.p99Micros()),
                                millis(disk.maxMicros()));
    }

    /// It counts at the start of the cluster only: enough nodes were up then, or were waited for long
    /// enough.
    private String quorum() {
        int configured = status.nodes().size();
        String all = configured < status.quorum()
                ? " (%d, for no more %s configured)".formatted(configured, configured == 1 ? "is" : "are")
                : "";
        return "start quorum %d%s: %s"
                .formatted(status.quorum(), all, status.quorumReached() ? "resources may load" : "waited for");
    }

    private static String millis(long micros) {
        return "%.1f ms".formatted(micros / 1000.0);
    }

    /// All configured nodes.
    void nodes() {
        Table table = new Table("Name", "Number", "Address", "State", "Silent", "Worst", "Board", "Late");
        for (NodeData node : status.nodes()) {
            table.row(
                    3,
                    tone(node),
                    node.name(),
                    Integer.toString(node.number()),
                    node.address(),
                    state(node),
                    node.silentMillis() < 0 ? "-" : node.silentMillis() + " ms",
                    node.member() && node.worstGapMillis() >= 0 ? share(node.worstGapMillis()) : "-",
                    node.member() ? boardOf(node) : "-",
                    node.member() ? late(node) : "-");
        }
        table.writeTo(screen);
        status.nodes().stream()
                .filter(node -> !node.fencing().isEmpty())
                .forEach(node -> screen.line("Fencing of " + node.name() + ": " + node.fencing()));
    }

    /// A silence as a share of the one that is believed.
    private String share(long silenceMillis) {
        return silenceMillis * 100 / Math.max(1, status.toleranceMillis()) + " %";
    }

    private static String boardOf(NodeData node) {
        return node.boardHealthy()
                .map(healthy -> healthy ? "ok, " + node.boardMillis().orElse(0) + " ms" : "NOT OK")
                .orElse("-");
    }

    /// How late a node was at worst; why, where that was long enough for it to distrust itself.
    private String late(NodeData node) {
        return node.pauseMillis()
                .map(millis -> millis + " ms"
                        + (millis > status.heartbeatMillis() / 2
                                ? ": " + node.pauseCause().orElse("")
                                : ""))
                .orElse("-");
    }

    private static String state(NodeData node) {
        if (!node.member()) {
            return "out";
        }
        return (node.leaving() ? "leaving" : "member") + (node.master() ? ", master" : "");
    }

    private static Screen.Tone tone(NodeData node) {
        if (!node.member()) {
            return Screen.Tone.BAD;
        }
        return node.leaving() ? Screen.Tone.BUSY : Screen.Tone.GOOD;
    }

    /// Some resources as a table, each with the reason of its last change where there is room.
    void resources(List<ResourceData> resources) {
        Table table = new Table("Name", "State", "Node", "Lives", "Reason");
        for (ResourceData resource : resources) {
            table.row(
                    1,
                    toneOf(resource),
                    resource.name(),
                    status.stateInWords(resource),
                    resource.node().isEmpty() ? "-" : resource.node(),
                    Integer.toString(resource.lives()),
                    resource.explanation());
        }
        table.writeTo(screen);
    }

    /// Since when one resource is up, where it is.
    void upSince(ResourceData resource) {
        if (!resource.upSince().isEmpty()) {
            screen.line("%s has been up since %s, in its life %d"
                    .formatted(resource.name(), resource.upSince(), resource.lives()));
        }
    }

    private Screen.Tone toneOf(ResourceData resource) {
        return status.silenceMillis(resource).isPresent() ? Screen.Tone.BAD : tone(resource.state());
    }

    private static Screen.Tone tone(String state) {
        return switch (state) {
            case "Running" -> Screen.Tone.GOOD;
            case "Offline" -> Screen.Tone.FAINT;
            case "Comatose", "Unassigned", "Stopped", "Alert" -> Screen.Tone.BAD;
            default -> Screen.Tone.BUSY;
        };
    }

    /// The resource of this name.
    static Optional<ResourceData> find(StatusData status, String name) {
        return status.resources().stream()
                .filter(resource -> resource.name().equals(name))
                .findFirst();
    }

    /// The resource of this name, which must exist.
    static ResourceData require(StatusData status, String name) throws CommandFailure {
        return find(status, name)
                .orElseThrow(() -> new CommandFailure("there is no resource '" + name + "' in cluster "
                        + status.cluster() + "; 'orion resources' lists those there are"));
    }

    /// Refuses a node that does not exist.
    static void requireNode(StatusData status, String name) throws CommandFailure {
        if (status.nodes().stream().noneMatch(known -> known.name().equals(name))) {
            throw new CommandFailure("there is no node '" + name + "' in cluster " + status.cluster()
                    + "; 'orion status' lists those there are");
        }
    }
}
