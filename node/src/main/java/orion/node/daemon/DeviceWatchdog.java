package orion.node.daemon;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import orion.core.model.Timing;
import orion.node.os.Errno;
import orion.node.os.KernelWatchdog;
import orion.node.os.LinuxException;
import orion.node.trouble.Complaint;

/// A watchdog of the kernel.
final class DeviceWatchdog implements Watchdog {
    private final KernelWatchdog device;
    private final String name;
    private final long timeoutMillis;
    private final BooleanSupplier armed;
    private final Complaint unfed;

    private DeviceWatchdog(
            KernelWatchdog device, String name, long timeoutMillis, BooleanSupplier armed, Consumer<String> report) {
        this.device = device;
        this.name = name;
        this.timeoutMillis = timeoutMillis;
        this.armed = armed;
        this.unfed = new Complaint(report);
    }

    /// Has a device use the longest time-out that `timing` allows. One that cannot is disarmed, for it is
    /// armed since it was opened, and refused.
    ///
    /// @param armed  whether it is still armed, asked after it was closed
    /// @param report gets one sentence when feeding or disarming fails; must not wait
    static DeviceWatchdog take(
            KernelWatchdog device, String name, Timing timing, BooleanSupplier armed, Consumer<String> report)
            throws SetupException {
        String refusal;
        try {
            long inForce = shortEnough(device, timing);
            if (inForce > 0 && inForce <= timing.longestWatchdogMillis()) {
                return new DeviceWatchdog(device, name, inForce, armed, report);
            }
            refusal = Watchdogs.tooLong(name, inForce, timing);
        } catch (LinuxException failed) {
            refusal = Watchdogs.unusable(name, failed);
        }
        try {
            device.disarm();
        } catch (LinuxException stillArmed) {
            refusal += "; it is armed now and will reset this host: " + stillArmed.getMessage();
        }
        throw new SetupException(refusal);
    }

    /// Any time-out up to the longest keeps the inequality; the longest leaves a busy host the most time.
    ///
    /// @return what the device really uses then, in milliseconds
    private static long shortEnough(KernelWatchdog device, Timing timing) throws LinuxException {
        long longest = timing.longestWatchdogMillis() / 1000;
        for (int seconds = (int) longest; seconds >= 1; seconds--) {
            try {
                device.setTimeoutSeconds(seconds);
            } catch (LinuxException refused) {
                switch (refused.errno()) {
                    // Below its shortest or above its longest.
                    case Errno.EINVAL -> {
                        continue;
                    }
                    // It has one time-out and takes no orders.
                    case Errno.EOPNOTSUPP, Errno.ENOTTY -> seconds = 1;
                    default -> throw refused;
                }
            }
            if (device.timeoutSeconds() <= longest) {
                break;
            }
        }
        return device.timeoutSeconds() * 1000L;
    }

    @Override
    public long timeoutMillis() {
        return timeoutMillis;
    }

    @Override
    public void feed() {
        try {
            device.feed();
            unfed.settle("the watchdog " + name + " is fed again");
        } catch (LinuxException refused) {
            unfed.raise("the watchdog " + name + " cannot be fed and will reset this host: " + refused.getMessage());
        }
    }

    @Override
    public String description() {
        return name + " (" + device.identity() + ")"
                + (device.staysArmedWhenClosed() ? "" : ", whose driver disarms it when the daemon dies");
    }

    @Override
    public void close() {
        String consequence =
                "the watchdog " + name + " cannot be disarmed and will reset this host in " + timeoutMillis + " ms: ";
        try {
            device.disarm();
        } catch (LinuxException refused) {
            unfed.raise(consequence + refused.getMessage());
            return;
        }
        if (armed.getAsBoolean()) {
            unfed.raise(consequence + "its driver keeps it armed, was nowayout set while the daemon ran?");
        }
    }
}
