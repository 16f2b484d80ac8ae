package orion.node.daemon;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.core.model.Timing;

/// Which watchdogs are taken, which are refused, and when they are fed.
final class WatchdogsTest {
    @TempDir
    private Path folder = Path.of("");

    private final List<String> told = new ArrayList<>();

    @Test
    void noneProtectsNothingAndSaysSo() throws SetupException {
        assertThat(Watchdogs.open("none", Timing.STANDARD, told::add).weakness())
                .contains("no watchdog");
    }

    @Test
    void aPipeThatIsNotThereIsRefusedWithThatCause() {
        assertThatExceptionOfType(SetupException.class)
                .isThrownBy(() -> Watchdogs.open("fifo:" + folder + "/none", Timing.STANDARD, told::add))
                .withMessage("watchdog fifo:" + folder + "/none cannot be used: it does not exist; name another one"
                        + " with --watchdog, or --watchdog none to go without");
    }

    @Test
    void aKernelWatchdogThatCannotBeShortEnoughIsRefusedWithTheInequality() {
        // The shortest time-out of a kernel watchdog is a second; 1.5 s tolerance and 0.2 s heartbeat leave 0.7 s.
        assertThatExceptionOfType(SetupException.class)
                .isThrownBy(() -> Watchdogs.open("/dev/watchdog-of-no-one", Timing.FAST, told::add))
                .withMessageContaining("1000 ms")
                .withMessageContaining("700 ms")
                .withMessageContaining("raise the tolerance");
    }

    @Test
    void aMissingWatchdogIsNamed() {
        assertThatExceptionOfType(SetupException.class)
                .isThrownBy(() -> Watchdogs.open("/dev/watchdog-of-no-one", Timing.STANDARD, told::add))
                .withMessageContaining("/dev/watchdog-of-no-one")
                .withMessageContaining("--watchdog none");
    }

    @Test
    void systemdIsNoWatchdogOfAHostThatStops() throws Exception {
        Map<String, String> service =
                Map.of("NOTIFY_SOCKET", folder.resolve("notify").toString(), "WATCHDOG_USEC", "4000000");
        try (Watchdog systemd = Watchdogs.systemd(service, Timing.STANDARD, told::add)) {
            assertThat(systemd.timeoutMillis()).isEqualTo(4_000);
            assertThat(systemd.weakness()).contains("no watchdog but systemd, which stops when the host does");
        }
        assertThatExceptionOfType(SetupException.class)
                .isThrownBy(() -> Watchdogs.systemd(service, Timing.FAST, told::add))
                .withMessageContaining("4000 ms");
    }

    @Test
    void itIsFedOnlyWhileItsWholeTimeOutIsLeftOfTheLease() throws InterruptedException {
        LinkedBlockingQueue<String> food = new LinkedBlockingQueue<>();
        LeaseClock lease = new LeaseClock();
        AtomicBoolean holdsNothing = new AtomicBoolean(false);
        Watchdog watchdog = new CountingWatchdog(food, 60_000);
        LinkedBlockingQueue<String> fences = new LinkedBlockingQueue<>();
        SynchronousQueue<String> looks = new SynchronousQueue<>();
        AtomicBoolean followed = new AtomicBoolean(true);
        BooleanSupplier holds = () -> {
            if (followed.get()) {
                try {
                    looks.put("look");
                } catch (InterruptedException ending) {
                    Thread.currentThread().interrupt();
                }
            }
            return holdsNothing.get();
        };
        lease.renew(lease.now() + 3_600_000);
        WatchdogFeeder feeder =
                WatchdogFeeder.start(watchdog, lease, Timing.FAST, holds, fences::add, () -> food.add("begun"));
        assertThat(food.take()).isEqualTo("fed");
        assertThat(food.take()).isEqualTo("begun");
        looks.take();
        assertThat(food.take()).as("the whole time-out is left").isEqualTo("fed");
        // It waits for its next look to be taken, and so feeds nothing while the lease is cut short.
        lease.renew(lease.now() + 59_999);
        for (int i = 0; i < 4; i++) {
            looks.take();
        }
        assertThat(food).as("less than its time-out is left").isEmpty();
        assertThat(fences).isEmpty();
        lease.renew(lease.now());
        followed.set(false);
        // Nobody ended the lease, and the node still holds something: rule W2. A look begun before is still to be
        // taken.
        long limit = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (fences.isEmpty() && System.nanoTime() < limit) {
            looks.poll(10, TimeUnit.MILLISECONDS);
        }
        assertThat(fences).isNotEmpty().allSatisfy(why -> assertThat(why).contains("did not notice"));
        holdsNothing.set(true);
        assertThat(food.poll(1, TimeUnit.MINUTES)).isEqualTo("fed");
        feeder.close();
        assertThat(food).contains("closed");
    }

    @Test
    void aShortWatchdogIsFedMoreOftenThanTheLeaseAloneAsks() {
        assertThat(WatchdogFeeder.pauseMillis(18_700, 4_000)).isEqualTo(1_000);
        assertThat(WatchdogFeeder.pauseMillis(180, 4_000)).isEqualTo(90);
        assertThat(WatchdogFeeder.pauseMillis(180, 0)).as("no watchdog").isEqualTo(90);
    }

    @Test
    void whatWasEndedIsNeverFedAgain() throws InterruptedException {
        LinkedBlockingQueue<String> food = new LinkedBlockingQueue<>();
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        AtomicInteger looks = new AtomicInteger();
        BooleanSupplier holdsNothing = () -> {
            // The feeding thread has looked, and comes to feed only when it was ended meanwhile.
            if (looks.getAndIncrement() == 0) {
                looking.countDown();
                try {
                    ended.await();
                } catch (InterruptedException asked) {
                    return true;
                }
            }
            return true;
        };
        WatchdogFeeder feeder = WatchdogFeeder.start(
                new CountingWatchdog(food, 200), new LeaseClock(), Timing.FAST, holdsNothing, _ -> {}, () -> {});
        looking.await();

        feeder.close();
        ended.countDown();
        feeder.awaitEnd();

        assertThat(food).containsExactly("fed", "closed");
    }

    private Path pipe() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }

    @Test
    void aWatchdogOverAPipeWritesOneByteAFeedAndAnotherToDisarm() throws Exception {
        Path pipe = pipe();
        try (SeekableByteChannel reader = Files.newByteChannel(pipe, READ, WRITE)) {
            Watchdog watchdog = Watchdogs.open("fifo:" + pipe, Timing.FAST, told::add);
            watchdog.feed();
            watchdog.close();
            assertThat(read(reader, 2)).isEqualTo("kV");
            assertThat(watchdog.timeoutMillis()).isEqualTo(Timing.FAST.longestWatchdogMillis());
        }
        assertThat(told).isEmpty();
    }

    private static String read(SeekableByteChannel reader, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            reader.read(bytes);
        }
        return new String(bytes.array(), StandardCharsets.US_ASCII);
    }

    @Test
    void aPipeThatNobodyReadsIsRefusedAtOnce() throws Exception {
        Path pipe = pipe();
        assertThatExceptionOfType(SetupException.class)
                .isThrownBy(() -> Watchdogs.open("fifo:" + pipe, Timing.FAST, told::add))
                .withMessageContaining(pipe.toString())
                .withMessageContaining("nobody reads it; start first what cuts the power of this host");
    }

    @Test
    void aPipeThatNobodyReadsAnyMoreIsToldOnceAndFedAgainWhenSomebodyDoes() throws Exception {
        Path pipe = pipe();
        SeekableByteChannel first = Files.newByteChannel(pipe, READ, WRITE);
        Watchdog watchdog = Watchdogs.open("fifo:" + pipe, Timing.FAST, told::add);
        first.close();

        watchdog.feed();
        watchdog.feed();

        assertThat(told).singleElement().asString().contains("cannot be fed: nobody reads it any more");
        assertThat(watchdog.weakness()).isPresent();
        told.clear();
        try (SeekableByteChannel second = Files.newByteChannel(pipe, READ, WRITE)) {
            watchdog.feed();
            assertThat(read(second, 1)).isEqualTo("k");
            assertThat(told).singleElement().asString().contains("is fed again");
            assertThat(watchdog.weakness()).isEmpty();
            watchdog.close();
        }
    }

    @Test
    @Timeout(600)
    void aPipeThatIsFullHoldsNobodyUp() throws Exception {
        Path pipe = pipe();
        try (SeekableByteChannel reader = Files.newByteChannel(pipe, READ, WRITE)) {
            Watchdog watchdog = Watchdogs.open("fifo:" + pipe, Timing.FAST, told::add);
            while (told.isEmpty()) {
                watchdog.feed();
            }
            watchdog.feed();
            assertThat(told).singleElement().asString().contains("it is full");

            watchdog.close();

            assertThat(told).last().asString().contains("cannot be disarmed", "it is full");
            assertThat(reader.isOpen()).isTrue();
        }
    }

    private record CountingWatchdog(LinkedBlockingQueue<String> food, long timeoutMillis) implements Watchdog {
        @Override
        public void feed() {
            food.add("fed");
        }

        @Override
        public String description() {
            return "counting";
        }

        @Override
        public void close() {
            food.add("closed");
        }
    }
}
