package orion.sim;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.wire.Message;
import orion.core.wire.MessageCodec;
import orion.core.wire.TooLarge;

/// The network between the hosts: loses, doubles, delays and overtakes; each direction between two hosts can be cut
/// by itself on each link, and a host can lose the cable of each link. A message goes over every link.
final class SimNetwork {
    /// Brings a message to a host.
    interface Delivery {
        void deliver(NodeId to, Member from, Message message);
    }

    private record Way(NodeId from, NodeId to, int link) implements Comparable<Way> {
        @Override
        public int compareTo(Way other) {
            int byFrom = from.compareTo(other.from);
            int byTo = byFrom != 0 ? byFrom : to.compareTo(other.to);
            return byTo != 0 ? byTo : Integer.compare(link, other.link);
        }
    }

    private record Cable(NodeId host, int link) implements Comparable<Cable> {
        @Override
        public int compareTo(Cable other) {
            int byHost = host.compareTo(other.host);
            return byHost != 0 ? byHost : Integer.compare(link, other.link);
        }
    }

    private final int links;
    private final Timeline timeline;
    private final SplitMix random;
    private final Delivery delivery;
    private final SortedMap<Way, Integer> cuts = new TreeMap<>();
    private final SortedSet<Cable> unplugged = new TreeSet<>();
    private int lossThousandths;
    private int doubledThousandths;
    private long spikeMicros;
    private int unsendable;

    /// Makes a network without faults.
    ///
    /// @param links of every host, numbered from 1
    SimNetwork(int links, Timeline timeline, SplitMix random, Delivery delivery) {
        this.links = links;
        this.timeline = timeline;
        this.random = random;
        this.delivery = delivery;
    }

    /// What is said about the state travels as bytes: it can be large, and what is too large is dropped as the real
    /// transport drops it. Everything else is small, and there is too much of it.
    void send(Member from, NodeId to, Message message) {
        if (message instanceof Message.AboutState || message instanceof Message.StateNews) {
            try {
                scatter(from, to, MessageCodec.decode(MessageCodec.encode(message)));
            } catch (TooLarge dropped) {
                unsendable++;
            }
        } else {
            scatter(from, to, message);
        }
    }

    /// How many messages were too large.
    int unsendable() {
        return unsendable;
    }

    private void scatter(Member from, NodeId to, Message message) {
        for (int link = 1; link <= links; link++) {
            scatter(from, to, link, message);
        }
    }

    private void scatter(Member from, NodeId to, int link, Message message) {
        int copies = random.chance(doubledThousandths) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long delay = random.between(100L, random.chance(50) ? 20_000L : 2_000L);
            if (spikeMicros > 0 && random.chance(200)) {
                delay += random.between(0L, spikeMicros);
            }
            boolean lost = random.chance(lossThousandths) || !connected(from.node(), to, link);
            if (!lost) {
                timeline.after(delay, () -> arrive(from, to, link, message));
            }
        }
    }

    private void arrive(Member from, NodeId to, int link, Message message) {
        if (connected(from.node(), to, link)) {
            delivery.deliver(to, from, message);
        }
    }

    private boolean connected(NodeId from, NodeId to, int link) {
        // Most of the time nothing is cut, and this is asked of every message.
        boolean whole = cuts.isEmpty() && unplugged.isEmpty();
        return whole || isConnected(from, to, link);
    }

    private boolean isConnected(NodeId from, NodeId to, int link) {
        return !cuts.containsKey(new Way(from, to, link))
                && !unplugged.contains(new Cable(from, link))
                && !unplugged.contains(new Cable(to, link));
    }

    /// Whether a packet sent now gets to another host over the first link, by which disks are served.
    boolean passes(NodeId from, NodeId to) {
        return connected(from, to, 1) && !(lossThousandths > 0 && random.chance(lossThousandths));
    }

    private boolean concerns(int chosen, int link) {
        return chosen == 0 || (chosen - 1) % links + 1 == link;
    }

    /// Cuts one direction; cuts by several faults add up.
    ///
    /// @param chosen the link, or 0 for all of them
    void cut(NodeId from, NodeId to, int chosen) {
        for (int link = 1; link <= links; link++) {
            if (concerns(chosen, link)) {
                cuts.merge(new Way(from, to, link), 1, Integer::sum);
            }
        }
    }

    void mend(NodeId from, NodeId to, int chosen) {
        for (int link = 1; link <= links; link++) {
            if (concerns(chosen, link)) {
                cuts.computeIfPresent(new Way(from, to, link), (way, count) -> count > 1 ? count - 1 : null);
            }
        }
    }

    void plug(NodeId host, int chosen, boolean in) {
        for (int link = 1; link <= links; link++) {
            if (concerns(chosen, link) && in) {
                unplugged.remove(new Cable(host, link));
            } else if (concerns(chosen, link)) {
                unplugged.add(new Cable(host, link));
            }
        }
    }

    /// Whether at least one link of the host has its cable.
    boolean plugged(NodeId host) {
        for (int link = 1; link <= links; link++) {
            if (!unplugged.contains(new Cable(host, link))) {
                return true;
            }
        }
        return false;
    }

    void disturb(int loss, int doubled, long spikeMillis) {
        lossThousandths = loss;
        doubledThousandths = doubled;
        spikeMicros = spikeMillis * 1_000;
    }

    /// Mends everything.
    void heal() {
        cuts.clear();
        unplugged.clear();
        disturb(0, 0, 0);
    }
}
