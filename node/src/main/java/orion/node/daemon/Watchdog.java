package orion.node.daemon;

/// What resets the host when the daemon no longer feeds it. It protects against the one thing the daemon cannot
/// do anything about: not running any more.
interface Watchdog extends AutoCloseable {
    /// How long it waits for food before it resets the host, in milliseconds.
    long timeoutMillis();

    /// Puts the reset off by the time-out.
    void feed();

    /// What it is, for people.
    String description();

    /// Whether it protects at all.
    default boolean protects() {
        return true;
    }

    /// Ends it without a reset, because nothing is held any more.
    @Override
    void close();
}
