package orion.core.resource;

import java.util.Optional;
import orion.core.model.NodeId;

/// What one node knows of what is agreed on.
///
/// @param committed the state
/// @param newest    the same, with the change that this node has prepared, if any
/// @param master    of its generation, while it is in one
public record Knowledge(ClusterState committed, ClusterState newest, Optional<NodeId> master) {}
