package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.core.model.Timing;
import orion.node.os.Errno;
import orion.node.os.LinuxException;
import orion.node.os.WatchdogAttributes;

/// Drivers differ; the inequality does not. The standard times allow a time-out of 4 s.
final class DeviceWatchdogTest {
    private final List<String> told = new ArrayList<>();

    private DeviceWatchdog take(DriverWatchdog device) throws SetupException {
        return DeviceWatchdog.take(device, "/dev/dog", Timing.STANDARD, () -> false, told::add);
    }

    @Test
    void theLongestTimeOutThatTheTimesAllowIsTaken() throws SetupException {
        DriverWatchdog device = new DriverWatchdog(60, wanted -> wanted);

        assertThat(take(device).timeoutMillis()).isEqualTo(4_000);

        assertThat(device.done).containsExactly("set 4");
    }

    @Test
    void aDriverThatKeepsItsOwnTimeOutIsRefusedAndDisarmed() {
        DriverWatchdog device = new DriverWatchdog(60, wanted -> 60);

        assertThatExceptionOfType(SetupException.class)
                .isThrownBy(() -> take(device))
                .withMessageContaining("/dev/dog resets the host only after 60000 ms")
                .withMessageContaining("within 4000 ms");

        assertThat(device.done).endsWith("disarmed");
    }

    @Test
    void aDriverThatRoundsUpIsAskedForLess() throws SetupException {
        DriverWatchdog device = new DriverWatchdog(60, wanted -> (wanted + 2) / 3 * 3);

        assertThat(take(device).timeoutMillis()).isEqualTo(3_000);
    }

    @Test
    void aDriverWhoseLongestTimeOutIsShorterIsTakenAsItKeepsTheInequality() throws SetupException {
        DriverWatchdog device = new DriverWatchdog(2, wanted -> {
            if (wanted > 2) {
                throw DriverWatchdog.refusal(Errno.EINVAL);
            }
            return wanted;
        });

        assertThat(take(device).timeoutMillis()).isEqualTo(2_000);
    }

    @Test
    void aDriverWithOneTimeOutIsTakenWhenThatIsShortEnough() throws SetupException {
        assertThat(take(new DriverWatchdog(3, DeviceWatchdogTest::deaf)).timeoutMillis())
                .isEqualTo(3_000);
        DriverWatchdog slow = new DriverWatchdog(5, DeviceWatchdogTest::deaf);
        assertThatExceptionOfType(SetupException.class)
                .isThrownBy(() -> take(slow))
                .withMessageContaining("5000 ms");
        assertThat(slow.done).containsExactly("set 4", "disarmed");
    }

    private static int deaf(int wanted) throws LinuxException {
        throw DriverWatchdog.refusal(Errno.EOPNOTSUPP);
    }

    @Test
    void aDriverThatKnowsNothingSoShortIsRefusedWithNumbers() {
        DriverWatchdog device = new DriverWatchdog(30, wanted -> {
            throw DriverWatchdog.refusal(Errno.EINVAL);
        });

        assertThatExceptionOfType(SetupException.class)
                .isThrownBy(() -> take(device))
                .withMessageContaining("30000 ms")
                .withMessageContaining("within 4000 ms");

        assertThat(device.done).containsExactly("set 4", "set 3", "set 2", "set 1", "disarmed");
    }

    @Test
    void aDeviceThatCanNeitherBeUsedNorDisarmedIsRefusedForBothReasons() {
        DriverWatchdog device = new DriverWatchdog(60, wanted -> {
            throw DriverWatchdog.refusal(Errno.EIO);
        });
        device.stubborn = true;

        assertThatExceptionOfType(SetupException.class)
                .isThrownBy(() -> take(device))
                .withMessageContaining("cannot set the time-out: input/output error")
                .withMessageContaining("--watchdog none")
                .withMessageContaining("it is armed now and will reset this host: cannot disarm the watchdog");
    }

    @Test
    void whatCannotBeDisarmedAtTheEndIsTold() throws SetupException {
        DriverWatchdog device = new DriverWatchdog(60, wanted -> wanted);
        Watchdog watchdog = take(device);
        device.stubborn = true;
        watchdog.close();
        assertThat(told).singleElement().asString().contains("will reset this host in 4000 ms");
        told.clear();

        DeviceWatchdog.take(
                        new DriverWatchdog(60, wanted -> wanted), "/dev/dog", Timing.STANDARD, () -> true, told::add)
                .close();
        assertThat(told).singleElement().asString().contains("will reset this host in 4000 ms", "nowayout");
    }

    @Test
    void aDeviceWithoutAWayOutIsRefusedBeforeItIsArmed(@TempDir Path attributes) throws IOException {
        Files.writeString(attributes.resolve("nowayout"), "1\n");
        assertThatExceptionOfType(SetupException.class)
                .isThrownBy(() ->
                        Watchdogs.refuseWithoutWayOut("/dev/dog", new WatchdogAttributes(Optional.of(attributes))))
                .withMessageContaining("/dev/dog")
                .withMessageContaining("nowayout=0");

        Files.writeString(attributes.resolve("nowayout"), "0\n");
        assertThatNoException()
                .isThrownBy(() ->
                        Watchdogs.refuseWithoutWayOut("/dev/dog", new WatchdogAttributes(Optional.of(attributes))));
        assertThatNoException()
                .isThrownBy(() -> Watchdogs.refuseWithoutWayOut("/dev/dog", new WatchdogAttributes(Optional.empty())));
    }
}
