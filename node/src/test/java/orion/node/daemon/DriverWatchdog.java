package orion.node.daemon;

import java.util.ArrayList;
import java.util.List;
import orion.node.os.Errno;
import orion.node.os.KernelWatchdog;
import orion.node.os.LinuxException;

/// A watchdog of the kernel with a driver of a certain kind, in memory.
final class DriverWatchdog implements KernelWatchdog {
    /// What the driver makes of an ordered time-out.
    interface Driver {
        int take(int wanted) throws LinuxException;
    }

    final List<String> done = new ArrayList<>();
    private final Driver driver;
    private int timeout;
    /// Whether the magic letter is refused.
    boolean stubborn;

    DriverWatchdog(int timeout, Driver driver) {
        this.timeout = timeout;
        this.driver = driver;
    }

    static LinuxException refusal(int errno) {
        return new LinuxException("set the time-out", errno);
    }

    @Override
    public void setTimeoutSeconds(int seconds) throws LinuxException {
        done.add("set " + seconds);
        timeout = driver.take(seconds);
    }

    @Override
    public int timeoutSeconds() {
        return timeout;
    }

    @Override
    public void feed() {
        done.add("fed");
    }

    @Override
    public String identity() {
        return "in memory";
    }

    @Override
    public boolean staysArmedWhenClosed() {
        return true;
    }

    @Override
    public void disarm() throws LinuxException {
        done.add("disarmed");
        if (stubborn) {
            throw new LinuxException("disarm the watchdog", Errno.EPERM);
        }
    }

    @Override
    public void close() {
        done.add("closed");
    }
}
