package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static orion.node.daemon.HarbourCluster.state;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.core.Input;
import orion.core.resource.ClusterState;
import orion.core.wire.StateCodec;
import orion.node.board.BoardAdministration;
import orion.node.board.BoardDevice;
import orion.node.board.BoardDisks;
import orion.node.board.BoardException;
import orion.node.board.BoardKey;
import orion.node.board.BoardLayout;
import orion.node.board.BoardThread;
import orion.node.board.ClusterIdentity;
import orion.node.board.StoredConfiguration;

/// The two copies of the agreed state: which one counts, and what is said when neither can be used.
final class StateStoreTest {
    private static final ClusterIdentity CLUSTER = new ClusterIdentity("harbour", new UUID(1, 2));
    private static final BoardKey KEY = new BoardKey(new byte[BoardKey.BYTES]);

    @TempDir
    private Path folder = Path.of("");

    private final LinkedBlockingQueue<String> complaints = new LinkedBlockingQueue<>();

    private StateStore store() {
        return new StateStore(folder, 1, complaints::add);
    }

    private static Optional<ClusterState> onBoard(ClusterState state) {
        StoredConfiguration stored = new StoredConfiguration(2, 1, ByteBuffer.wrap(StateCodec.encode(state)));
        return StateCopies.of(new StoredConfiguration.Search(List.of(stored), List.of()))
                .newest();
    }

    @Test
    void whatIsWrittenIsReadAgainAndClosedToOthers() throws Exception {
        assertThat(store().read()).isEmpty();
        store().write(state(3, 14));

        assertThat(store().read()).contains(state(3, 14));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("state"))))
                .isEqualTo("rw-------");
        assertThat(folder.resolve("state.new")).doesNotExist();
    }

    @Test
    void whatAPowerCutLeftOfAnEarlierWriteIsInNobodysWay() throws Exception {
        store().write(state(3, 14));
        Files.writeString(folder.resolve("state.new"), "half of a sta");
        assertThat(store().read()).contains(state(3, 14));
        store().write(state(3, 15));

        assertThat(store().read()).contains(state(3, 15));
    }

    @Test
    void aDamagedFileIsNamedWithTheWayOut() throws Exception {
        Files.write(folder.resolve("state"), new byte[] {1, 2, 3});

        assertThatExceptionOfType(SetupException.class)
                .isThrownBy(() -> store().read())
                .withMessageContaining(folder.resolve("state") + " cannot be read")
                .withMessageContaining("remove it");
    }

    @Test
    void theNewerCopyCounts() throws SetupException {
        assertThat(StateStore.newest(Optional.of(state(3, 1)), onBoard(state(3, 2))))
                .isEqualTo(state(3, 2));
        assertThat(StateStore.newest(Optional.of(state(3, 9)), onBoard(state(4, 0))))
                .isEqualTo(state(4, 0));
        assertThat(StateStore.newest(Optional.of(state(4, 0)), onBoard(state(3, 9))))
                .isEqualTo(state(4, 0));
    }

    @Test
    void theOnlyCopyThereIsCounts() throws SetupException {
        assertThat(StateStore.newest(Optional.empty(), onBoard(state(3, 2)))).isEqualTo(state(3, 2));
        assertThat(StateStore.newest(Optional.of(state(3, 1)), Optional.empty()))
                .isEqualTo(state(3, 1));
    }

    @Test
    void withoutAnyCopyTheNodeIsToldToEnrolAgain() {
        assertThatExceptionOfType(SetupException.class)
                .isThrownBy(() -> StateStore.newest(Optional.empty(), Optional.empty()))
                .withMessageContaining("neither this node nor the white board")
                .withMessageContaining("enroll this node again");
    }

    @Test
    void aStoredStateReachesTheFileAndTheBoard() throws Exception {
        Path path = board();
        try (BoardDisks board = disk(path)) {
            store().store(state(5, 7), board);
            assertThat(waitForBoard(board)).isEqualTo(withoutReasons(state(5, 7)));
            Eventually.is("it is on file", () -> store().read().equals(Optional.of(state(5, 7))));
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void aBoardThatCannotBeOpenedIsComplainedAboutAndTheFileIsWrittenAllTheSame() throws Exception {
        Path missing = folder.resolve("nowhere");
        try (BoardDisks board = disk(missing)) {
            StateStore store = store();
            store.store(state(5, 7), board);

            assertThat(complaints.poll(120, TimeUnit.SECONDS))
                    .startsWith("the agreed state could not be copied to the white board: ")
                    .contains(missing.toString());
            Eventually.is("it is on file", () -> store.read().equals(Optional.of(state(5, 7))));
        }
    }

    @Test
    void whatCameLastIsOnFileWhenTheStoreIsClosedAndNothingComesAfterwards() throws Exception {
        try (BoardDisks board = disk(folder.resolve("nowhere"))) {
            StateStore store = store();
            for (int version = 1; version <= 50; version++) {
                store.store(state(5, version), board);
            }
            store.close();
            assertThat(store.read()).contains(state(5, 50));

            store.store(state(5, 51), board);
            store.close();
            assertThat(store.read()).contains(state(5, 50));
        }
    }

    @Test
    void aBoardThatIsBusyGetsTheStateWhenItIsFreeAgain() throws Exception {
        Path path = board();
        CountDownLatch disk = new CountDownLatch(1);
        try (BoardDisks board = disk(path)) {
            CountDownLatch hanging = new CountDownLatch(1);
            board.disk(0).submit(device -> awaitQuietly(hanging, disk), outcome -> {});
            assertThat(hanging.await(120, TimeUnit.SECONDS)).isTrue();
            assertThat(board.disk(0).submit(BoardDevice::readAll, outcome -> {}))
                    .as("takes the place of the next work")
                    .isTrue();
            StateStore store = store();
            store.store(state(5, 6), board);
            Eventually.is("the file is not held up", () -> store.read().equals(Optional.of(state(5, 6))));
            store.store(state(5, 7), board);
            Eventually.is("nor is the next", () -> store.read().equals(Optional.of(state(5, 7))));

            disk.countDown();

            Eventually.is(
                    "the newest is on the board", () -> waitForBoard(board).equals(withoutReasons(state(5, 7))));
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void aBoardThatFailsGetsTheStateWhenItWorksAgainAndOneComplaintIsEnough() throws Exception {
        Path path = folder.resolve("board");
        AtomicInteger openings = new AtomicInteger();
        try (BoardDisks board = BoardDisks.of(BoardThread.start(
                () -> {
                    openings.incrementAndGet();
                    return BoardDevice.open(path, CLUSTER, KEY);
                },
                () -> {}))) {
            store().store(state(5, 7), board);
            Eventually.is("it was tried again", () -> openings.get() >= 3);

            // Whole at once: half made it would be another trouble.
            Path made = folder.resolve("made");
            BoardAdministration.create(made, CLUSTER, KEY, true);
            Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);

            assertThat(waitForBoard(board)).isEqualTo(withoutReasons(state(5, 7)));
            assertThat(complaints.poll(120, TimeUnit.SECONDS))
                    .startsWith("the agreed state could not be copied to the white board: there is no device or file ");
            assertThat(complaints.poll(120, TimeUnit.SECONDS))
                    .isEqualTo("the agreed state is copied to the white board again");
        }
        assertThat(complaints).isEmpty();
    }

    private Input.StatesRead readCopies(BoardDisks board) throws InterruptedException {
        return readCopies(store(), board);
    }

    private static Input.StatesRead readCopies(StateStore reader, BoardDisks board) throws InterruptedException {
        LinkedBlockingQueue<Input> reports = new LinkedBlockingQueue<>();
        reader.readCopies(board, reports::add);
        Input report = reports.poll(120, TimeUnit.SECONDS);
        assertThat(report).isInstanceOf(Input.StatesRead.class);
        return (Input.StatesRead) report;
    }

    @Test
    void theProtocolIsGivenTheNewestOfAllCopies() throws Exception {
        Path path = board();
        try (BoardDisks board = disk(path)) {
            assertThat(readCopies(board)).isEqualTo(new Input.StatesRead(Optional.empty(), ""));
            store().copy(state(5, 6), board);
            new StateStore(folder, 2, complaints::add).copy(state(5, 7), board);
            new StateStore(folder, 3, complaints::add).copy(state(4, 9), board);

            assertThat(readCopies(board)).isEqualTo(new Input.StatesRead(Optional.of(withoutReasons(state(5, 7))), ""));
        }
    }

    @Test
    void theProtocolIsToldWhyTheCopiesCannotBeReadAndABusyBoardIsWaitedFor() throws Exception {
        Path missing = folder.resolve("nowhere");
        try (BoardDisks board = disk(missing)) {
            assertThat(readCopies(board).error()).contains(missing.toString());
        }
        CountDownLatch disk = new CountDownLatch(1);
        Path path = board();
        try (BoardDisks board = disk(path)) {
            CountDownLatch hanging = new CountDownLatch(1);
            board.disk(0).submit(device -> awaitQuietly(hanging, disk), outcome -> {});
            assertThat(hanging.await(120, TimeUnit.SECONDS)).isTrue();
            assertThat(board.disk(0).submit(BoardDevice::readAll, outcome -> {}))
                    .isTrue();

            LinkedBlockingQueue<Input> reports = new LinkedBlockingQueue<>();
            store().readCopies(board, reports::add);
            disk.countDown();
            assertThat(reports.poll(120, TimeUnit.SECONDS)).isEqualTo(new Input.StatesRead(Optional.empty(), ""));
        }
    }

    @Test
    void aCopyThatWasDamagedIsWrittenAnew() throws Exception {
        Path path = board();
        try (BoardDisks board = disk(path)) {
            store().copy(state(5, 7), board);
            try (FileChannel raw = FileChannel.open(path, StandardOpenOption.WRITE)) {
                for (int copy = 0; copy < 2; copy++) {
                    raw.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), BoardLayout.configuration(1, copy) + 77);
                }
            }
            assertThat(readCopies(board).newest()).isEmpty();
            assertThat(complaints)
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("node 1")
                    .contains("is damaged");

            store().copy(state(5, 7), board);

            assertThat(readCopies(board).newest()).contains(withoutReasons(state(5, 7)));
        }
    }

    @Test
    void aNewerCopyThatThisVersionCannotReadIsToldAndKeepsTheProtocolFromFounding() throws Exception {
        Path path = board();
        try (BoardDisks board = disk(path)) {
            store().copy(state(5, 7), board);
            storeNonsense(board, 2, Long.MAX_VALUE);
            StateStore reader = store();

            Input.StatesRead read = readCopies(reader, board);
            readCopies(reader, board);

            assertThat(read.newest()).contains(withoutReasons(state(5, 7)));
            assertThat(read.error())
                    .contains("the newest copy on the white board cannot be read by this version")
                    .contains("node 2");
            assertThat(complaints).containsExactly(read.error());
        }
    }

    @Test
    void anOlderCopyThatThisVersionCannotReadIsInNobodysWay() throws Exception {
        Path path = board();
        try (BoardDisks board = disk(path)) {
            store().copy(state(5, 7), board);
            storeNonsense(board, 2, 1);

            assertThat(readCopies(board)).isEqualTo(new Input.StatesRead(Optional.of(withoutReasons(state(5, 7))), ""));
        }
        assertThat(complaints).isEmpty();
    }

    private static void storeNonsense(BoardDisks board, int node, long version) throws InterruptedException {
        CountDownLatch stored = new CountDownLatch(1);
        board.disk(0)
                .submit(
                        device -> {
                            device.writeConfiguration(node, version, ByteBuffer.wrap(new byte[] {9, 9}));
                            return true;
                        },
                        outcome -> stored.countDown());
        assertThat(stored.await(120, TimeUnit.SECONDS)).isTrue();
    }

    private static boolean awaitQuietly(CountDownLatch hanging, CountDownLatch disk) {
        hanging.countDown();
        try {
            return disk.await(120, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static BoardDisks disk(Path path) {
        return BoardDisks.of(BoardThread.start(() -> BoardDevice.open(path, CLUSTER, KEY), () -> {}));
    }

    private Path board() throws BoardException {
        Path path = folder.resolve("board");
        BoardAdministration.create(path, CLUSTER, KEY, false);
        return path;
    }

    /// The state on the board, once there is one. The board's copy leaves out the reasons.
    private static ClusterState withoutReasons(ClusterState state) {
        return state.with(state.resource("web").because(""));
    }

    private static ClusterState waitForBoard(BoardDisks board) throws Exception {
        LinkedBlockingQueue<StoredConfiguration.Search> readings = new LinkedBlockingQueue<>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (System.nanoTime() < end) {
            // A beat, because beats do not take the place of the work that the store hands over.
            boolean taken = board.disk(0).beat(BoardDevice::searchConfigurations, outcome -> {
                if (outcome instanceof BoardThread.Outcome.Done<StoredConfiguration.Search> done) {
                    readings.add(done.value());
                }
            });
            Optional<ClusterState> reading = taken
                    ? Optional.ofNullable(readings.poll(120, TimeUnit.SECONDS))
                            .flatMap(search -> StateCopies.of(search).newest())
                    : Optional.empty();
            if (reading.isPresent()) {
                return reading.get();
            }
        }
        throw new AssertionError("no state on the board within 120 s");
    }
}
