package orion.node.network;

import orion.core.model.NodeId;

/// When a node was last heard over one link.
///
/// @param link        number of the link, from 0
/// @param heardMillis by the clock given to [Transport#receive], or [#NEVER]
public record LinkHealth(NodeId node, int link, long heardMillis) {
    /// Not heard since the transport was opened.
    public static final long NEVER = Long.MIN_VALUE;
}
