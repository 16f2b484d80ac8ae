package orion.node.web;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import orion.node.api.ControlReply;
import orion.node.api.StatusData;
import orion.node.api.StatusData.BoardData;
import orion.node.api.StatusData.DiskData;
import orion.node.api.StatusData.NodeData;

/// The state of the cluster for all who follow it: looked at once for all of them, and only while there is somebody.
final class StateWatch {
    private final Supplier<ControlReply> status;
    private final long pauseNanos;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Optional<ControlReply> last = Optional.empty();
    private long lastNanos;

    /// @param pause between two looks at least
    StateWatch(Supplier<ControlReply> status, Duration pause) {
        this.status = status;
        this.pauseNanos = pause.toNanos();
    }

    /// What was seen last. Where somebody else looks right now, nobody waits for that.
    Optional<ControlReply> now() {
        if (looking.tryLock()) {
            try {
                if (last.isEmpty() || System.nanoTime() - lastNanos >= pauseNanos) {
                    last = Optional.of(status.get());
                    lastNanos = System.nanoTime();
                }
            } finally {
                looking.unlock();
            }
        }
        return last;
    }

    /// The same without what is measured and so never stays the same: two states are different when these are.
    static StatusData essence(StatusData seen) {
        return new StatusData(
                seen.cluster(),
                seen.node(),
                seen.standing(),
                seen.member(),
                seen.level(),
                seen.highestLevel(),
                seen.epoch(),
                seen.master(),
                seen.quorumReached(),
                seen.quorum(),
                0,
                seen.toleranceMillis(),
                seen.heartbeatMillis(),
                seen.watchdog(),
                seen.watchdogMillis(),
                seen.warnings(),
                seen.maintenance(),
                seen.trial(),
                new BoardData(
                        seen.board().healthy(),
                        seen.board().needed(),
                        seen.board().disks().stream().map(StateWatch::essence).toList()),
                seen.nodes().stream().map(StateWatch::essence).toList(),
                seen.resources());
    }

    private static DiskData essence(DiskData disk) {
        return new DiskData(disk.path(), disk.works(), disk.trouble(), disk.notWrittenBy(), 0, 0, 0, 0);
    }

    private static NodeData essence(NodeData node) {
        return new NodeData(
                node.number(),
                node.name(),
                node.address(),
                node.member(),
                node.master(),
                node.leaving(),
                0,
                node.boardHealthy(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                node.fencing());
    }
}
