package orion.node.daemon;

import java.time.Instant;
import orion.core.resource.ClusterState;

/// That this node has left the cluster, as it tells whoever asks while it is outside.
///
/// @param at     when, by the clock on the wall
/// @param reason how it left, in words
/// @param known  the newest state it knows
record Departed(Instant at, String reason, ClusterState known) {}
