package orion.node.daemon;

import java.util.Optional;

/// What resets the host when the daemon no longer feeds it. It protects against the one thing the daemon cannot
/// do anything about: not running any more.
interface Watchdog extends AutoCloseable {
    /// How long it waits for food before it resets the host, in milliseconds.
    long timeoutMillis();

    /// Puts the reset off by the time-out.
    void feed();

    /// What it is, for people.
    String description();

    /// Why a host that stops as a whole and comes back is not reset by it before its lease ends; empty where it is.
    default Optional<String> weakness() {
        return Optional.empty();
    }

    /// Ends it without a reset, because nothing is held any more.
    @Override
    void close();
}
