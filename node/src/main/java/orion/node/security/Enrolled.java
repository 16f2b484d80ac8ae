package orion.node.security;

import java.util.List;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.node.board.ClusterIdentity;
import orion.node.board.DiskLocation;

/// What a new node was given. Nothing of it is on its disk yet.
///
/// @param node     its number
/// @param boards   where the member that let it in has the disks of the white board, in their order
/// @param state    the agreed state, with the node in it
/// @param identity to be written into the node's directory
public record Enrolled(
        NodeId node, ClusterIdentity cluster, List<DiskLocation> boards, ClusterState state, NodeIdentity identity) {
    public Enrolled {
        boards = List.copyOf(boards);
    }
}
