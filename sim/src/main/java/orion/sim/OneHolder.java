package orion.sim;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.model.NodeId;

/// A resource is never active on two hosts at the same time.
///
/// Excused is only a host without a watchdog that slept through its lease, for what it held when it woke up; that it
/// stops first thing then is [NoActionAfterLease]'s matter.
final class OneHolder implements Invariant {
    private final SortedMap<String, SortedSet<NodeId>> holders = new TreeMap<>();
    private final SortedMap<NodeId, SortedSet<String>> excused = new TreeMap<>();

    @Override
    public void note(Fact fact) {
        switch (fact) {
            case Fact.HoldBegan(NodeId host, String resource) -> began(host, resource);
            case Fact.HoldEnded(NodeId host, String resource) -> {
                holdersOf(resource).remove(host);
                excused.getOrDefault(host, new TreeSet<>()).remove(resource);
            }
            case Fact.Overslept(NodeId host) ->
                holders.forEach((resource, hosts) -> {
                    if (hosts.contains(host)) {
                        excused.computeIfAbsent(host, any -> new TreeSet<>()).add(resource);
                    }
                });
            case Fact.LifeBegan _,
                    Fact.GenerationSeen _,
                    Fact.BlockWritten _,
                    Fact.BlocksRead _,
                    Fact.AllStopped _,
                    Fact.ViewHeld _,
                    Fact.Stepped _,
                    Fact.Showed _,
                    Fact.LoadCarriedOut _,
                    Fact.StateMade _,
                    Fact.Asked _,
                    Fact.Refused _,
                    Fact.Preparing _,
                    Fact.Fenced _ -> {}
        }
    }

    private void began(NodeId host, String resource) {
        SortedSet<NodeId> hosts = holdersOf(resource);
        hosts.add(host);
        SortedSet<NodeId> unexcused = new TreeSet<>(hosts);
        unexcused.removeIf(node -> excused.getOrDefault(node, new TreeSet<>()).contains(resource));
        if (unexcused.size() > 1) {
            throw new InvariantBroken(OneHolder.class, resource + " is active on " + unexcused);
        }
    }

    private SortedSet<NodeId> holdersOf(String resource) {
        return holders.computeIfAbsent(resource, any -> new TreeSet<>());
    }
}
