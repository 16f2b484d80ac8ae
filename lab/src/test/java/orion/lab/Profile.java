package orion.lab;

import java.time.Duration;

/// The time constants a cluster of the tests is made with.
enum Profile {
    /// The default: a heartbeat a second.
    STANDARD(1_000, 8_000),
    /// For good networks and disks.
    FAST(200, 1_500),
    /// For tests on a machine that itself stands still for a second now and then, as a virtual one with busy neighbours
    /// does: that must not cost a node its place, because then another fault is seen than the one that was made.
    STEADY(400, 4_000),
    /// The default heartbeat, and silence that is believed so late that nobody comes to that while evidence of another
    /// kind is on its way, however busy this machine is.
    PATIENT(1_000, 30_000);

    private final long heartbeatMillis;
    private final long toleranceMillis;

    Profile(long heartbeatMillis, long toleranceMillis) {
        this.heartbeatMillis = heartbeatMillis;
        this.toleranceMillis = toleranceMillis;
    }

    /// For a table.
    String title() {
        return "%.1f s / %.1f s".formatted(heartbeatMillis / 1000.0, toleranceMillis / 1000.0);
    }

    long heartbeatMillis() {
        return heartbeatMillis;
    }

    long toleranceMillis() {
        return toleranceMillis;
    }

    Duration tolerance() {
        return Duration.ofMillis(toleranceMillis);
    }

    /// The longest time-out of a watchdog that keeps its promise: tolerance less four heartbeats.
    long watchdogMillis() {
        return toleranceMillis - 4 * heartbeatMillis;
    }
}
