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
    private long expiresAt;
    private boolean stands;
    private long stoodAt;
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

    /// It stands still with the virtual machine it belongs to.
    void standsStill() {
        token++;
        stands = true;
        stoodAt = host.clockMillis();
    }

    /// It goes on where it stood.
    void goesOn() {
        if (stands) {
            stands = false;
            clockLeapt(host.clockMillis() - stoodAt);
        }
    }

    /// The clock by which the daemon feeds it was set ahead by so much, or runs at another rate; the watchdog itself
    /// knows nothing of it.
    void clockLeapt(long millis) {
        long now = host.clockMillis();
        if (stands) {
            return;
        }
        if (armed && fed && feedUntil > now - millis) {
            // It was fed up to this moment.
            feedUntil = Math.max(feedUntil, now);
            expireAt(feedUntil + timeoutMillis);
        } else if (armed) {
            expireAt(expiresAt + millis);
        }
    }

    void disarm() {
        armed = false;
        stands = false;
        token++;
    }

    long timeoutMillis() {
        return timeoutMillis;
    }

    private void expireAt(long millis) {
        expiresAt = millis;
        token++;
        int mine = token;
        host.cluster().timeline().at(host.clock().simMicros(millis), () -> {
            if (armed && token == mine) {
                host.reset("its watchdog was not fed");
            }
        });
    }
}
