package orion.sim;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import orion.core.Input;
import orion.core.model.Member;
import orion.core.model.NodeId;

/// The fencing devices of the simulated world: none, or for every host some that every other one can use, one level
/// after the other. Whoever is cut off by one stays without power until somebody switches it on.
final class SimFencing {
    /// One device.
    ///
    /// @param delayMillis     from the order to its end
    /// @param failThousandths how often it fails, and then says nothing
    record Device(long delayMillis, int failThousandths) {}

    /// All that can cut the power of a host.
    ///
    /// @param silence      what nodes know of [orion.core.Input.FencingDevices]
    /// @param levels       one device each, tried in this order
    /// @param offForMillis how long the host stays off
    record Devices(long silence, List<Device> levels, long offForMillis) {}

    private final SimCluster cluster;
    private final SplitMix random;
    private Optional<Devices> installed = Optional.empty();

    SimFencing(SimCluster cluster) {
        this.cluster = cluster;
        this.random = new SplitMix(cluster.plan().seed() * 131 + 5);
    }

    /// Every third cluster has them; of those, every other one fences lifeless hosts before the tolerance has passed,
    /// and half have a second level.
    void drawn() {
        long seed = cluster.plan().seed();
        if (seed % 3 == 0) {
            long silence = seed % 2 == 0 ? 3 * cluster.plan().timing().heartbeatMillis() : Long.MAX_VALUE;
            Device first = new Device(random.between(100L, 3_000L), 300);
            long offForMillis = random.between(500L, 4_000L);
            SplitMix more = new SplitMix(seed * 137 + 11);
            List<Device> levels =
                    more.chance(500) ? List.of(first, new Device(more.between(100L, 3_000L), 300)) : List.of(first);
            install(new Devices(silence, levels, offForMillis));
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
        tryLevel(by, victim, 1);
    }

    private void tryLevel(Daemon by, Member victim, int level) {
        Devices devices = installed.orElseThrow();
        Device device = devices.levels().get(level - 1);
        boolean fails = random.chance(device.failThousandths());
        cluster.timeline().afterMillis(device.delayMillis(), () -> {
            if (!fails) {
                succeed(by, victim, devices.offForMillis());
                return;
            }
            String text = "the fencing of " + victim + " fails";
            cluster.log().line(by.self().node(), devices.levels().size() > 1 ? text + " at level " + level : text);
            if (!cluster.conduct().failedFencingIsSilent()) {
                confirm(by, victim);
            } else if (level < devices.levels().size()) {
                tryNext(by, victim, level + 1);
            }
        });
    }

    /// A device may have taken minutes: it is asked again whether the order still stands.
    private void tryNext(Daemon by, Member victim, int level) {
        if (by.wouldStillFence(victim)) {
            tryLevel(by, victim, level);
        } else {
            cluster.log().line(by.self().node(), victim + " is not fenced any more");
        }
    }

    private void succeed(Daemon by, Member victim, long offForMillis) {
        if (cluster.conduct().fencingIsTrue()) {
            SimHost host = cluster.host(victim.node());
            Daemon life = host.daemon();
            if (life != null && life.self().equals(victim)) {
                cluster.note(new Fact.Fenced(victim, "its power was cut by order of " + by.self()));
            }
            host.powerCut();
            cluster.timeline().afterMillis(offForMillis, host::boot);
        }
        confirm(by, victim);
    }

    private static void confirm(Daemon by, Member victim) {
        if (by.alive()) {
            by.take(new Input.PowerOffConfirmed(victim));
        }
    }
}
