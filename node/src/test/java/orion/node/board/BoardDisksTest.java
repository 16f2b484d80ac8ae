package orion.node.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.node.board.BoardException.Fault;

/// A white board of several disks: how it is made, which disk counts, and how a new one takes the place of a lost one.
@Timeout(600)
final class BoardDisksTest {
    /// The tests write numbers: the higher one is the newer.
    private static final Comparator<ByteBuffer> AGE =
            Comparator.comparingInt(block -> Integer.parseInt(Boards.text(block.duplicate())));

    private final Path folder;
    private final List<Path> disks;

    BoardDisksTest(@TempDir Path folder) throws BoardException {
        this.folder = folder;
        this.disks = List.of(folder.resolve("one"), folder.resolve("two"), folder.resolve("three"));
        BoardAdministration.create(DiskLocation.of(disks), Boards.CLUSTER, Boards.KEY, false);
    }

    private static BoardDisks start(List<Path> paths) {
        return BoardDisks.start(DiskLocation.of(paths), Boards.CLUSTER, Boards.KEY, () -> {});
    }

    private static void write(Path disk, int node, int content) throws BoardException {
        try (BoardDevice board = BoardDevice.open(disk, Boards.CLUSTER, Boards.KEY)) {
            board.cycle(node, Boards.bytes(Integer.toString(content)));
        }
    }

    private static String read(Path disk, int node) throws BoardException {
        try (BoardDevice board = BoardDevice.open(disk, Boards.CLUSTER, Boards.KEY)) {
            return Boards.text(Boards.written(board.readAll(), node).payload());
        }
    }

    private String refused(List<Path> paths) {
        try (BoardDisks board = start(paths)) {
            return Boards.refusal(Fault.NO_MAJORITY, () -> board.ofMajority(BoardDevice::readAll));
        }
    }

    private void fill(int number, boolean force) throws BoardException {
        BoardFilling.fill(DiskLocation.of(disks), number, Boards.CLUSTER, Boards.KEY, force, AGE);
    }

    @Test
    void aMajorityIsEnoughAndOneDiskThatHangsDelaysNothing() throws Exception {
        Files.delete(disks.get(1));
        try (BoardDisks board = start(disks)) {
            assertThat(board.ofMajority(BoardDevice::readAll)).hasSize(2);
        }
        BoardAdministration.create(
                DiskLocation.of(List.of(folder.resolve("a"), folder.resolve("b"), folder.resolve("c"))),
                Boards.CLUSTER,
                Boards.KEY,
                false);
        try (BoardDisks board = start(List.of(folder.resolve("a"), folder.resolve("b"), folder.resolve("c")))) {
            CountDownLatch disk = new CountDownLatch(1);
            CountDownLatch hanging = new CountDownLatch(1);
            board.disk(0)
                    .submit(
                            _ -> {
                                hanging.countDown();
                                return await(disk);
                            },
                            _ -> {});
            assertThat(hanging.await(120, TimeUnit.SECONDS)).isTrue();

            assertThat(board.ofMajority(BoardDevice::readAll)).hasSize(2);
            assertThat(board.disk(0).busyNanos()).isPresent();
            disk.countDown();
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(120, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void withFewerThanAMajorityItSaysHowManyThereAreAndWhatIsWrongWithTheOthers() throws Exception {
        Files.delete(disks.get(0));
        Files.delete(disks.get(2));

        assertThat(refused(disks))
                .startsWith("Of the 3 disks of the white board 1 can be used here and 2 are needed")
                .contains("no device or file " + disks.get(0))
                .contains("no device or file " + disks.get(2));
    }

    @Test
    void disksInAWrongPlaceOrOfASmallerBoardAreNamed() throws Exception {
        assertThat(refused(List.of(disks.get(1), disks.get(0), disks.get(2))))
                .contains(disks.get(1) + " is disk 2 of 3 of the white board, and this node was told that it is disk 1")
                .contains(
                        disks.get(0) + " is disk 1 of 3 of the white board, and this node was told that it is disk 2");
        Path alone = folder.resolve("alone");
        BoardAdministration.create(alone, Boards.CLUSTER, Boards.KEY, false);
        Files.delete(disks.get(0));
        assertThat(refused(List.of(disks.get(0), alone, disks.get(2))))
                .contains(alone + " is the only disk of a white board, and this node was told of 3");
    }

    @Test
    void aDiskOfAnotherClusterAndAnEmptyOneAreNamed() throws Exception {
        BoardAdministration.create(folder.resolve("foreign"), Boards.OTHER, Boards.OTHER_KEY, false);
        Path empty = folder.resolve("empty");
        try (FileChannel file = FileChannel.open(empty, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[1]), 20 << 20);
        }

        assertThat(refused(List.of(folder.resolve("foreign"), empty, disks.get(2))))
                .contains("belongs to cluster 'island'")
                .contains("There is no board on " + empty);
    }

    @Test
    void nothingIsMadeUnlessAllDisksCanBe() throws Exception {
        Path fresh = folder.resolve("fresh");
        Path used = Files.write(folder.resolve("used"), new byte[21 << 20]);
        try (FileChannel file = FileChannel.open(used, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {7}), 5 << 20);
        }
        byte[] before = Files.readAllBytes(used);

        assertThat(Boards.refusal(
                        Fault.OCCUPIED,
                        () -> BoardAdministration.create(
                                DiskLocation.of(List.of(fresh, folder.resolve("last"), used)),
                                Boards.CLUSTER,
                                Boards.KEY,
                                false)))
                .contains(used.toString());

        assertThat(fresh).doesNotExist();
        assertThat(folder.resolve("last")).doesNotExist();
        assertThat(Files.readAllBytes(used)).isEqualTo(before);
    }

    @Test
    void anEvenNumberOrOneDiskNamedTwiceIsRefusedWithTheReason() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), disks.get(0));
        Path hardLink = Files.createLink(folder.resolve("hard"), disks.get(1));
        Path elsewhere = Files.createSymbolicLink(folder.resolve("elsewhere"), folder);
        for (List<Path> same : List.of(
                List.of(disks.get(0), link, disks.get(2)),
                List.of(disks.get(0), disks.get(1), hardLink),
                List.of(disks.get(0), folder.resolve("new"), elsewhere.resolve("new")))) {
            assertThat(Boards.refusal(
                            Fault.UNUSABLE,
                            () -> BoardAdministration.create(DiskLocation.of(same), Boards.CLUSTER, Boards.KEY, true)))
                    .contains("is the same disk as");
        }
        assertThat(folder.resolve("new")).doesNotExist();
        for (int count : new int[] {2, 4, 6, 7}) {
            List<Path> many = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                many.add(folder.resolve("many" + i));
            }
            assertThat(Boards.refusal(
                            Fault.UNUSABLE,
                            () -> BoardAdministration.create(DiskLocation.of(many), Boards.CLUSTER, Boards.KEY, true)))
                    .contains("1, 3 or 5 disks and not " + count);
            assertThat(many.getFirst()).doesNotExist();
        }
    }

    @Test
    void aNewDiskIsFilledWithTheNewestOfWhatTheOthersHold() throws Exception {
        write(disks.get(0), 1, 10);
        write(disks.get(2), 1, 11);
        write(disks.get(0), 2, 21);
        write(disks.get(2), 2, 20);
        try (BoardDevice one = BoardDevice.open(disks.get(0), Boards.CLUSTER, Boards.KEY);
                BoardDevice three = BoardDevice.open(disks.get(2), Boards.CLUSTER, Boards.KEY)) {
            one.writeConfiguration(4, 7, Boards.bytes("older"));
            three.writeConfiguration(4, 8, Boards.bytes("newer"));
            three.mailboxWriter().allocate("alpha", 3);
        }
        Files.delete(disks.get(1));

        fill(2, false);

        assertThat(read(disks.get(1), 1)).isEqualTo("11");
        assertThat(read(disks.get(1), 2)).isEqualTo("21");
        try (BoardDevice two = BoardDevice.open(disks.get(1), Boards.CLUSTER, Boards.KEY)) {
            assertThat(Boards.text(two.readConfiguration(4).orElseThrow().content()))
                    .isEqualTo("newer");
            assertThat(two.mailboxes().find("alpha").orElseThrow().slot()).isEqualTo(3);
        }
        Files.delete(disks.get(0));
        try (BoardDisks board = start(disks)) {
            assertThat(board.ofMajority(BoardDevice::readAll)).hasSize(2);
        }
    }

    /// The lost disk comes back beside one that was there all along: together they are a majority of the former board.
    @Test
    void aDiskThatWasReplacedDoesNotCountWhenItComesBack() throws Exception {
        write(disks.get(0), 1, 1);
        Path lost = Files.move(disks.get(1), folder.resolve("lost"));
        fill(2, false);
        Files.move(disks.get(1), folder.resolve("new"));
        Files.move(lost, disks.get(1));
        Files.delete(disks.get(2));

        assertThat(refused(disks)).contains(disks.get(1) + " was replaced as disk 2 of 3");

        Files.delete(disks.get(1));
        Files.move(folder.resolve("new"), disks.get(1));
        try (BoardDisks board = start(disks)) {
            assertThat(board.ofMajority(BoardDevice::readAll)).hasSize(2);
        }
    }

    @Test
    void aDiskThatIsNotFilledToItsEndDoesNotCountAndCanBeFilledAgain() throws Exception {
        write(disks.get(0), 1, 1);
        Files.delete(disks.get(1));
        write(disks.get(2), 1, 2);
        Comparator<ByteBuffer> interrupted = (_, _) -> {
            throw new IllegalArgumentException("the power is cut");
        };
        Boards.refusal(
                Fault.DAMAGED,
                () -> BoardFilling.fill(DiskLocation.of(disks), 2, Boards.CLUSTER, Boards.KEY, false, interrupted));
        assertThat(disks.get(1)).exists();
        Path third = Files.move(disks.get(2), folder.resolve("away"));

        assertThat(refused(disks)).contains(disks.get(1) + " is new in the white board and not filled");

        Files.move(third, disks.get(2));
        fill(2, true);
        assertThat(read(disks.get(1), 1)).isEqualTo("2");
        Files.delete(disks.get(2));
        try (BoardDisks board = start(disks)) {
            assertThat(board.ofMajority(BoardDevice::readAll)).hasSize(2);
        }
    }

    @Test
    void aDiskCannotBeFilledFromFewerThanAMajority() throws Exception {
        Files.delete(disks.get(0));
        Files.delete(disks.get(1));

        assertThat(Boards.refusal(Fault.NO_MAJORITY, () -> fill(2, false)))
                .contains(disks.get(1) + " cannot be filled")
                .contains(disks.get(0).toString());
        assertThat(disks.get(1)).doesNotExist();
    }

    /// Nodes go on while a disk is replaced: nothing that is counted with the help of the lost one may be forgotten.
    @Test
    void aNodeThatRunsStopsCountingTheReplacedDiskInTheVeryCycleThatSeesTheChange() throws Exception {
        try (BoardDisks board = start(disks)) {
            assertThat(cycles(board)).containsExactly(true, true, true);
            Path lost = Files.move(disks.get(1), folder.resolve("lost"));
            fill(2, false);

            // Its path was opened before and leads to the lost disk yet. The others fail once, and tell it.
            assertThat(cycle(board, 0)).as("the first page is new").isFalse();
            assertThat(cycle(board, 0)).isTrue();
            assertThat(cycle(board, 1)).as("the lost disk").isFalse();
            assertThat(cycle(board, 2)).isFalse();
            assertThat(cycle(board, 2)).isTrue();
            assertThat(lost).exists();
        }
    }

    /// All disks are made anew, with promises forgotten, while a node counts on what is there.
    @Test
    void aNodeThatRunsTakesNoBoardThatWasMadeAnew() throws Exception {
        try (BoardDisks board = start(disks)) {
            assertThat(board.ofMajority(BoardDevice::readAll)).hasSizeGreaterThan(1);
            BoardAdministration.create(DiskLocation.of(disks), Boards.CLUSTER, Boards.KEY, true);

            for (int disk = 0; disk < 3; disk++) {
                assertThat(cycle(board, disk)).isFalse();
                assertThat(refusal(board, disk))
                        .isEqualTo(disks.get(disk) + " was made anew as the white board while this node used it;"
                                + " restart this node.");
            }
        }
        try (BoardDisks restarted = start(disks)) {
            assertThat(cycles(restarted)).containsExactly(true, true, true);
        }
    }

    private static List<Boolean> cycles(BoardDisks board) throws InterruptedException {
        return List.of(cycle(board, 0), cycle(board, 1), cycle(board, 2));
    }

    private static boolean cycle(BoardDisks board, int disk) throws InterruptedException {
        return outcome(board, disk) instanceof BoardThread.Outcome.Done;
    }

    private static String refusal(BoardDisks board, int disk) throws InterruptedException {
        return switch (outcome(board, disk)) {
            case BoardThread.Outcome.Done<List<NodeReading>> _ -> "";
            case BoardThread.Outcome.Failed<List<NodeReading>> failed ->
                String.valueOf(failed.failure().getMessage());
        };
    }

    private static BoardThread.Outcome<List<NodeReading>> outcome(BoardDisks board, int disk)
            throws InterruptedException {
        BlockingQueue<BoardThread.Outcome<List<NodeReading>>> outcomes = new LinkedBlockingQueue<>();
        assertThat(board.disk(disk).cycle(1, Boards.bytes("5"), outcomes::add)).isTrue();
        return outcomes.take();
    }
}
