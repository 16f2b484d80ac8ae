package orion.node.os;

/// A watchdog of the kernel that is open and so armed. An interface, because no test machine has one device
/// for each way in which drivers differ.
public interface KernelWatchdog extends AutoCloseable {
    /// Orders a time-out. Drivers round, refuse what they cannot do (`EINVAL`), or take no orders at all
    /// (`EOPNOTSUPP`): only [#timeoutSeconds()] says what is in force.
    void setTimeoutSeconds(int seconds) throws LinuxException;

    /// The time-out in force, read from the device, in seconds.
    int timeoutSeconds() throws LinuxException;

    /// Puts the reset off by one more time-out.
    void feed() throws LinuxException;

    /// The driver's name for the device, such as `Software Watchdog`.
    String identity();

    /// Whether it stays armed when it is closed without the magic letter, as by the death of the process
    /// that feeds it.
    boolean staysArmedWhenClosed();

    /// Closes with the magic letter, after which the device no longer resets the host.
    ///
    /// @throws LinuxException where the letter was refused; it is closed then, too, and resets the host
    void disarm() throws LinuxException;

    /// Closes without the magic letter: the device stays armed and resets the host when the time-out runs
    /// out.
    @Override
    void close();
}
