package orion.supervisor.monitor;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Which hosts let the monitor not in, and with which words. One of their agents asks at a time, for all of them: many
/// log-ins in vain would be too many for gwha, which then says that instead of the cause.
final class Refusals {
    private static final Duration PAUSE = Duration.ofMinutes(1);
    /// Not looked at, after too many that failed.
    private static final String THROTTLED = "421";

    private final LongSupplier clock;
    private final Map<String, Refusal> hosts = new ConcurrentHashMap<>();

    private record Refusal(String words, long askedMillis) {}

    Refusals() {
        this(() -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    /// @param clock milliseconds that only grow
    Refusals(LongSupplier clock) {
        this.clock = clock;
    }

    /// What the host has said a moment ago; nothing where it is to be asked now, by whoever gets this answer.
    Optional<String> kept(String host) {
        Refusal known = hosts.get(host);
        if (known == null) {
            return Optional.empty();
        }
        long now = clock.getAsLong();
        boolean isOld = now - known.askedMillis() >= PAUSE.toMillis();
        return isOld && hosts.replace(host, known, new Refusal(known.words(), now))
                ? Optional.empty()
                : Optional.of(known.words());
    }

    /// The host has refused a log-in.
    ///
    /// @return the words that tell why: its earlier ones where it did not look at this one
    String refused(String host, String reply) {
        Refusal now = new Refusal(reply, clock.getAsLong());
        return hosts.merge(
                        host,
                        now,
                        (before, after) ->
                                reply.startsWith(THROTTLED) ? new Refusal(before.words(), after.askedMillis()) : after)
                .words();
    }

    /// The host has let the monitor in.
    void accepted(String host) {
        hosts.remove(host);
    }
}
