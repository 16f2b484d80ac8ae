package orion.node.witness.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.node.os.DirectFile;
import orion.node.os.LinuxException;
import orion.node.witness.WitnessDisk;

/// What a witness does with those it has let in.
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WitnessClientsTest {
    private static final int BYTES = 4096;

    private final RunningWitness witness;

    WitnessClientsTest(@TempDir Path folder) throws IOException {
        this.witness = RunningWitness.start(folder.resolve("witness"));
    }

    @AfterEach
    void stop() {
        witness.close();
    }

    private static MemorySegment filled(int value) {
        MemorySegment buffer = DirectFile.buffer(BYTES);
        buffer.fill((byte) value);
        return buffer;
    }

    private static void read(WitnessDisk disk) throws LinuxException {
        disk.read(0, DirectFile.buffer(BYTES), 0, BYTES);
    }

    @Test
    void whoWasWelcomedFirstHasTheLowerNumberHoweverLateItIsServed() throws Exception {
        witness.stop();
        CountDownLatch later = new CountDownLatch(1);
        AtomicInteger clients = new AtomicInteger();
        witness.startAgain(() -> {
            if (clients.incrementAndGet() == 1) {
                await(later);
            }
        });
        try (WitnessDisk first = WitnessDisk.open(witness.word());
                WitnessDisk second = openAfter(clients)) {
            FutureTask<Boolean> late = new FutureTask<>(() -> {
                first.write(0, filled(1), 0, BYTES);
                return true;
            });
            Thread.ofVirtual().start(late);
            second.write(0, filled(2), 0, BYTES);
            later.countDown();

            assertThatThrownBy(late::get).hasMessageContaining("a newer connection has written there since");
            assertThat(Files.readAllBytes(witness.board())[0]).isEqualTo((byte) 2);
        }
    }

    /// The first one must be on its thread, or this one could be it.
    private WitnessDisk openAfter(AtomicInteger clients) throws IOException {
        while (clients.get() == 0) {
            Thread.onSpinWait();
        }
        return WitnessDisk.open(witness.word());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aThreadThatFailsIsToldAndCostsItsConnectionAlone() throws Exception {
        witness.stop();
        AtomicInteger clients = new AtomicInteger();
        witness.startAgain(() -> {
            if (clients.incrementAndGet() == 1) {
                throw new IllegalStateException("broken");
            }
        });
        try (WitnessDisk lost = WitnessDisk.open(witness.word())) {
            assertThatThrownBy(() -> read(lost)).hasMessageContaining("it hung up");
        }
        try (WitnessDisk next = WitnessDisk.open(witness.word())) {
            read(next);
            assertThat(witness.server().clients()).isEqualTo(1);
        }
        assertThat(witness.journal())
                .contains("a connection from 127.0.0.1 was lost to an internal error:"
                        + " java.lang.IllegalStateException: broken");
    }

    @Test
    void whereThereAreTooManyTheNextIsToldAndComesInWhenOneHasGone() throws Exception {
        List<WitnessDisk> disks = new ArrayList<>();
        try {
            for (int i = 0; i < WitnessServer.MOST_CLIENTS; i++) {
                disks.add(WitnessDisk.open(witness.word()));
            }
            WitnessDisk.Unreachable refused =
                    catchThrowableOfType(WitnessDisk.Unreachable.class, () -> WitnessDisk.open(witness.word()));
            assertThat(refused).hasMessageContaining("there are 96 connections already; try again");
            read(disks.getFirst());

            disks.removeLast().close();
            disks.add(openWhenThereIsRoom());
            read(disks.getLast());
        } finally {
            disks.forEach(WitnessDisk::close);
        }
    }

    private WitnessDisk openWhenThereIsRoom() throws IOException {
        while (witness.server().clients() == WitnessServer.MOST_CLIENTS) {
            Thread.onSpinWait();
        }
        return WitnessDisk.open(witness.word());
    }
}
