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
/// by
/// itself, and a host can lose its cable. All links of a host count as one.
final class SimNetwork {
    /// Brings a message to a host.
    interface Delivery {
        void deliver(NodeId to, Member from, Message message);
    }

    private record Way(NodeId from, NodeId to) implements Comparable<Way> {
        @Override
        public int compareTo(Way other) {
            int byFrom = from.compareTo(other.from);
            return byFrom != 0 ? byFrom : to.compareTo(other.to);
        }
    }

    private final Timeline timeline;
    private final SplitMix random;
    private final Delivery delivery;
    private final SortedMap<Way, Integer> cuts = new TreeMap<>();
    private final SortedSet<NodeId> unplugged = new TreeSet<>();
    private int lossThousandths;
    private int doubledThousandths;
    private long spikeMicros;
    private int unsendable;

    SimNetwork(Timeline timeline, SplitMix random, Delivery delivery) {
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
        int copies = random.chance(doubledThousandths) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long delay = random.between(100L, random.chance(50) ? 20_000L : 2_000L);
            if (spikeMicros > 0 && random.chance(200)) {
                delay += random.between(0L, spikeMicros);
            }
            boolean lost = random.chance(lossThousandths) || !connected(from.node(), to);
            if (!lost) {
                timeline.after(delay, () -> arrive(from, to, message));
            }
        }
    }

    private void arrive(Member from, NodeId to, Message message) {
        if (connected(from.node(), to)) {
            delivery.deliver(to, from, message);
        }
    }

    boolean connected(NodeId from, NodeId to) {
        return !cuts.containsKey(new Way(from, to)) && !unplugged.contains(from) && !unplugged.contains(to);
    }

    /// Cuts one direction; cuts by several faults add up.
    void cut(NodeId from, NodeId to) {
        cuts.merge(new Way(from, to), 1, Integer::sum);
    }

    void mend(NodeId from, NodeId to) {
        cuts.computeIfPresent(new Way(from, to), (way, count) -> count > 1 ? count - 1 : null);
    }

    void plug(NodeId host, boolean in) {
        if (in) {
            unplugged.remove(host);
        } else {
            unplugged.add(host);
        }
    }

    boolean plugged(NodeId host) {
        return !unplugged.contains(host);
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
