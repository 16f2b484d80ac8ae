package orion.sim;

import java.util.SortedMap;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.splitbrain.NodeBlock;
import orion.core.wire.Message;

/// How a host keeps the rules that lie outside the core. The honest one keeps all of them; tests break one at a time
/// and expect an invariant to notice.
class Conduct {
    /// The incarnation of a new life: higher than every earlier one.
    long incarnation(long highestEver) {
        return highestEver + 1;
    }

    /// Whether what an earlier life left is stopped before a new one begins (rule A2).
    boolean stopsLeftovers() {
        return true;
    }

    /// Whether the order to stop everything is carried out.
    boolean stopsWhenTold() {
        return true;
    }

    /// Whether the clock is compared with the lease before something is loaded.
    boolean checksLease() {
        return true;
    }

    /// What the clock gains or loses in a second.
    long driftPpm(long honest) {
        return honest;
    }

    /// What the clock of a virtual machine shows after it stood still, in microseconds.
    long showsAfterStanding(long shown) {
        return shown;
    }

    /// Whether what an unload script left is killed before its success is reported.
    boolean killsWhatUnloadLeft() {
        return true;
    }

    /// What the guard writes when it has stopped what a crashed daemon held (rule E2).
    NodeBlock lastWords(NodeBlock lastBegun) {
        return lastBegun.lastWords();
    }

    /// Whether the guard kills what a crashed daemon held.
    boolean guardKills() {
        return true;
    }

    /// What of the board a new life gets to see.
    SortedMap<NodeId, NodeBlock> blocksAtStart(NodeId host, SortedMap<NodeId, NodeBlock> honest) {
        return honest;
    }

    /// What a node says where its core told it to say that.
    Message says(Member from, NodeId to, Message honest) {
        return honest;
    }

    /// When the watchdog is to be fed for the last time, as the daemon understands its lease.
    long feedUntilMillis(long leaseUntil, long watchdogMillis) {
        return leaseUntil - watchdogMillis;
    }

    /// Whether a fencing device that works on somebody's order keeps quiet where it has failed.
    boolean failedFencingIsSilent() {
        return true;
    }

    /// Whether a fencing device only confirms power cuts that happened.
    boolean fencingIsTrue() {
        return true;
    }
}
