package orion.sim;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import orion.core.model.NodeId;

/// A resource is never active on two hosts at the same time.
///
/// Excused is only a host that slept through its lease where no watchdog resets it, for what it held then, and no
/// longer than it may take to stop everything once it is awake (rule T5). Where clocks are wrong by more
/// than the protocol allows for, two may hold it for as long as [Exposure] says, and no longer.
final class OneHolder implements Invariant {
    private final Optional<Exposure> exposure;
    private final LongSupplier now;
    private final long stopMicros;
    private final SortedMap<String, SortedSet<NodeId>> holders = new TreeMap<>();
    private final SortedMap<NodeId, SortedSet<String>> excused = new TreeMap<>();
    /// Until when, for those that are awake again.
    private final SortedMap<NodeId, Long> excusedUntil = new TreeMap<>();
    /// Since when more than one holds a resource.
    private final SortedMap<String, Long> twiceSince = new TreeMap<>();

    /// @param exposure   what is not promised; empty where everything is
    /// @param now        microseconds since the run began
    /// @param stopMicros how long a host that is awake may take to stop everything
    OneHolder(Optional<Exposure> exposure, LongSupplier now, long stopMicros) {
        this.exposure = exposure;
        this.now = now;
        this.stopMicros = stopMicros;
    }

    @Override
    public void note(Fact fact) {
        switch (fact) {
            case Fact.HoldBegan(NodeId host, String resource) -> {
                holdersOf(resource).add(host);
                judge(resource);
            }
            case Fact.HoldEnded(NodeId host, String resource) -> {
                holdersOf(resource).remove(host);
                excused.getOrDefault(host, new TreeSet<>()).remove(resource);
                judge(resource);
            }
            case Fact.Overslept(NodeId host) -> {
                excusedUntil.remove(host);
                holders.forEach((resource, hosts) -> {
                    if (hosts.contains(host)) {
                        excused.computeIfAbsent(host, any -> new TreeSet<>()).add(resource);
                    }
                });
            }
            case Fact.Woke(NodeId host) -> {
                if (excused.containsKey(host)) {
                    excusedUntil.put(host, now.getAsLong() + stopMicros);
                }
            }
            case Fact.WokeUnaware(NodeId host) -> endExcuse(host);
            case Fact.Stepped _ -> timePasses();
            case Fact.LifeBegan _,
                    Fact.GenerationSeen _,
                    Fact.BlockWritten _,
                    Fact.BlocksRead _,
                    Fact.AllStopped _,
                    Fact.ViewHeld _,
                    Fact.Showed _,
                    Fact.LoadCarriedOut _,
                    Fact.StateMade _,
                    Fact.StateCopied _,
                    Fact.Asked _,
                    Fact.Refused _,
                    Fact.Accepted _,
                    Fact.EditAcknowledged _,
                    Fact.Preparing _,
                    Fact.Rebooted _,
                    Fact.Fenced _ -> {}
        }
    }

    private void endExcuse(NodeId host) {
        excused.remove(host);
        excusedUntil.remove(host);
        holders.keySet().forEach(this::judge);
    }

    private void timePasses() {
        if (!excusedUntil.isEmpty()) {
            new TreeMap<>(excusedUntil).forEach((host, until) -> {
                if (now.getAsLong() > until) {
                    endExcuse(host);
                }
            });
        }
        List.copyOf(twiceSince.keySet()).forEach(this::judge);
    }

    private void judge(String resource) {
        SortedSet<NodeId> unexcused = new TreeSet<>(holdersOf(resource));
        unexcused.removeIf(node -> excused.getOrDefault(node, new TreeSet<>()).contains(resource));
        if (unexcused.size() < 2) {
            twiceSince.remove(resource);
            return;
        }
        if (exposure.isEmpty()) {
            throw new InvariantBroken(OneHolder.class, resource + " is active on " + unexcused);
        }
        long since = twiceSince.computeIfAbsent(resource, any -> exposure.get().now());
        exposure.get().tooLong(unexcused, since).ifPresent(why -> {
            throw new InvariantBroken(OneHolder.class, resource + " is active on " + unexcused + why);
        });
    }

    private SortedSet<NodeId> holdersOf(String resource) {
        return holders.computeIfAbsent(resource, any -> new TreeSet<>());
    }
}
