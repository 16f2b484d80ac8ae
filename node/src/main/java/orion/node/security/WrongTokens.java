package orion.node.security;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Slows down whoever tries tokens: after five wrong ones an address must wait a minute. A token cannot be
/// guessed; this keeps those who try from keeping the daemon busy.
public final class WrongTokens {
    static final int MOST = 5;
    public static final Duration WAIT = Duration.ofMinutes(1);

    private static final int MOST_ADDRESSES = 1024;

    private record Tries(int count, Instant last) {}

    private final InstantSource clock;
    private final Map<InetAddress, Tries> tries = new LinkedHashMap<>();

    public WrongTokens(InstantSource clock) {
        this.clock = clock;
    }

    /// Whether so many wrong ones came from there that nothing more is looked at.
    public synchronized boolean mustWait(InetAddress address) {
        Tries past = tries.get(address);
        if (past != null && clock.instant().isAfter(past.last().plus(WAIT))) {
            tries.remove(address);
            return false;
        }
        return past != null && past.count() >= MOST;
    }

    /// A wrong one came from there.
    public synchronized void note(InetAddress address) {
        Tries past = tries.remove(address);
        if (tries.size() == MOST_ADDRESSES) {
            tries.remove(tries.keySet().iterator().next());
        }
        tries.put(address, new Tries(past == null ? 1 : past.count() + 1, clock.instant()));
    }
}
