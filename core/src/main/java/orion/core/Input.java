package orion.core;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.NodeMap;
import orion.core.model.Pause;
import orion.core.resource.ClusterState;
import orion.core.resource.Request;
import orion.core.resource.Symptom;
import orion.core.splitbrain.NodeBlock;
import orion.core.wire.Message;

/// Everything that can happen to a node. Together with the time of the step, this is all [ClusterNode] ever
/// learns of the world; faults of the world are inputs too, never exceptions.
public sealed interface Input {
    /// The time [ClusterNode#nextDeadline] named has come. May also be given early or late.
    record TimerFired() implements Input {}

    /// The caller did not run for a while, and found out why. Given before anything else that waited meanwhile; for how
    /// long it was, the node sees by its deadline.
    record Paused(Pause.Cause cause) implements Input {}

    /// A message arrived whose sender has been authenticated.
    record Received(Member from, Message message) implements Input {}

    /// The board cycle under way on one disk has ended.
    ///
    /// @param disk   0 for the first
    /// @param blocks every block, the own one as it was read back; empty where writing or reading failed
    /// @param error  what went wrong, empty where nothing did
    record BoardCycleEnded(int disk, Optional<SortedMap<NodeId, NodeBlock>> blocks, String error) implements Input {}

    /// Answer to [Output.ReadStates].
    ///
    /// @param newest the newest copy found, empty where there is none or reading failed
    /// @param error  what went wrong, empty where nothing did
    record StatesRead(Optional<ClusterState> newest, String error) implements Input {}

    /// The carrier of the network links came or went: whether at least one has it.
    record LinkChanged(boolean up) implements Input {}

    /// An ordered load or unload has ended.
    ///
    /// @param dirty     after a failure: parts of the resource may still be active
    /// @param atSeconds seconds since 1970 by the clock of this host, for people only
    record ActionEnded(String resource, long action, boolean succeeded, boolean dirty, long atSeconds, String reason)
            implements Input {}

    /// A running resource is not well.
    record ResourceFailed(String resource, long action, Symptom symptom, String reason) implements Input {}

    /// A person or program asks something of the cluster; answered once by [Output.Answer] with the same ticket.
    record Asked(long ticket, Request request) implements Input {}

    /// Answer to [Output.StopEverything].
    ///
    /// @param proven whether nothing this node held can be active any more
    record EverythingStopped(boolean proven, String reason) implements Input {}

    /// A fencing device or an administrator confirms that this life of a node has no power and holds nothing.
    record PowerOffConfirmed(Member member) implements Input {}

    /// Which hosts this one can fence, from now on.
    ///
    /// @param silence for each of them, after how many milliseconds without a sign of life it may be fenced before
    ///                the tolerance has passed (rule F2); [Long#MAX_VALUE] for never
    record FencingDevices(SortedMap<NodeId, Long> silence) implements Input {
        public FencingDevices {
            silence = Collections.unmodifiableSortedMap(new NodeMap<>(silence));
        }
    }
}
