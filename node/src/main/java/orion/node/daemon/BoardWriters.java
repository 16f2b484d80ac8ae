package orion.node.daemon;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import orion.core.model.NodeId;
import orion.node.board.BoardDevice;
import orion.node.board.BoardThread;
import orion.node.board.NodeReading;

/// Reads from the white board which numbers have a block there. The disk may hang for ever; who asks
/// does not.
record BoardWriters(BoardThread board, Duration limit) implements Doorkeeper.Writers {
    private static final long RETRY_MILLIS = 10;

    @Override
    public Set<NodeId> onBoard() throws SetupException, InterruptedException {
        BlockingQueue<BoardThread.Outcome<List<NodeReading>>> outcomes = new LinkedBlockingQueue<>();
        long end = System.nanoTime() + limit.toNanos();
        while (!board.submit(BoardDevice::readAll, outcomes::add)) {
            if (System.nanoTime() - end > 0) {
                throw late();
            }
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        }
        return switch (outcomes.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            case null -> throw late();
            case BoardThread.Outcome.Done<List<NodeReading>> done ->
                done.value().stream()
                        .filter(reading -> !(reading instanceof NodeReading.Empty))
                        .map(reading -> new NodeId(reading.node()))
                        .collect(Collectors.toSet());
            case BoardThread.Outcome.Failed<List<NodeReading>> failed ->
                throw new SetupException(SetupException.reason(failed.failure()), failed.failure());
        };
    }

    private SetupException late() {
        return new SetupException("all numbers of nodes were used, and the white board did not tell within "
                + limit.toSeconds() + " s which are free; look at 'orion status', and try again with the same token");
    }
}
