package orion.sim;

import orion.core.model.NodeId;

/// A host that serves a disk of the white board to the others, over the first link: a node's, or the one beside the
/// cluster. Its service runs on whatever the daemon does, and can die by itself.
record DiskServer(SimCluster cluster, NodeId host) {
    /// The how manieth life of its service this is; no connection outlives it.
    int life() {
        return cluster.host(host).witness().lives();
    }

    /// Whether its host is up, and says that nobody listens there.
    boolean refuses() {
        return cluster.host(host).runs() && cluster.host(host).witness().isDead();
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
