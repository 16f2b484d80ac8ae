package orion.sim;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import orion.core.Input;
import orion.core.model.Member;
import orion.core.model.NodeId;

/// The fencing devices of the simulated world: none, or one for every host, which every other one can use. Whoever is
/// cut off by one stays without power until somebody switches it on.
final class SimFencing {
    /// How a device does what it is told to.
    ///
    /// @param silence        what nodes know of [orion.core.Input.FencingDevices]
    /// @param delayMillis    from the order to the confirmation
    /// @param offForMillis   how long the host stays off
    /// @param failThousandths how often it fails, and then says nothing
    record Devices(long silence, long delayMillis, long offForMillis, int failThousandths) {}

    private final SimCluster cluster;
    private final SplitMix random;
    private Optional<Devices> installed = Optional.empty();

    SimFencing(SimCluster cluster) {
        this.cluster = cluster;
        this.random = new SplitMix(cluster.plan().seed() * 131 + 5);
    }

    /// Every third cluster has them; of those, every other one fences lifeless hosts before the tolerance has passed.
    void drawn() {
        long seed = cluster.plan().seed();
        if (seed % 3 == 0) {
            long silence = seed % 2 == 0 ? 3 * cluster.plan().timing().heartbeatMillis() : Long.MAX_VALUE;
            install(new Devices(silence, random.between(100L, 3_000L), random.between(500L, 4_000L), 300));
        }
    }

    /// From the next life on, every node has these.
    void install(Devices devices) {
        installed = Optional.of(devices);
    }

    /// What a node is told of them.
    SortedMap<NodeId, Long> devicesOf(NodeId host) {
        SortedMap<NodeId, Long> found = new TreeMap<>();
        installed.ifPresent(devices -> cluster.hosts().forEach(other -> found.put(other.id(), devices.silence())));
        found.remove(host);
        return Collections.unmodifiableSortedMap(found);
    }

    /// Cuts the power of a host and then says so to whoever ordered it.
    void cut(Daemon by, Member victim) {
        Devices devices = installed.orElseThrow();
        boolean fails = random.chance(devices.failThousandths());
        cluster.timeline().afterMillis(devices.delayMillis(), () -> {
            if (fails) {
                cluster.log().line(by.self().node(), "the fencing of " + victim + " fails");
                if (cluster.conduct().failedFencingIsSilent()) {
                    return;
                }
            } else if (cluster.conduct().fencingIsTrue()) {
                SimHost host = cluster.host(victim.node());
                Daemon life = host.daemon();
                if (life != null && life.self().equals(victim)) {
                    cluster.note(new Fact.Fenced(victim, "its power was cut by order of " + by.self()));
                }
                host.powerCut();
                cluster.timeline().afterMillis(devices.offForMillis(), host::boot);
            }
            if (by.alive()) {
                by.take(new Input.PowerOffConfirmed(victim));
            }
        });
    }
}
