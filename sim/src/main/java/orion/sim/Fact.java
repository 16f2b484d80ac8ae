package orion.sim;

import java.util.List;
import java.util.Optional;
import orion.core.Input;
import orion.core.NodeView;
import orion.core.Output;
import orion.core.Standing;
import orion.core.model.Generation;
import orion.core.model.Levels;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.Request;
import orion.core.resource.Transaction;
import orion.core.splitbrain.NodeBlock;

/// Something that is true in the simulated world, whatever the nodes think. The [Invariant]s judge nothing else.
sealed interface Fact {
    /// Something of a resource may be active on that host from now on.
    record HoldBegan(NodeId host, String resource) implements Fact {}

    /// Nothing of the resource is active on that host any more.
    record HoldEnded(NodeId host, String resource) implements Fact {}

    /// Nothing that a daemon of that host ever started is active any more.
    record AllStopped(NodeId host) implements Fact {}

    /// A host slept through its lease without a watchdog: what it held is excused until it has had the
    /// time to stop it.
    record Overslept(NodeId host) implements Fact {}

    /// A host that may have slept through its lease is awake, and stops everything first.
    record Woke(NodeId host) implements Fact {}

    /// A host whose clock stood still while it slept runs again, and takes its lease for good.
    record WokeUnaware(NodeId host) implements Fact {}

    /// A daemon of a release that speaks these levels began a life.
    record LifeBegan(Member member, Levels spoken) implements Fact {}

    /// A decided generation stands on the board, was announced, or is known by somebody.
    record GenerationSeen(String where, Generation generation) implements Fact {}

    /// A block reached a disk of the board, 0 for the first one.
    record BlockWritten(int disk, NodeBlock block) implements Fact {}

    /// A disk of the board gave out its blocks to a host, where they arrive a moment later.
    record BlocksRead(NodeId host) implements Fact {}

    /// What a member takes to be the cluster it acts in.
    record ViewHeld(Member member, Generation generation, Optional<NodeId> master) implements Fact {}

    /// A node took one step.
    ///
    /// @param before     its standing before the step
    /// @param leaseOver  whether its lease had run out when the step began
    record Stepped(Member member, Standing before, boolean leaseOver, List<Output> outputs) implements Fact {}

    /// What a node showed of itself after a step in which it took this and did that.
    record Showed(Input input, NodeView view, List<Output> outputs) implements Fact {}

    /// An order to load was carried out on a host whose lease was or was not over.
    record LoadCarriedOut(Member member, String resource, boolean leaseOver) implements Fact {}

    /// A node made a state its own.
    record StateMade(Member member, ClusterState state) implements Fact {}

    /// Most disks of the white board have a host's copy of this.
    record StateCopied(ClusterState state) implements Fact {}

    /// A person asked a daemon for this.
    record Asked(Request request) implements Fact {}

    /// What a person asked for is not done.
    record Refused(Request request) implements Fact {}

    /// What a person asked for is accepted.
    record Accepted(Request request) implements Fact {}

    /// A person may rely on an edit: its node has it on its disk and on the white board.
    ///
    /// @param number the newest edit when it was made; where it changed nothing an earlier one is
    record EditAcknowledged(Request.Edit edit, long number) implements Fact {}

    /// A master asks others to prepare this.
    record Preparing(Transaction transaction) implements Fact {}

    /// A host was reset, or a daemon stopped everything by force.
    record Fenced(Member member, String reason) implements Fact {}

    /// A node stops everything and reboots because a resource on it has failed too often.
    ///
    /// @param generation the newest it knows
    record Rebooted(Member member, Generation generation, ClusterState state) implements Fact {}
}
