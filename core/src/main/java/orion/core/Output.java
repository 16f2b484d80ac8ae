package orion.core;

import orion.core.configuration.ResourceDefinition;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.splitbrain.NodeBlock;
import orion.core.wire.Message;

/// Everything a node can do to the world. Outputs of one step are carried out in their order.
///
/// What must be on the board before something may be said or done is never a matter of order between outputs:
/// the core waits for [Input.BoardCycleEnded] and only then gives out what depends on it.
public sealed interface Output {
    /// Send over every link to that node.
    record Send(NodeId to, Message message) implements Output {}

    /// Write this block on one disk of the board, then read all there; answer with [Input.BoardCycleEnded]. At most
    /// one is under way on each disk.
    ///
    /// @param disk 0 for the first
    record StartBoardCycle(int disk, NodeBlock block) implements Output {}

    /// The node may hold resources until then. Whoever acts outside the core compares its clock with this
    /// **before** it acts, and the watchdog is fed only while enough of it is left.
    record LeaseRenewed(long untilMillis) implements Output {}

    /// Load or unload a resource; answer with [Input.ActionEnded].
    record RunAction(ResourceDefinition resource, Order order, long action) implements Output {}

    /// What is to be done with a resource.
    enum Order {
        LOAD,
        UNLOAD
    }

    /// Stop everything this node holds, at once and by force (the poison pill is eaten); answer with
    /// [Input.EverythingStopped]. No lease covers the node from here on.
    ///
    /// @param reason a sentence for people
    record StopEverything(Cause cause, String reason) implements Output {
        /// Why a node must stop.
        public enum Cause {
            /// nothing renewed its lease
            LEASE_OVER,
            /// the newest generation is without it
            CAST_OUT,
            /// it was told that it has no power
            SAID_TO_BE_OFF,
            /// it leaves, and cannot in order
            LEAVES,
            /// a resource on it failed too often (rule R9)
            RESOURCE_FAILED,
            /// it is no configured node any more (rule M5)
            REMOVED
        }
    }

    /// This life is over; the core takes no more part in the cluster.
    record End(Ending ending, String reason) implements Output {}

    /// How a life ended.
    enum Ending {
        /// left in order, holds nothing
        LEFT,
        /// cast out, but everything it held is provably stopped: may start a new life
        STOPPED,
        /// something may still be active, so that only a reboot makes it safe; or a reboot is what was asked for
        UNSAFE
    }

    /// Answers [Input.Asked].
    ///
    /// @param edit the number of the newest edit by then, where it was about edits; otherwise 0. Whoever asked is
    ///             told only when a cold start would find it (rule H1)
    record Answer(long ticket, boolean accepted, long edit, String text) implements Output {
        /// An answer to something else than an edit.
        public Answer(long ticket, boolean accepted, String text) {
            this(ticket, accepted, 0, text);
        }
    }

    /// All members have agreed on this state.
    record StateAgreed(ClusterState state) implements Output {}

    /// Outside, this node has learned what the members agree on: from now on it hears every node configured there.
    record StateLearned(ClusterState state) implements Output {}

    /// Outside, read the copies of the agreed state that nodes keep on the white board; answer with [Input.StatesRead].
    /// At most one reading is under way.
    record ReadStates() implements Output {}

    /// Have the power of this member's host cut by its fencing device; answer with [Input.PowerOffConfirmed] once that
    /// is certain, and not at all otherwise.
    record Fence(Member member) implements Output {}

    /// Something an administrator may want to know.
    record Happened(Event event) implements Output {}
}
