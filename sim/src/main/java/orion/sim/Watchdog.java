package orion.sim;

/// A host's hardware watchdog: once armed, it resets the host when it has not been fed for its time-out. The daemon
/// feeds it all the time while it is awake and enough of the lease is left, so only the moments when that changes
/// matter.
final class Watchdog {
    private final SimHost host;
    private final long timeoutMillis;
    private boolean armed;
    private boolean fed;
    private long feedUntil;
    private int token;

    Watchdog(SimHost host, long timeoutMillis) {
        this.host = host;
        this.timeoutMillis = timeoutMillis;
    }

    /// Arms it, or lets feeding go on for longer.
    void feedUntil(long millis) {
        armed = true;
        fed = true;
        feedUntil = millis;
        expireAt(feedUntil + timeoutMillis);
    }

    /// Nobody feeds it from now on, until [#feedingGoesOn].
    void feedingStops() {
        if (armed && fed) {
            fed = false;
            expireAt(Math.min(host.clockMillis(), feedUntil) + timeoutMillis);
        }
    }

    void feedingGoesOn() {
        if (armed) {
            fed = true;
            expireAt(feedUntil + timeoutMillis);
        }
    }

    void disarm() {
        armed = false;
        token++;
    }

    long timeoutMillis() {
        return timeoutMillis;
    }

    private void expireAt(long millis) {
        token++;
        int mine = token;
        host.cluster().timeline().at(host.clock().simMicros(millis), () -> {
            if (armed && token == mine) {
                host.reset("its watchdog was not fed");
            }
        });
    }
}
