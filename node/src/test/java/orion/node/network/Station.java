package orion.node.network;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import orion.core.configuration.Endpoint;
import orion.core.configuration.NodeDefinition;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.wire.Message;

/// A node's transport with what it received, driven by the test.
final class Station implements AutoCloseable {
    private static final byte[] SECRET = new byte[DatagramKey.BYTES];

    /// The key of the tests' cluster.
    static final DatagramKey KEY = new DatagramKey(7, SECRET);

    /// One message and its sender.
    record Arrival(Member from, Message message) {}

    private final Transport transport;
    private final Selector selector = Selector.open();
    private final List<Arrival> arrivals = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();

    private Station(Transport transport) throws IOException {
        this.transport = transport;
        transport.register(selector);
    }

    static Station open(DatagramKey key, Member self, List<Endpoint> links) throws IOException {
        return open(new DatagramKeys(List.of(key)), self, links);
    }

    static Station open(DatagramKeys keys, Member self, List<Endpoint> links) throws IOException {
        return new Station(Transport.open(keys, self, links));
    }

    static Member member(int node, long incarnation) {
        return new Member(new NodeId(node), incarnation);
    }

    void knows(int node, List<Endpoint> links) {
        SortedMap<NodeId, NodeDefinition> nodes = new TreeMap<>();
        nodes.put(new NodeId(node), new NodeDefinition(new NodeId(node), "node" + node, links));
        transport.peers(nodes);
    }

    Transport transport() {
        return transport;
    }

    void send(int to, Message message) {
        transport.send(new NodeId(to), message);
    }

    static long now() {
        return System.nanoTime() / 1_000_000;
    }

    /// Receives what is there now.
    void receive() {
        transport.receive(now(), new Transport.Receiver() {
            @Override
            public void received(Member from, Message message) {
                arrivals.add(new Arrival(from, message));
            }

            @Override
            public void unreadable(Member from, String why) {
                unreadable.add(from + " " + why);
            }
        });
    }

    /// Waits for something to arrive, or to be due, and receives it.
    void receive(long waitMillis) throws IOException {
        long wait = Math.min(waitMillis, Math.max(1, transport.nextDeadline() - now()));
        selector.select(wait);
        selector.selectedKeys().clear();
        receive();
    }

    List<Arrival> arrivals() {
        return arrivals;
    }

    /// Who sent what could not be read, and why.
    List<String> unreadable() {
        return unreadable;
    }

    List<Message> messages() {
        return arrivals.stream().map(Arrival::message).toList();
    }

    long refused(Refusal refusal) {
        return transport.refusals().of(refusal);
    }

    /// Lets stations work until something is so.
    static void until(BooleanSupplier done, Station... stations) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not happen within 120 s");
            }
            for (Station station : stations) {
                station.receive(1);
            }
        }
    }

    @Override
    public void close() throws IOException {
        transport.close();
        selector.close();
    }
}
