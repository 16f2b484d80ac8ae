package orion.node.daemon;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.core.model.Timing;

/// Which watchdogs are taken, which are refused, and when they are fed.
final class WatchdogsTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void noneProtectsNothingAndSaysSo() throws SetupException {
        assertThat(Watchdogs.open("none", Timing.STANDARD).weakness()).contains("no watchdog");
    }

    @Test
    void aKernelWatchdogThatCannotBeShortEnoughIsRefusedWithTheInequality() {
        // The shortest time-out of a kernel watchdog is a second; 1.5 s tolerance and 0.2 s heartbeat leave 0.7 s.
        assertThatExceptionOfType(SetupException.class)
                .isThrownBy(() -> Watchdogs.open("/dev/watchdog-of-no-one", Timing.FAST))
                .withMessageContaining("1000 ms")
                .withMessageContaining("700 ms")
                .withMessageContaining("raise the tolerance");
    }

    @Test
    void aMissingWatchdogIsNamed() {
        assertThatExceptionOfType(SetupException.class)
                .isThrownBy(() -> Watchdogs.open("/dev/watchdog-of-no-one", Timing.STANDARD))
                .withMessageContaining("/dev/watchdog-of-no-one")
                .withMessageContaining("--watchdog none");
    }

    @Test
    void systemdIsNoWatchdogOfAHostThatStops() throws Exception {
        Map<String, String> service =
                Map.of("NOTIFY_SOCKET", folder.resolve("notify").toString(), "WATCHDOG_USEC", "4000000");
        try (Watchdog systemd = Watchdogs.systemd(service, Timing.STANDARD)) {
            assertThat(systemd.timeoutMillis()).isEqualTo(4_000);
            assertThat(systemd.weakness()).contains("no watchdog but systemd, which stops when the host does");
        }
        assertThatExceptionOfType(SetupException.class)
                .isThrownBy(() -> Watchdogs.systemd(service, Timing.FAST))
                .withMessageContaining("4000 ms");
    }

    @Test
    void itIsFedOnlyWhileItsWholeTimeOutIsLeftOfTheLease() throws InterruptedException {
        LinkedBlockingQueue<String> food = new LinkedBlockingQueue<>();
        LeaseClock lease = new LeaseClock();
        AtomicBoolean holdsNothing = new AtomicBoolean(false);
        Watchdog watchdog = new CountingWatchdog(food, 200);
        LinkedBlockingQueue<String> fences = new LinkedBlockingQueue<>();
        lease.renew(lease.now() + 600);
        WatchdogFeeder feeder = WatchdogFeeder.start(
                watchdog, lease, Timing.FAST, holdsNothing::get, fences::add, () -> food.add("begun"));
        assertThat(food.take()).isEqualTo("fed");
        assertThat(food.take()).isEqualTo("begun");
        long lastFed = 0;
        while (food.poll(300, TimeUnit.MILLISECONDS) != null) {
            lastFed = lease.leftMillis();
        }
        // Fed until 200 ms before the end, and never again.
        assertThat(lastFed).isGreaterThanOrEqualTo(150).isLessThan(450);
        // Nobody ended the lease, and the node still holds something: rule W2.
        assertThat(fences.poll(5, TimeUnit.SECONDS)).contains("did not notice");
        holdsNothing.set(true);
        assertThat(food.poll(5, TimeUnit.SECONDS)).isEqualTo("fed");
        feeder.close();
        assertThat(food).contains("closed");
    }

    @Test
    void aWatchdogOverAPipeWritesOneByteAFeedAndAnotherToDisarm() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Watchdog watchdog = Watchdogs.open("fifo:" + pipe, Timing.FAST);
        try (SeekableByteChannel reader = Files.newByteChannel(pipe, READ, WRITE)) {
            watchdog.feed();
            watchdog.close();
            ByteBuffer bytes = ByteBuffer.allocate(2);
            while (bytes.hasRemaining()) {
                reader.read(bytes);
            }
            assertThat(bytes.array()).containsExactly('k', 'V');
            assertThat(watchdog.timeoutMillis()).isEqualTo(Timing.FAST.longestWatchdogMillis());
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
