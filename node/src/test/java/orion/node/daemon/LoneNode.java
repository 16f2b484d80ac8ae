package orion.node.daemon;

import static orion.node.daemon.HarbourCluster.N1;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import orion.core.Input;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Endpoint;
import orion.core.configuration.NodeDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.core.resource.ClusterState;
import orion.node.alert.AlertMail;
import orion.node.board.BoardAdministration;
import orion.node.board.BoardDevice;
import orion.node.board.BoardDisks;
import orion.node.board.BoardKey;
import orion.node.board.BoardThread;
import orion.node.board.ClusterIdentity;
import orion.node.board.DiskLocation;
import orion.node.fencing.FencePlan;
import orion.node.fencing.Fencer;
import orion.node.guard.RunDirectory;
import orion.node.network.DatagramKey;
import orion.node.network.DatagramKeys;
import orion.node.network.Transport;
import orion.node.os.FreePorts;

/// What one life of the only node of a cluster needs: a board in a file and its thread, a socket, a lease and a
/// journal.
final class LoneNode implements AutoCloseable {
    private static final ClusterIdentity CLUSTER = new ClusterIdentity("harbour", new UUID(1, 2));
    /// A lease that outlasts a disk that stands still for some seconds, as one does to which others write.
    static final Timing TIMES = new Timing(200, 10_000);

    private static final BoardKey KEY = new BoardKey(new byte[BoardKey.BYTES]);

    final Member self = new Member(N1, 1);
    final LeaseClock lease = new LeaseClock();
    final BlockingQueue<String> fenced = new LinkedBlockingQueue<>();
    final BoardDisks board;
    final Journal journal;
    private final StateStore store;
    private final BoardThread thread;
    private final Path folder;
    private final Endpoint endpoint;
    private final CountDownLatch disk = new CountDownLatch(1);

    LoneNode(Path folder) throws IOException {
        this.folder = folder;
        this.endpoint = FreePorts.one();
        Path path = folder.resolve("board");
        BoardAdministration.create(path, CLUSTER, KEY, false);
        this.thread = BoardThread.start(() -> BoardDevice.open(path, CLUSTER, KEY), () -> {});
        this.board = BoardDisks.of(thread);
        this.journal = new Journal(folder, "n1", _ -> {});
        this.store = new StateStore(folder, 1, text -> journal.note("DAEMON", text));
    }

    Transport transport() throws IOException {
        return Transport.open(
                new DatagramKeys(List.of(new DatagramKey(1, new byte[DatagramKey.BYTES]))), self, List.of(endpoint));
    }

    /// The first state of the cluster, with these resources.
    ClusterState state(ResourceDefinition... resources) {
        return state(TIMES, resources);
    }

    /// The same with other times.
    ClusterState state(Timing times, ResourceDefinition... resources) {
        SortedMap<String, ResourceDefinition> all = new TreeMap<>();
        for (ResourceDefinition resource : resources) {
            all.put(resource.name(), resource);
        }
        SortedMap<NodeId, NodeDefinition> nodes = new TreeMap<>();
        nodes.put(N1, new NodeDefinition(N1, "n1", List.of(endpoint)));
        return ClusterState.initial(new ClusterConfiguration("harbour", 1, times, 1, 60, 1, nodes, all));
    }

    Life life(ClusterState state) throws IOException {
        RunDirectory run = new RunDirectory(
                folder.resolve("run"), "n1", "life-" + ProcessHandle.current().pid());
        run.create();
        return new Life(
                new Life.Surroundings(
                        new NodeSettings(CLUSTER, N1, "n1", DiskLocation.of(List.of(folder.resolve("board")))),
                        board,
                        watch(),
                        true,
                        run,
                        () -> disk -> (offset, block) -> {},
                        lease,
                        journal,
                        store,
                        fenced::add,
                        new Fencer("n1", FencePlan.NONE, run, text -> {}),
                        new AlertMail(Optional.empty(), _ -> {}),
                        0),
                self,
                state,
                new TreeMap<>(),
                transport());
    }

    private DiskWatch watch() {
        return new DiskWatch(
                DiskLocation.of(List.of(folder.resolve("board"))),
                board,
                lease::now,
                1_000,
                text -> journal.note("BOARD", text));
    }

    /// What carries the cycles of the board's only disk.
    BoardPort port(Consumer<Input> report) {
        return new BoardPort(
                board,
                self.node(),
                () -> disk -> (offset, block) -> {},
                new Letterboxes(1, "n1", 0, true, lease::now, 1_000),
                watch(),
                letter -> journal.note("BOARD", letter.text()),
                report);
    }

    /// From now on the board's disk answers nobody.
    void hangBoard() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        Eventually.is(
                "the board takes work",
                () -> thread.submit(
                        _ -> {
                            hanging.countDown();
                            return waitForDisk();
                        },
                        _ -> {}));
        hanging.await();
    }

    private boolean waitForDisk() {
        try {
            disk.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    @Override
    public void close() {
        store.close();
        disk.countDown();
        board.close();
        try {
            thread.awaitEnd(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        journal.close();
    }
}
