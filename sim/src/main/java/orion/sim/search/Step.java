package orion.sim.search;

import orion.core.model.NodeId;

/// One thing that can happen next in a [SmallWorld]. Everything else follows from it at once.
sealed interface Step {
    /// The oldest message on the way from one node to another arrives.
    record Deliver(NodeId from, NodeId to) implements Step {}

    /// It is lost.
    record Lose(NodeId from, NodeId to) implements Step {}

    /// What a node is writing reaches the disk.
    record Land(NodeId node) implements Step {}

    /// A node reads the whole board, which ends its cycle.
    record Read(NodeId node) implements Step {}

    /// The cycle of a node fails; what it was writing may have reached the disk before or not.
    record Fail(NodeId node) implements Step {}

    /// A script that loads or unloads has succeeded.
    record Finish(NodeId node, String resource) implements Step {}

    /// A node that was told to stop everything has done so.
    record Stopped(NodeId node) implements Step {}

    /// Time goes on until somebody has something to do.
    record Pass() implements Step {}

    /// A host loses its power.
    record Crash(NodeId node) implements Step {}

    /// A host stands still; its watchdog goes on.
    record Sleep(NodeId node) implements Step {}

    /// It goes on where it stood.
    record Wake(NodeId node) implements Step {}

    /// The daemon of a host without one begins a new life.
    record Boot(NodeId node) implements Step {}
}
