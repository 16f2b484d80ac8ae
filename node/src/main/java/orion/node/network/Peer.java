package orion.node.network;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import orion.core.configuration.NodeDefinition;
import orion.core.model.NodeId;

/// Another node as the transport sees it.
final class Peer {
    private final NodeId node;
    private final List<InetSocketAddress> addresses;
    private final Outgoing outgoing;
    private final long[] heardAt;
    private Optional<Session> session;

    private Peer(
            NodeId node,
            List<InetSocketAddress> addresses,
            Outgoing outgoing,
            long[] heardAt,
            Optional<Session> session) {
        this.node = node;
        this.addresses = addresses;
        this.outgoing = outgoing;
        this.heardAt = heardAt;
        this.session = session;
    }

    static Peer of(NodeDefinition definition, int links) {
        long[] never = new long[links];
        Arrays.fill(never, LinkHealth.NEVER);
        return new Peer(definition.id(), addresses(definition, links), new Outgoing(), never, Optional.empty());
    }

    /// The same node with the addresses that are configured now.
    Peer redefined(NodeDefinition definition, int links) {
        return new Peer(node, addresses(definition, links), outgoing, heardAt, session);
    }

    private static List<InetSocketAddress> addresses(NodeDefinition definition, int links) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        definition.links().stream().limit(links).forEach(link -> addresses.add(LinkSocket.address(link)));
        return List.copyOf(addresses);
    }

    NodeId node() {
        return node;
    }

    /// By link; fewer than this node has, where the other is configured with fewer.
    List<InetSocketAddress> addresses() {
        return addresses;
    }

    Outgoing outgoing() {
        return outgoing;
    }

    Optional<Session> session() {
        return session;
    }

    void session(Session next) {
        session = Optional.of(next);
    }

    /// The session this node is believed to have, 0 where nothing of it has arrived.
    long echo() {
        return session.map(Session::number).orElse(0L);
    }

    void heard(int link, long now) {
        heardAt[link] = now;
    }

    long heardAt(int link) {
        return heardAt[link];
    }
}
