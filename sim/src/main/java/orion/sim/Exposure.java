package orion.sim;

import java.util.Optional;
import java.util.SortedSet;
import orion.core.model.NodeId;
import orion.core.model.Timing;

/// For how long two may hold a resource where clocks are wrong by more than the protocol allows for; the manual states
/// the same.
///
/// - Where two clocks went apart, or one leapt: for as long as they went wrong during the last tolerance (a lease, as a
///   clock that is 10 % slow measures it, and the wait for its end), less the 2 % that the take-over wait leaves for
/// it.
/// - Where a host slept while its clock stood still: until what it still takes for its lease has ended and it has
///   stopped everything.
class Exposure {
    /// Clocks show whole milliseconds, and some are compared.
    private static final long ROUNDING_MICROS = 5_000;

    private final SimCluster cluster;

    Exposure(SimCluster cluster) {
        this.cluster = cluster;
    }

    long now() {
        return cluster.timeline().now();
    }

    /// Whether these have held the same thing for too long.
    ///
    /// @param since when that began
    /// @return how long, and how long it may be
    Optional<String> tooLong(SortedSet<NodeId> holders, long since) {
        Timing timing = cluster.plan().timing();
        long allowedFor = (timing.takeOverWaitMillis() - timing.leaseMillis() - timing.stopLimitMillis()) * 1_000;
        long wrong = wrongClocks(holders, timing);
        long until = since + Math.max(0, wrong - allowedFor);
        for (NodeId holder : holders) {
            long woke = cluster.host(holder).time().wokeUnaware();
            long lease = (timing.leaseMillis() + timing.stopLimitMillis()) * 1_000;
            until = Math.max(until, woke + lease + wrong);
        }
        return now() < until + (until > since ? ROUNDING_MICROS : 0)
                ? Optional.empty()
                : Optional.of(" for " + (now() - since) / 1_000 + " ms, and may be for " + (until - since) / 1_000);
    }

    /// How much longer a lease can have been, and a wait shorter, than time says.
    private long wrongClocks(SortedSet<NodeId> holders, Timing timing) {
        long begun = now() - timing.toleranceMillis() * 1_000;
        long slow = holders.stream()
                .mapToLong(holder -> cluster.host(holder).time().lost(begun))
                .max()
                .orElse(0);
        // Whoever proved the end of a lease need not be the one that holds now.
        long fast = cluster.hosts().stream()
                .mapToLong(host -> host.time().gained(begun))
                .max()
                .orElse(0);
        return slow + fast;
    }
}
