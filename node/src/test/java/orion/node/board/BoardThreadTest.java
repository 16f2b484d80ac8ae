package orion.node.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import orion.node.board.BoardException.Fault;
import orion.node.board.MemoryMedium.Fate;

/// The thread of the board: it never makes anybody wait, and it survives its disk.
@Timeout(600)
class BoardThreadTest {
    private static BoardThread.Outcome<List<NodeReading>> beat(BoardThread thread, String payload) throws Exception {
        CompletableFuture<BoardThread.Outcome<List<NodeReading>>> outcome = new CompletableFuture<>();
        assertThat(thread.cycle(1, Boards.bytes(payload), outcome::complete)).isTrue();
        return outcome.get(120, TimeUnit.SECONDS);
    }

    private static String payload(BoardThread.Outcome<List<NodeReading>> outcome) {
        assertThat(outcome).isInstanceOf(BoardThread.Outcome.Done.class);
        return switch (outcome) {
            case BoardThread.Outcome.Done<List<NodeReading>> done ->
                Boards.text(Boards.written(done.value(), 1).payload());
            case BoardThread.Outcome.Failed<List<NodeReading>> failed -> "";
        };
    }

    @Test
    void beatsAreAnsweredAndMeasuredAndTheBoardIsClosedAtTheEnd() throws Exception {
        MemoryMedium medium = Boards.medium();
        BoardThread thread = BoardThread.start(() -> Boards.open(medium), () -> {});
        assertThat(payload(beat(thread, "a"))).isEqualTo("a");
        assertThat(payload(beat(thread, "b"))).isEqualTo("b");
        assertThat(thread.cycleLatency().count()).isEqualTo(2);
        assertThat(thread.cycleLatency().maxNanos()).isPositive();
        assertThat(thread.busyNanos()).isEmpty();
        thread.close();
        assertThat(thread.awaitEnd(10_000)).isTrue();
        assertThat(medium.isClosed()).isTrue();
        assertThat(thread.cycle(1, Boards.bytes("late"), outcome -> {})).isFalse();
    }

    @Test
    void aHangingDiskHangsOnlyThisThreadAndBeatsGoBeforeOtherWork() throws Exception {
        BoardThread thread = BoardThread.start(() -> Boards.open(Boards.medium()), () -> {});
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch disk = new CountDownLatch(1);
        CountDownLatch finished = new CountDownLatch(3);
        List<String> done = new ArrayList<>();
        assertThat(thread.submit(
                        board -> {
                            hanging.countDown();
                            await(disk);
                            return "hung";
                        },
                        outcome -> note(done, "hung", finished)))
                .isTrue();
        assertThat(hanging.await(120, TimeUnit.SECONDS)).isTrue();
        assertThat(thread.busyNanos()).isPresent();
        assertThat(thread.submit(BoardDevice::readAll, outcome -> note(done, "work", finished)))
                .isTrue();
        assertThat(thread.cycle(1, Boards.bytes("x"), outcome -> note(done, "beat", finished)))
                .isTrue();
        assertThat(thread.cycle(1, Boards.bytes("y"), outcome -> note(done, "never", finished)))
                .as("only one beat can wait")
                .isFalse();
        disk.countDown();
        assertThat(finished.await(120, TimeUnit.SECONDS)).isTrue();
        assertThat(done).containsExactly("hung", "beat", "work");
        thread.close();
        assertThat(thread.awaitEnd(10_000)).isTrue();
    }

    @Test
    void closingDoesNotWaitForAHangingDisk() throws Exception {
        BoardThread thread = BoardThread.start(() -> Boards.open(Boards.medium()), () -> {});
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch disk = new CountDownLatch(1);
        thread.submit(
                board -> {
                    hanging.countDown();
                    await(disk);
                    return "";
                },
                outcome -> {});
        assertThat(hanging.await(120, TimeUnit.SECONDS)).isTrue();
        thread.close();
        assertThat(thread.awaitEnd(1)).isFalse();
        disk.countDown();
        assertThat(thread.awaitEnd(10_000)).isTrue();
    }

    @Test
    void anErrorIsReportedAndAFailedDeviceIsOpenedAnewWithTheCountGoingOn() throws Exception {
        MemoryMedium medium = Boards.medium();
        List<String> openings = new ArrayList<>();
        BoardThread thread = BoardThread.start(
                () -> {
                    openings.add("opened");
                    return Boards.open(medium);
                },
                () -> {});
        assertThat(payload(beat(thread, "a"))).isEqualTo("a");
        medium.nextWrite(Fate.REFUSED);
        assertThat(beat(thread, "b"))
                .isInstanceOfSatisfying(
                        BoardThread.Outcome.Failed.class,
                        failed -> assertThat(failed.failure().fault()).isEqualTo(Fault.INPUT_OUTPUT));
        BoardThread.Outcome<List<NodeReading>> third = beat(thread, "c");
        assertThat(payload(third)).isEqualTo("c");
        assertThat(Boards.written(((BoardThread.Outcome.Done<List<NodeReading>>) third).value(), 1)
                        .sequence())
                .as("sequence 3 was tried, and copy 0 holds the last good block")
                .isEqualTo(5);
        assertThat(openings).hasSize(2);
        assertThat(thread.cycleLatency().count()).isEqualTo(2);
        thread.close();
        assertThat(thread.awaitEnd(10_000)).isTrue();
    }

    @Test
    void aBoardThatCannotBeOpenedFailsEachBeatUntilItCan() throws Exception {
        MemoryMedium medium = new MemoryMedium(20 << 20, 512);
        BoardThread thread = BoardThread.start(() -> Boards.open(medium), () -> {});
        assertThat(beat(thread, "a")).isInstanceOf(BoardThread.Outcome.Failed.class);
        BoardCreation.write(medium, Boards.SUPERBLOCK, Boards.KEY);
        assertThat(payload(beat(thread, "b"))).isEqualTo("b");
        thread.close();
        assertThat(thread.awaitEnd(10_000)).isTrue();
    }

    @Test
    void aDefectIsAFailedBeatThatIsReportedAndTheThreadGoesOnWithAFreshBoard() throws Exception {
        List<String> openings = new ArrayList<>();
        MemoryMedium medium = Boards.medium();
        BoardThread thread = BoardThread.start(
                () -> {
                    openings.add("opened");
                    return Boards.open(medium);
                },
                () -> {});
        assertThat(payload(beat(thread, "a"))).isEqualTo("a");
        CompletableFuture<BoardThread.Outcome<String>> outcome = new CompletableFuture<>();
        assertThat(thread.beat(
                        board -> {
                            throw new IllegalStateException("a defect");
                        },
                        outcome::complete))
                .isTrue();
        assertThat(outcome.get(120, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        BoardThread.Outcome.Failed.class,
                        failed -> assertThat(failed.failure())
                                .hasMessage("The board was not used because of an internal error:"
                                        + " java.lang.IllegalStateException: a defect."));
        assertThat(thread.busyNanos()).isEmpty();
        assertThat(payload(beat(thread, "b"))).isEqualTo("b");
        assertThat(openings).hasSize(2);
        thread.close();
        assertThat(thread.awaitEnd(10_000)).isTrue();
    }

    @Test
    void aDefectInWhoeverTakesAResultDoesNotEndTheThread() throws Exception {
        MemoryMedium medium = Boards.medium();
        BoardThread thread = BoardThread.start(() -> Boards.open(medium), () -> {});
        assertThat(thread.cycle(1, Boards.bytes("a"), outcome -> {
                    throw new IllegalStateException("a defect");
                }))
                .isTrue();
        CompletableFuture<String> next = new CompletableFuture<>();
        while (!thread.cycle(1, Boards.bytes("b"), outcome -> next.complete(payload(outcome)))) {
            Thread.onSpinWait();
        }
        assertThat(next.get(120, TimeUnit.SECONDS)).isEqualTo("b");
        thread.close();
        assertThat(thread.awaitEnd(10_000)).isTrue();
    }

    private static void note(List<String> done, String what, CountDownLatch finished) {
        done.add(what);
        finished.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(120, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
