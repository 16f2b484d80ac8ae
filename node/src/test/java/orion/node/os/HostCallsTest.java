package orion.node.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The small calls: clock, watchdog, service manager, devices.
class HostCallsTest {
    @TempDir
    Path folder;

    @Test
    void theBootClockAgreesWithTheKernelAndNeverGoesBack() throws Exception {
        BootClock clock = new BootClock();
        long before = clock.nanos();
        double uptime =
                Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", -1)[0]);
        long after = clock.nanos();
        assertThat(after).isGreaterThanOrEqualTo(before);
        // The kernel prints hundredths of a second.
        assertThat((long) (uptime * 1e9)).isBetween(before - 20_000_000, after + 20_000_000);
    }

    @Test
    void aFileThatIsNoWatchdogIsRefused() throws Exception {
        Path path = Files.createFile(folder.resolve("file"));
        LinuxException failure = catchThrowableOfType(LinuxException.class, () -> WatchdogDevice.open(path));
        assertThat(failure.errno()).isEqualTo(Errno.ENOTTY);
        assertThat(failure).hasMessage("cannot use " + path + " as a watchdog: not a device of this kind (ENOTTY)");
        assertThatThrownBy(() -> WatchdogDevice.open(folder.resolve("none"))).hasMessageContaining("ENOENT");
    }

    @Test
    void withoutAServiceManagerThereIsNoNotifier() throws Exception {
        assertThat(ServiceNotifier.fromEnvironment(Map.of())).isEmpty();
    }

    @Test
    void theServiceManagerReceivesEachMessageByPathAndByAbstractName() throws Exception {
        for (String name : new String[] {
            folder.resolve("notify").toString(),
            "@orion-test-" + ProcessHandle.current().pid()
        }) {
            try (DatagramReceiver receiver = DatagramReceiver.bind(name);
                    ServiceNotifier notifier = ServiceNotifier.fromEnvironment(Map.of("NOTIFY_SOCKET", name))
                            .orElseThrow()) {
                notifier.send("READY=1");
                notifier.send("STATUS=grüß Gott");
                assertThat(receiver.receive()).isEqualTo("READY=1");
                assertThat(receiver.receive()).isEqualTo("STATUS=grüß Gott");
            }
        }
    }

    @Test
    void aDeafServiceManagerIsAnErrorAndNotAnEndlessWait() throws Exception {
        String nobody = folder.resolve("nobody").toString();
        try (ServiceNotifier notifier =
                ServiceNotifier.fromEnvironment(Map.of("NOTIFY_SOCKET", nobody)).orElseThrow()) {
            assertThatThrownBy(() -> notifier.send("READY=1")).hasMessageContaining("service manager at " + nobody);
        }
        assertThatThrownBy(() -> ServiceNotifier.fromEnvironment(Map.of("NOTIFY_SOCKET", "/" + "x".repeat(107))))
                .hasMessageContaining("too long");
    }

    @Test
    void theForcedRebootIsBoundBeforehand() {
        // Never called here: that it can be made proves that the function was found and its memory reserved.
        assertThatCode(KernelReboot::new).doesNotThrowAnyException();
    }

    @Test
    void ordinaryFilesAreNoBlockDevices() throws Exception {
        Path path = Files.createFile(folder.resolve("file"));
        assertThat(BlockDevices.isBlockDevice(path)).isFalse();
        assertThat(BlockDevices.number(path)).isEmpty();
        assertThat(BlockDevices.mountPoint(path)).isEmpty();
        assertThat(BlockDevices.holders(path)).isEmpty();
    }

    @Test
    void absurdPrioritiesAndVirtualThreadsAreRefused() throws Exception {
        assertThatThrownBy(() -> RealTimeScheduling.roundRobin(0)).hasMessageContaining("1 to 99");
        Throwable[] seen = new Throwable[1];
        Thread.ofVirtual()
                .start(() -> seen[0] =
                        catchThrowableOfType(IllegalStateException.class, () -> RealTimeScheduling.roundRobin(1)))
                .join();
        assertThat(seen[0]).hasMessageContaining("platform thread");
    }
}
