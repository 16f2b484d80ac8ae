package orion.sim;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.model.NodeId;

/// A resource is never active on two hosts at the same time.
///
/// Excused is only a host that slept through its lease where no watchdog resets it, for what it held when it woke up;
/// that it stops first thing then is [NoActionAfterLease]'s matter. Where clocks are wrong by more than the protocol
/// allows for, two may hold it for as long as [Exposure] says, and no longer.
final class OneHolder implements Invariant {
    private final Optional<Exposure> exposure;
    private final SortedMap<String, SortedSet<NodeId>> holders = new TreeMap<>();
    private final SortedMap<NodeId, SortedSet<String>> excused = new TreeMap<>();
    /// Since when more than one holds a resource.
    private final SortedMap<String, Long> twiceSince = new TreeMap<>();

    /// @param exposure what is not promised; empty where everything is
    OneHolder(Optional<Exposure> exposure) {
        this.exposure = exposure;
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
            case Fact.Overslept(NodeId host) ->
                holders.forEach((resource, hosts) -> {
                    if (hosts.contains(host)) {
                        excused.computeIfAbsent(host, any -> new TreeSet<>()).add(resource);
                    }
                });
            case Fact.WokeUnaware(NodeId host) -> {
                excused.remove(host);
                holders.keySet().forEach(this::judge);
            }
            case Fact.Stepped _ -> List.copyOf(twiceSince.keySet()).forEach(this::judge);
            case Fact.LifeBegan _,
                    Fact.GenerationSeen _,
                    Fact.BlockWritten _,
                    Fact.BlocksRead _,
                    Fact.AllStopped _,
                    Fact.ViewHeld _,
                    Fact.Showed _,
                    Fact.LoadCarriedOut _,
                    Fact.StateMade _,
                    Fact.Asked _,
                    Fact.Refused _,
                    Fact.Accepted _,
                    Fact.Preparing _,
                    Fact.Fenced _ -> {}
        }
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
