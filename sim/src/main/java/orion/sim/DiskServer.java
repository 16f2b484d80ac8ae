package orion.sim;

import orion.core.model.NodeId;

/// A host that serves a disk of the white board to the others, over the first link: a node's, or the one beside the
/// cluster. Its service runs on whatever the daemon does, as long as the host does.
record DiskServer(SimCluster cluster, NodeId host) {
    /// How often that host was switched on; no connection outlives it.
    int boots() {
        return cluster.host(host).boots();
    }

    /// Whether somebody answers there.
    boolean serves() {
        return cluster.host(host).serves();
    }

    /// Whether something that a host sends now gets here.
    boolean hears(NodeId client) {
        return cluster.host(client).runs() && cluster.network().passes(client, host);
    }

    /// Whether something that is sent from here now gets to that host.
    boolean reaches(NodeId client) {
        return cluster.host(client).runs() && cluster.network().passes(host, client);
    }
}
