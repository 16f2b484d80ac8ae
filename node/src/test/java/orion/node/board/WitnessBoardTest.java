package orion.node.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.core.model.Timing;
import orion.node.board.BoardException.Fault;
import orion.node.board.BoardThread.Outcome;
import orion.node.os.BlockFile;
import orion.node.witness.WitnessDisk;
import orion.node.witness.server.RunningWitness;

/// A white board on witnesses: made, used, filled, and what happens when one of them goes or comes back.
@Timeout(600)
final class WitnessBoardTest {
    private final Path folder;
    private final List<RunningWitness> witnesses = new ArrayList<>();
    private final List<DiskLocation> disks = new ArrayList<>();

    WitnessBoardTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        for (int i = 1; i <= 2; i++) {
            witnesses.add(RunningWitness.start(folder.resolve("witness" + i)));
            disks.add(witnesses.getLast().disk());
        }
        // Files and witnesses may be mixed.
        disks.add(DiskLocation.of(folder.resolve("file")));
        BoardAdministration.create(disks, Boards.CLUSTER, Boards.KEY, false);
    }

    @AfterEach
    void stop() {
        witnesses.forEach(RunningWitness::close);
    }

    private BoardDisks start() {
        BoardDisks board = BoardDisks.start(disks, Boards.CLUSTER, Boards.KEY, () -> {});
        // What is asked for here is answered, however busy this machine is.
        board.waitAtMost(Duration.ofMinutes(1));
        return board;
    }

    private static Outcome<List<NodeReading>> beat(BoardThread disk, String text) throws InterruptedException {
        BlockingQueue<Outcome<List<NodeReading>>> outcome = new LinkedBlockingQueue<>();
        assertThat(disk.cycle(1, Boards.bytes(text), outcome::add)).isTrue();
        Outcome<List<NodeReading>> ended = outcome.poll(120, TimeUnit.SECONDS);
        assertThat(ended).isNotNull();
        return ended;
    }

    private static BlockFile open(RunningWitness witness, AtomicLong clock) throws BoardException {
        try {
            return WitnessDisk.open(witness.word(), () -> WitnessDisk.PATIENCE, clock::get);
        } catch (WitnessDisk.Unreachable gone) {
            throw new BoardException(Fault.INPUT_OUTPUT, String.valueOf(gone.getMessage()), gone);
        }
    }

    private static BoardException failure(Outcome<?> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed<?>) outcome).failure();
    }

    @Test
    void blocksConfigurationsAndMailboxesAreKeptThereAsOnADisk() throws Exception {
        try (BoardDevice board = BoardDevice.open(disks.get(0), Boards.CLUSTER, Boards.KEY)) {
            for (int beat = 0; beat < 5; beat++) {
                List<NodeReading> readings = board.cycle(7, Boards.bytes("beat " + beat));
                assertThat(Boards.text(Boards.written(readings, 7).payload())).isEqualTo("beat " + beat);
            }
            board.writeConfiguration(7, 3, Boards.bytes("configuration"));
            int slot = board.mailboxWriter().allocate("node7", 7);
            board.mailboxWriter().write(slot, MailboxMessage.TEST, "node1");
        }
        BoardDescription seen =
                BoardAdministration.view(DiskLocation.of(witnesses.get(0).board()), Optional.of(Boards.KEY));
        assertThat(Boards.text(Boards.written(seen.nodes(), 7).payload())).isEqualTo("beat 4");
        assertThat(seen.mailboxes()).containsExactly(new Mailbox(7, "node7", 1, "node1"));
        assertThat(seen.configurations()).hasSize(1);
    }

    @Test
    void aWitnessThatGoesFailsItsDiskAndIsUsedAgainWhenItIsBack() throws Exception {
        try (BoardDisks board = start()) {
            assertThat(beat(board.disk(0), "one")).isInstanceOf(Outcome.Done.class);
            witnesses.get(0).stop();
            for (int tried = 0; tried < 3; tried++) {
                BoardException failed = failure(beat(board.disk(0), "two"));
                assertThat(failed.fault()).isEqualTo(Fault.INPUT_OUTPUT);
                assertThat(failed).hasMessageContaining("check that 'orion witness' runs there");
            }
            assertThat(board.ofMajority(BoardDevice::readAll)).hasSize(2);
            witnesses.get(0).startAgain();
            assertThat(beat(board.disk(0), "three")).isInstanceOf(Outcome.Done.class);
        }
    }

    @Test
    void aWitnessThatHangsIsGivenUpWhileThereIsTimeForAnotherConnection() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        witnesses.get(0).stop();
        witnesses.get(0).startAgain(() -> awaitUninterruptibly(hangs));
        try (BoardDisks board = start()) {
            board.waitAtMost(Duration.ofMillis(Timing.FAST.servedDiskPatienceMillis()));
            assertThat(failure(beat(board.disk(0), "one"))).hasMessageContaining("it did not answer within 0.55 s");
            hangs.countDown();
            board.waitAtMost(Duration.ofMinutes(1));
            assertThat(beat(board.disk(0), "two")).isInstanceOf(Outcome.Done.class);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aWitnessRestoredFromABackupIsRefusedByWhoWroteThereUntilItIsFilled() throws Exception {
        try (BoardDisks board = start()) {
            beat(board.disk(0), "one");
            byte[] backup = Files.readAllBytes(witnesses.get(0).board());
            beat(board.disk(0), "two");
            witnesses.get(0).stop();
            Files.write(witnesses.get(0).board(), backup);
            witnesses.get(0).startAgain();
            for (int tried = 0; tried < 3; tried++) {
                Outcome<List<NodeReading>> outcome = beat(board.disk(0), "three");
                // The first one may only find that its connection is gone.
                assertThat(failure(outcome).fault()).isIn(Fault.INPUT_OUTPUT, Fault.WENT_BACK);
            }
            assertThat(failure(beat(board.disk(0), "three")))
                    .hasMessageContaining("was put back to an earlier state")
                    .hasMessageContaining("orion sbd fill " + disks.get(0) + " --force");
        }
        BoardFilling.fill(disks, 1, Boards.CLUSTER, Boards.KEY, true, (_, _) -> 0);
        try (BoardDisks board = start()) {
            assertThat(beat(board.disk(0), "four")).isInstanceOf(Outcome.Done.class);
        }
    }

    /// A node that paused: its connection has ended of old age, so nothing fails that would tell it that another
    /// witness may answer now.
    @Test
    void aWitnessRestoredWhileNobodyAskedItIsRefusedTooAndAPauseAloneCostsNothing() throws Exception {
        AtomicLong clock = new AtomicLong();
        RunningWitness witness = witnesses.get(0);
        try (BoardThread disk = BoardThread.start(
                () -> BoardDevice.over(open(witness, clock), Boards.CLUSTER, Boards.KEY, Optional.empty()), () -> {})) {
            assertThat(beat(disk, "one")).isInstanceOf(Outcome.Done.class);
            clock.addAndGet(TimeUnit.MINUTES.toNanos(5));
            assertThat(beat(disk, "two")).isInstanceOf(Outcome.Done.class);
            byte[] backup = Files.readAllBytes(witness.board());
            assertThat(beat(disk, "three")).isInstanceOf(Outcome.Done.class);
            witness.stop();
            Files.write(witness.board(), backup);
            witness.startAgain();
            clock.addAndGet(TimeUnit.MINUTES.toNanos(5));
            assertThat(failure(beat(disk, "four")).fault()).isEqualTo(Fault.WENT_BACK);
        }
    }

    @Test
    void aWitnessNamedTwiceIsRefused() {
        List<DiskLocation> twice = List.of(disks.get(0), disks.get(1), disks.get(0));
        assertThat(Boards.refusal(
                        Fault.UNUSABLE, () -> BoardAdministration.create(twice, Boards.CLUSTER, Boards.KEY, true)))
                .contains(disks.get(0) + " is the same disk as " + disks.get(0));
        assertThat(folder.resolve("file")).exists();
    }
}
