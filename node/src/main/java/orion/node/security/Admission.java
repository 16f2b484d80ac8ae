package orion.node.security;

import java.util.List;
import java.util.Optional;
import orion.core.configuration.Endpoint;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.node.board.ClusterIdentity;
import orion.node.board.DiskLocation;

/// The cluster's word on a new node: the daemon has it agreed by all members before the node gets anything.
public interface Admission {
    /// Who wants in, after its token has proved good.
    ///
    /// @param before the number it was given already, when the answer got lost: it must be given the same again
    record Newcomer(String name, List<Endpoint> links, Optional<NodeId> before) {
        public Newcomer {
            links = List.copyOf(links);
        }
    }

    /// What the cluster says.
    sealed interface Decision {
        /// The node is configured from now on.
        ///
        /// @param state the agreed state with the node in it
        /// @param boards where this node sees the disks of the white board
        record Admitted(NodeId node, ClusterIdentity cluster, ClusterState state, List<DiskLocation> boards)
                implements Decision {
            public Admitted {
                boards = List.copyOf(boards);
            }
        }

        /// Nothing was changed.
        ///
        /// @param sentence why, and what to do
        record Refused(String sentence) implements Decision {}
    }

    /// Decides; may wait for the other members.
    Decision admit(Newcomer newcomer) throws InterruptedException;

    /// Whether a node of this name is configured at present; not where this node is no member, and cannot know.
    default boolean belongs(String name) {
        return false;
    }
}
