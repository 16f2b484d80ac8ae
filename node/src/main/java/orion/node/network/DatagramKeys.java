package orion.node.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import orion.core.model.NodeId;

/// The keys that a node has for datagrams: one, and while the cluster exchanges it two. All of them are accepted; each
/// other node is sent to with the newest that it has shown to have as well.
///
/// Shared by the protocol thread and whoever exchanges the keys.
public final class DatagramKeys {
    private final Map<NodeId, Integer> shown = new ConcurrentHashMap<>();
    private volatile List<DatagramKey> held;

    /// @param newestFirst at least one
    public DatagramKeys(List<DatagramKey> newestFirst) {
        this.held = checked(newestFirst);
    }

    private static List<DatagramKey> checked(List<DatagramKey> newestFirst) {
        if (newestFirst.isEmpty()) {
            throw new IllegalArgumentException("a node needs a key for its datagrams");
        }
        return List.copyOf(newestFirst);
    }

    /// Has these from now on.
    ///
    /// @param newestFirst at least one
    public void hold(List<DatagramKey> newestFirst) {
        held = checked(newestFirst);
    }

    List<DatagramKey> held() {
        return held;
    }

    DatagramKey newest() {
        return held.getFirst();
    }

    Optional<DatagramKey> withId(int id) {
        return held.stream().filter(key -> key.id() == id).findFirst();
    }

    /// These are the nodes there are; what others have shown counts no longer.
    void known(Set<NodeId> nodes) {
        shown.keySet().retainAll(nodes);
    }

    /// A node has proved by a fresh datagram which key is its newest.
    public void shown(NodeId node, int newest) {
        shown.put(node, newest);
    }

    /// Whether this node has shown that its newest key is the newest here.
    public boolean hasNewest(NodeId node) {
        Integer id = shown.get(node);
        return id != null && id == newest().id();
    }

    /// Whether a node has shown that its newest key is one that is missing here.
    public boolean lackSomebodysNewest() {
        return shown.values().stream().anyMatch(id -> withId(id).isEmpty());
    }

    /// Whether this node has shown that its newest key is one that is missing here.
    public boolean lacksNewestOf(NodeId node) {
        Integer id = shown.get(node);
        return id != null && withId(id).isEmpty();
    }

    @Override
    public String toString() {
        return "DatagramKeys[not shown]";
    }
}
