package orion.node.security;

import java.nio.file.Path;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.node.board.ClusterIdentity;

/// What a new node was given. Nothing of it is on its disk yet.
///
/// @param node     its number
/// @param board    where the member that let it in has the white board
/// @param state    the agreed state, with the node in it
/// @param identity to be written into the node's directory
public record Enrolled(NodeId node, ClusterIdentity cluster, Path board, ClusterState state, NodeIdentity identity) {}
